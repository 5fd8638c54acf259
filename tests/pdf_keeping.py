"""Whether a PDF can be kept: PDF/A-3u, its metadata and its attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf

from tests.pdf_structure import Structure, key, within

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
# The schemas whose properties PDF/A knows without being told.
_KNOWN = (
    _RDF,
    _PDFA,
    _DC,
    _EXTENSION,
    "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/xap/1.0/mm/}",
    "{http://ns.adobe.com/pdf/1.3/}",
)
_RELATIONSHIPS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
_FORBIDDEN_KEYS = {"/AA", "/JS", "/JavaScript", "/OpenAction", "/NeedsRendering", "/Requirements"}
_LONGEST_STRING = 32767
_LONGEST_NAME = 127
_DEEPEST_STATES = 28


def keeping_problems(structure: Structure) -> Iterator[str]:
    """Yield what keeps a PDF from being PDF/A-3u and PDF/UA-1 at once."""
    pdf = structure.pdf
    yield from _file(pdf)
    yield from _metadata(pdf)
    yield from _intent(pdf)
    yield from _attachments(pdf)
    yield from _objects(pdf)
    for number, page in enumerate(structure.pages, 1):
        if page.depth > _DEEPEST_STATES:
            yield f"page {number}: graphics states are {page.depth} deep"
        for annotation in pdf.pages[number - 1].get("/Annots", []):
            flags = int(annotation.get("/F", 0))
            if flags & 0b100011 or not flags & 0b100:
                yield f"page {number}: an annotation is not printed, or hidden"


def _file(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "the file is encrypted"
    if pdf.pdf_version != "1.7":
        yield f"the file is PDF {pdf.pdf_version}, not 1.7"
    if "/ID" not in pdf.trailer:
        yield "the file has no identifier"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "there is no metadata (XMP)"
        return
    packet = pdf.Root.Metadata.read_bytes()
    root = ET.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet, flags=re.DOTALL).strip())
    facts: dict[str, str] = {}
    for described in root.iter(f"{_RDF}Description"):
        facts.update(described.attrib)
        facts.update({each.tag: "".join(each.itertext()).strip() for each in described})
    wanted = {f"{_PDFA}part": "3", f"{_PDFA}conformance": "U", f"{_PDFUA}part": "1"}
    for name, value in wanted.items():
        if facts.get(name) != value:
            yield f"the metadata says {name} {facts.get(name)!r}, not {value!r}"
    if facts.get(f"{_DC}title", "") != str(pdf.docinfo.get("/Title", "")):
        yield "the metadata has another title than the document"
    described_schemas = {
        "".join(each.itertext()).strip() for each in root.iter(f"{_SCHEMA}namespaceURI")
    }
    described_names = {"".join(each.itertext()).strip() for each in root.iter(f"{_PROPERTY}name")}
    for name in facts:
        namespace, _brace, local = name.partition("}")
        if f"{namespace}}}" in _KNOWN or not namespace.startswith("{"):
            continue
        if f"{namespace}}}" in (_SCHEMA, _PROPERTY):
            continue
        if namespace[1:] not in described_schemas or local not in described_names:
            yield f"no extension schema describes {name}"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    found = [each for each in intents if each.get("/S") == "/GTS_PDFA1"]
    if len(found) != 1:
        yield f"there are {len(found)} output intents for PDF/A, not one"
    for each in found:
        if "/DestOutputProfile" not in each:
            yield "the output intent has no colour profile"
        elif b"acsp" not in each.DestOutputProfile.read_bytes()[:128]:
            yield "the colour profile is none"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = within(pdf.Root, "/Names").get("/EmbeddedFiles")
    listed = _name_tree(tree) if tree is not None else []
    names = [name for name, _file in listed]
    if names != sorted(names) or len(set(names)) != len(names):
        yield "the names of the attachments are not in order"
    associated = [key(each) for each in pdf.Root.get("/AF", [])]
    if len(set(associated)) != len(associated):
        yield "an attachment is named twice (AF)"
    if set(associated) != {key(file) for _name, file in listed}:
        yield "not every attachment is associated with the document (AF)"
    for name, file in listed:
        shown = f"the attachment “{name.decode('latin-1')}”"
        if str(file.get("/F", "")) != str(file.get("/UF", "")) or not str(file.get("/F", "")):
            yield f"{shown} does not have its name twice (F, UF)"
        if str(file.get("/AFRelationship", "")) not in _RELATIONSHIPS:
            yield f"{shown} does not say what it is to the document"
        stream = file.EF.F
        if "/Subtype" not in stream:
            yield f"{shown} has no media type"
        params = within(stream, "/Params")
        if "/ModDate" not in params:
            yield f"{shown} has no date"
        if int(params.get("/Size", -1)) != len(stream.read_bytes()):
            yield f"{shown} has another size than it says"


def _name_tree(node: Any) -> list[tuple[bytes, Any]]:
    listed = list(node.get("/Names", []))
    found = [(bytes(name), file) for name, file in zip(listed[::2], listed[1::2], strict=True)]
    for kid in node.get("/Kids", []):
        found += _name_tree(kid)
    return found


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            if "/F" in thing.stream_dict:
                yield "a stream lies outside of the file"
            if thing.get("/Subtype") == "/Image" and thing.get("/Interpolate"):
                yield "a picture is smoothed by whoever shows it (Interpolate)"
            if "/LZWDecode" in repr(thing.get("/Filter", "")):
                yield "a stream is packed with LZW"
            yield from _values(thing.stream_dict)
        else:
            yield from _values(thing)


def _values(thing: Any) -> Iterator[str]:
    """Yield what is wrong with the values in one object, not following references."""
    stack = [thing]
    while stack:
        value = stack.pop()
        if isinstance(value, pikepdf.Dictionary):
            for name, each in value.items():
                if name in _FORBIDDEN_KEYS:
                    yield f"something happens by itself ({name})"
                if len(name) > _LONGEST_NAME:
                    yield f"a name is longer than {_LONGEST_NAME} characters"
                if not getattr(each, "is_indirect", False):
                    stack.append(each)
            if value.get("/S") in ("/JavaScript", "/Launch", "/Sound", "/Movie"):
                yield f"an action is not allowed: {value.S}"
        elif isinstance(value, pikepdf.Array):
            stack += [each for each in value if not getattr(each, "is_indirect", False)]
        elif isinstance(value, pikepdf.String) and len(bytes(value)) > _LONGEST_STRING:
            yield f"a text has {len(bytes(value))} bytes, more than {_LONGEST_STRING}"
