"""The fonts that come with the program are the only ones that a book is set in.

Pango asks fontconfig for fonts and crashes if there is none; and with the machine's own
fonts every machine would print another book. So fontconfig gets a configuration of ours
that knows one folder, and a cache folder that can be written wherever HOME points to.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>serif</family><prefer><family>Source Serif 4</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Source Sans 3</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Source Sans 3</family></prefer></alias>
</fontconfig>
"""


@functools.cache
def use_only(folder: Path) -> Path:
    """Make fontconfig know the fonts in *folder* and no others, for the life of this process.

    Call it before WeasyPrint is imported. Returns a folder for temporary files that is removed when
    this process ends. Raises OSError if no temporary folder can be written.
    """
    private = Path(tempfile.mkdtemp(prefix="antragstool-fonts-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    configuration = private / "fonts.conf"
    configuration.write_text(
        _CONFIGURATION.format(fonts=escape(str(folder)), cache=escape(str(private / "cache"))),
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    os.environ.pop("FONTCONFIG_PATH", None)
    os.environ.pop("FONTCONFIG_SYSROOT", None)
    return private
