/* What a book does in the browser: dark or light, and which items are shown. Without this
   everything is shown. Words come from attributes; nothing is ever read as HTML. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  /* ---- dark or light ---- */

  const KEY = "antragstool-theme";
  const dark = document.getElementById("web--dark");
  const asTheSystem = dark.media;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let theme = remembered();

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // a browser may refuse to remember anything for a file
    }
  }

  function remember(value) {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      // then only for now
    }
  }

  const isDark = () => (theme ? theme === "dark" : system.matches);

  function setTheme() {
    dark.media = theme ? (theme === "dark" ? "screen" : "not all") : asTheSystem;
    document.getElementById("web--theme")?.setAttribute("aria-pressed", String(isDark()));
  }

  setTheme();
  system.addEventListener("change", setTheme);

  /* ---- which items are shown ---- */

  const plain = (words) => words.normalize("NFC").replace(/[\u00ad\u200b]/g, "").replace(/\s+/g, " ").toLowerCase();

  /* The words of an element without those of the items inside of it. */
  function ownWords(element) {
    const words = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(".filterable, .say") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) words.push(walker.currentNode.data);
    return plain(words.join(""));
  }

  function start() {
    const form = document.getElementById("web--filter");
    const elements = [...document.querySelectorAll("main .filterable")];
    const items = readItems(elements);
    const groups = groupsAround(elements);
    const links = [...document.querySelectorAll(".web-contents li")].map((entry) => {
      const target = document.getElementById(decodeURIComponent(entry.querySelector("a").hash.slice(1)));
      return { entry, target };
    });

    nameColumns();
    fillSubmitters(form.elements.submitter, elements);
    document.getElementById("web--theme").addEventListener("click", () => {
      theme = isDark() ? "light" : "dark";
      remember(theme);
      setTheme();
    });
    setTheme();

    const chosen = () => ({
      status: [...form.elements.status].filter((box) => box.checked).map((box) => box.value),
      submitter: form.elements.submitter.value,
      text: plain(form.elements.text.value).trim(),
    });

    function fits(item, { status, submitter, text }) {
      return item.elements.some((element) => {
        if (status.length && !status.includes(element.dataset.state)) return false;
        return !submitter || element.dataset.submitter === submitter;
      }) && (!text || item.words().some((words) => words.includes(text)));
    }

    function show() {
      const choice = chosen();
      const fitting = new Set([...items.values()].filter((item) => fits(item, choice)));
      const shown = new Set();
      for (const element of [...elements].reverse()) {
        const fit = fitting.has(items.get(element.dataset.item));
        element.hidden = !fit && !shown.has(element);
        element.classList.toggle("frame-only", !fit && shown.has(element));
        const around = element.parentElement.closest(".filterable");
        if (!element.hidden && around) shown.add(around);
      }
      for (const group of groups) group.hidden = !group.querySelector(".filterable:not([hidden])");
      for (const { entry, target } of links) entry.hidden = Boolean(target?.closest("[hidden]"));
      const count = document.getElementById("web--count");
      const words = count.dataset.words.replace("{shown}", fitting.size).replace("{all}", items.size);
      if (count.value !== words) count.value = words;
      document.getElementById("web--nothing").hidden = fitting.size > 0 || items.size === 0;
    }

    function write() {
      const { status, submitter } = chosen();
      const text = form.elements.text.value.trim();
      const hash = new URLSearchParams();
      if (status.length) hash.set("status", status.join(","));
      if (submitter) hash.set("submitter", submitter);
      if (text) hash.set("text", text);
      // an address that names a place stays, as long as nothing is chosen
      if (!hash.size && !location.hash.includes("=")) return;
      try {
        history.replaceState(null, "", `#${hash}`);
      } catch {
        location.hash = hash;
      }
    }

    /* Take the choice from the address; an address that names a place shows that place. */
    function read() {
      const hash = location.hash.slice(1);
      if (hash.includes("=")) {
        const values = new URLSearchParams(hash);
        const status = (values.get("status") ?? "").split(",");
        for (const box of form.elements.status) box.checked = status.includes(box.value);
        form.elements.submitter.value = values.get("submitter") ?? "";
        if (form.elements.submitter.selectedIndex < 0) form.elements.submitter.value = "";
        form.elements.text.value = values.get("text") ?? "";
        show();
        return;
      }
      const target = hash && document.getElementById(decodeURIComponent(hash));
      if (target && (target.closest("[hidden]") || target.closest(".frame-only"))) {
        form.reset();
        show();
        target.scrollIntoView();
      }
    }

    let waiting;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => { show(); write(); });
    form.elements.text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { show(); write(); }, 200);
    });
    form.addEventListener("reset", () => {
      clearTimeout(waiting);
      // the fields are empty only after this event
      setTimeout(() => { show(); write(); });
    });
    addEventListener("hashchange", read);
    /* What is jumped to shall not be covered by the bar. */
    new ResizeObserver(() => root.style.setProperty("--bar", `${form.offsetHeight}px`)).observe(form);
    show();
    read();
  }

  /* Return the items by name; one item may stand in several places. */
  function readItems(elements) {
    const items = new Map();
    for (const [index, element] of elements.entries()) {
      element.dataset.item ??= element.id || `item ${index}`;
      const name = element.dataset.item;
      if (!items.has(name)) {
        const item = { elements: [], found: null, words: null };
        item.words = () => (item.found ??= item.elements.map(ownWords));
        items.set(name, item);
      }
      items.get(name).elements.push(element);
    }
    return items;
  }

  /* Return what stands around items and nothing else: it goes when they all go. */
  function groupsAround(elements) {
    const groups = new Set();
    for (const element of elements) {
      let group = element.parentElement;
      while (group && group.localName !== "main" && !group.matches(".filterable")) {
        if (group.matches("section, table, ol, ul")) groups.add(group);
        group = group.parentElement;
      }
    }
    return [...groups];
  }

  function fillSubmitters(select, elements) {
    const names = new Set(elements.map((element) => element.dataset.submitter).filter(Boolean));
    for (const name of [...names].sort(new Intl.Collator(root.lang).compare)) {
      select.append(new Option(name, name));
    }
  }

  /* On a narrow screen the cells of a row stand below each other, each under its column's name. */
  function nameColumns() {
    for (const table of document.querySelectorAll("main table")) {
      const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
      if (!names.length) continue;
      for (const body of table.tBodies) {
        for (const row of body.rows) {
          let column = 0;
          for (const cell of row.cells) {
            cell.dataset.column = names[column] ?? "";
            column += cell.colSpan;
          }
        }
      }
    }
  }

  addEventListener("DOMContentLoaded", start);
})();
