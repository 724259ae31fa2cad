"""The licences of all parts, gathered from what is installed, for the folder that is handed out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from bundling.left_out import UNUSED

ROOT = Path(__file__).resolve().parent.parent
_TEXTS = ("licen", "copying", "notice", "authors")
_COMMON = Path("/usr/share/common-licenses")

NOTICE = """\
fieldapp is licensed under Apache-2.0 (LICENSE). The parts it is packed with keep their own
licences, which lie in this folder under the part's name and version.

Qt {qt} and PySide6 {qt} are used under LGPL-3.0. They are separate libraries in _internal/PySide6,
unchanged but for the data library of ICU, which holds fewer languages; others of the same
interface may be put in their place. Their source is published by The Qt Company. Qt contains ICU
(Unicode-3.0) and further parts, whose notices its own documentation lists.
psycopg is used under LGPL-3.0; psycopg_binary contains libpq (PostgreSQL licence), OpenSSL
(Apache-2.0), MIT Kerberos, OpenLDAP and Cyrus SASL under theirs.
sqlcipher3 contains SQLCipher (BSD-3-Clause) and SQLite (public domain).
Pillow contains libjpeg-turbo, libwebp, libtiff, OpenJPEG, Little CMS and others, named in its
licence.
The program is started by PyInstaller's loader, whose licence lets it go with any program.
No fonts are packed. Those asked for are Noto Sans CJK and BabelStone Han, of the system.
"""


def parts(name: str = "grid-fieldapp") -> list[Distribution]:
    """Give all that this program needs at run time, itself first."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        key = waiting.pop(0)
        if key.lower().replace("_", "-") in UNUSED:
            continue
        try:
            one = distribution(key)
        except PackageNotFoundError:
            continue  # for another system
        if one.metadata["Name"].lower() in found:
            continue
        found[one.metadata["Name"].lower()] = one
        waiting += _wants(one)
    return list(found.values())


def _wants(one: Distribution) -> Iterator[str]:
    for line in one.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": "binary"}):
            yield wanted.name


def gather(folder: Path, packed: list[Distribution]) -> int:
    """Write every licence text into a new folder; gives how many. Raises ValueError."""
    folder.mkdir(parents=True)
    count = 0
    for one in packed:
        for file in one.files or ():
            name = file.name.lower()
            if ".dist-info" in str(file) and name.startswith(_TEXTS) and "sbom" not in str(file):
                label = f"{one.metadata['Name']}-{one.version}.{file.name}"
                (folder / label).write_bytes(file.read_binary())
                count += 1
    for label, path in _others():
        (folder / label).write_bytes(path.read_bytes())
        count += 1
    qt = distribution("PySide6-Essentials").version
    (folder / "NOTICE.txt").write_text(NOTICE.format(qt=qt), encoding="utf-8")
    return count


def _others() -> Iterator[tuple[str, Path]]:
    """Find the texts that no package brings: Python's, Qt's, and the loader's."""
    library = Path(sys.base_prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    for one in (library / "LICENSE.txt", Path(sys.base_prefix, "LICENSE.txt")):
        if one.exists():
            yield "Python.LICENSE.txt", one
            break
    yield "Qt-PySide6.LGPL-3.txt", _lgpl()
    if (_COMMON / "GPL-3").exists():
        yield "Qt-PySide6.GPL-3.txt", _COMMON / "GPL-3"
    for file in distribution("pyinstaller").files or ():
        if file.name == "COPYING.txt":
            yield "PyInstaller.COPYING.txt", Path(str(file.locate()))


def _lgpl() -> Path:
    """Find the text of LGPL-3: the system's, else the copy that psycopg brings."""
    if (_COMMON / "LGPL-3").exists():
        return _COMMON / "LGPL-3"
    for file in distribution("psycopg").files or ():
        if file.name.upper().startswith("LICENSE"):
            return Path(str(file.locate()))
    raise ValueError("the text of LGPL-3 is nowhere on this machine")
