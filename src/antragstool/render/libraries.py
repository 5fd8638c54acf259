"""The system's libraries that WeasyPrint loads: which are missing, and how to get them.

Importing WeasyPrint without them prints a banner on standard output and ends in an
OSError that helps nobody. So they are looked for first, with ``ctypes`` alone. This
module imports nothing but the standard library and the messages: the set-up asks it
before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from antragstool.errors import MachineError, Problem
from antragstool.i18n import _

# The names that WeasyPrint tries, for Linux, macOS and Windows.
_FILES = {
    "gobject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "harfbuzz-subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
}

# Command by the ID or ID_LIKE of /etc/os-release; "%s" is where sudo goes.
_COMMANDS = {
    "debian": (
        "%sapt-get update && %sapt-get install -y --no-install-recommends"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    ),
    "fedora": "%sdnf install -y pango",
    "arch": "%spacman -S --needed pango",
    "suse": "%szypper install -y libpango-1_0-0 libharfbuzz-subset0",
    "alpine": "%sapk add pango so:libharfbuzz-subset.so.0",
}
_FAMILIES = {
    "ubuntu": "debian",
    "rhel": "fedora",
    "centos": "fedora",
    "opensuse": "suse",
    "opensuse-leap": "suse",
    "opensuse-tumbleweed": "suse",
}
_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"


def missing_libraries() -> tuple[str, ...]:
    """Return the names of the libraries that cannot be loaded, in the order WeasyPrint needs them.

    Loads each library that is there; takes some milliseconds.
    """
    _add_dll_folders()
    return tuple(name for name, files in _FILES.items() if not any(map(_loads, files)))


def library_versions() -> tuple[str, ...]:
    """Return the versions of Pango and HarfBuzz, which choose and place each sign of a page."""
    found = []
    for name, function in (
        ("pango", "pango_version_string"),
        ("harfbuzz", "hb_version_string"),
    ):
        library = next(filter(None, map(_loaded, _FILES[name])), None)
        if library is not None:
            ask = library[function]
            ask.restype = ctypes.c_char_p
            found.append(f"{name} {ask().decode()}")
    return tuple(found)


def install_command(os_release: str, *, root: bool, platform: str) -> str:
    """Return the command that installs the libraries, or "" if none is known.

    *os_release* is the text of ``/etc/os-release``, *platform* is ``sys.platform``;
    *root* leaves out sudo.
    """
    if platform == "darwin":
        return "brew install pango"
    if platform == "win32":
        return "pacman -S mingw-w64-ucrt-x86_64-pango"
    for name in _names_of_system(os_release):
        command = _COMMANDS.get(_FAMILIES.get(name, name))
        if command:
            return command.replace("%s", "" if root else "sudo ")
    return ""


def require_libraries() -> None:
    """Check that WeasyPrint can be imported.

    Raises MachineError that names the missing libraries and the command that installs them.
    """
    missing = missing_libraries()
    if not missing:
        return
    message = _("PDFs cannot be made on this machine: it lacks %(libraries)s.") % {
        "libraries": ", ".join(missing)
    }
    raise MachineError(Problem(message, hint=_hint()))


def _hint() -> str:
    root = sys.platform != "win32" and os.geteuid() == 0
    command = install_command(_read_os_release(), root=root, platform=sys.platform)
    if not command:
        return _(
            "Install Pango 1.44 or newer, HarfBuzz with its subset library, and Fontconfig"
            " with this system's package manager."
        )
    if sys.platform == "win32":
        return _(
            "Install MSYS2, run this in its window: %(command)s - and if it is not in its usual"
            " folder, name the folder in WEASYPRINT_DLL_DIRECTORIES."
        ) % {"command": command}
    return _("Run this, or ask a person who has the rights: %(command)s") % {"command": command}


def _names_of_system(os_release: str) -> list[str]:
    """Return the values of ID and then of ID_LIKE, the nearest relative first."""
    fields: dict[str, list[str]] = {}
    for line in os_release.split("\n"):
        key, _equals, value = line.strip().partition("=")
        fields[key] = value.strip("\"'").lower().split()
    return fields.get("ID", []) + fields.get("ID_LIKE", [])


def _read_os_release() -> str:
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            return Path(path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    return ""


def _loads(file: str) -> bool:
    return _loaded(file) is not None


def _loaded(file: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(file)
    except OSError:
        return None


def _add_dll_folders() -> None:
    """Let Windows look where WeasyPrint will look."""
    if sys.platform != "win32":
        return
    for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS).split(";"):
        if Path(folder).is_dir():
            os.add_dll_directory(folder)
