"""The shared libraries that wheels and the building system bring into a bundle: what they are, and their licences.

The build ends when a library is in the bundle that no line here knows: somebody has to look what it is first.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

LIBRARIES: Final = (
    (r"libQt6FFmpegStub", "Qt's stand-ins for libraries that FFmpeg looks for", "LGPL-3.0-only"),
    (r"libQt6|Qt6", "Qt", "LGPL-3.0-only"),
    (r"(lib)?(pyside6|shiboken6)", "Qt for Python", "LGPL-3.0-only"),
    (r"(lib)?(av(codec|format|util)|sw(scale|resample))", "FFmpeg, without its GPL parts", "LGPL-2.1-or-later"),
    (r"libicu(data|uc|i18n)", "ICU", "Unicode-3.0"),
    (r"(lib)?heif", "libheif, decoder alone", "LGPL-3.0-or-later"),
    (r"(lib)?de265", "libde265", "LGPL-3.0-or-later"),
    (r"(lib)?pdfium", "PDFium and what it is built from", "BSD-3-Clause AND Apache-2.0"),
    (r"lib(ssl|crypto)", "OpenSSL", "Apache-2.0"),
    (r"(lib)?python3", "Python", "PSF-2.0"),
    (r"libsqlite3", "SQLite", "blessing"),
    (r"libffi", "libffi", "MIT"),
    (r"libexpat", "Expat", "MIT"),
    (r"libbz2", "bzip2", "bzip2-1.0.6"),
    (r"liblzma", "XZ Utils", "0BSD"),
    (r"libz(\.|-)", "zlib", "Zlib"),
    (r"libzstd", "Zstandard", "BSD-3-Clause"),
    (r"libuuid", "libuuid of util-linux", "BSD-3-Clause"),
    (r"libxcb|libX11-xcb|libXau", "X.Org", "MIT"),
    (r"libxkbcommon", "libxkbcommon", "MIT"),
    (r"libbrotli", "Brotli", "MIT"),
    (r"libfreetype", "FreeType", "FTL"),
    (r"libharfbuzz", "HarfBuzz", "MIT"),
    (r"libjpeg", "libjpeg-turbo", "IJG AND BSD-3-Clause"),
    (r"liblcms2", "Little CMS", "MIT"),
    (r"libopenjp2", "OpenJPEG", "BSD-2-Clause"),
    (r"libpng16", "libpng", "libpng-2.0"),
    (r"libtiff", "LibTIFF", "libtiff"),
    (r"lib(webp|sharpyuv)", "WebP", "BSD-3-Clause"),
    (r"vcruntime|msvcp|concrt|ucrtbase|api-ms-|d3dcompiler", "Microsoft's runtime", "Microsoft redistributable"),
    (r"sqlite3\.dll", "SQLite", "blessing"),
)
"""Beginning of a file's name (regular expression), project, SPDX licence."""

INSIDE: Final = {
    "PySide6_Essentials": "Qt holds PCRE2, double-conversion, libjpeg-turbo, libpng, libwebp, libtiff, zlib, FreeType,"
    " HarfBuzz, md4c and easing equations (BSD, MIT, Zlib, FTL, IJG licences)",
    "cryptography": "OpenSSL (Apache-2.0) and Rust crates (MIT OR Apache-2.0)",
    "lxml": "libxml2, libxslt and libexslt (MIT), zlib (Zlib), GNU libiconv (LGPL-2.1-or-later)",
    "sqlcipher3": "SQLCipher (BSD-3-Clause), SQLite (blessing), OpenSSL (Apache-2.0)",
    "zstandard": "Zstandard (BSD-3-Clause)",
    "PyYAML": "libyaml (MIT)",
    "pillow": "Raqm (MIT), and the libraries in pillow.libs",
}
"""Distribution -> what is linked into its extension modules and so has no file of its own."""

EXTENSION: Final = re.compile(r"\.(abi3|cpython-[^.]+|cp\d+-win[^.]*)\.(so|pyd)|\.pyd$")
SHARED: Final = re.compile(r"\.so(\.|$)|\.dll$", re.IGNORECASE)


def described(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """A line for each library of these files, and the names of those that nobody knows."""
    rows, unknown = set(), []
    for name in names:
        found = next((row for row in LIBRARIES if re.match(row[0], name, re.IGNORECASE)), None)
        if found is None:
            unknown.append(name)
        else:
            rows.add(f"library {name}: {found[1]}, {found[2]}")
    return sorted(rows), unknown


def libraries(made: Path) -> list[str]:
    """Names of the shared libraries in a bundle; extension modules belong to their distributions, plug-ins to Qt."""
    files = (path for path in made.rglob("*") if path.is_file() and not path.is_symlink())
    own = (path for path in files if SHARED.search(path.name) and not EXTENSION.search(path.name))
    return sorted({path.name for path in own if "plugins" not in path.parts})
