"""A roster file read, whatever it really is: .xlsx, a text table, or a refusal that names it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fieldapp.errors import Trouble
from fieldapp.roster.limits import MAX_FILE_BYTES, cannot_read
from fieldapp.roster.read_csv import read_csv
from fieldapp.roster.read_xlsx import read_xlsx
from fieldapp.roster.sheets import Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml)", re.IGNORECASE
)
_NOT_TEXT = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"GIF8",
    b"SQLite format 3",
)


def read_table(path: Path, encoding: str | None = None) -> Workbook:
    """Read a roster file; `encoding` overrules what a text table looks like.

    Raises `Refused` with a code of `limits` when the file is something else, too large, locked or
    broken, and `Trouble` when the disk does not give it.
    """
    raw = _read(path)
    if not raw.strip(b"\x00\r\n\t ,;"):
        raise cannot_read("roster-empty")
    sha256 = hashlib.sha256(raw).hexdigest()
    if raw.startswith(_ZIP):
        sheets, marks, findings = read_xlsx(raw)
        return Workbook(path.name, sha256, sheets, marks.is_1904, "", findings)
    _refuse_others(raw, path.suffix.lower())
    sheet, encoding, findings = read_csv(raw, path.stem, encoding)
    return Workbook(path.name, sha256, (sheet,), False, encoding, findings)


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise cannot_read("roster-no-file")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise cannot_read("roster-too-large")
        return path.read_bytes()
    except OSError as error:
        raise Trouble(
            "roster-disk", "文件读不出来，什么都没导入。看看 U 盘还在不在，再试一次。"
        ) from error


def _refuse_others(raw: bytes, suffix: str) -> None:
    if raw.startswith(_OLE):
        raise cannot_read(_ole_code(raw, suffix))
    if _WEB.match(raw[:200]):
        raise cannot_read("roster-html")
    if raw.startswith(_NOT_TEXT):
        raise cannot_read("roster-not-table")
    if suffix in (".xlsx", ".xlsm", ".xls", ".et"):
        raise cannot_read("roster-corrupt")


def _ole_code(raw: bytes, suffix: str) -> str:
    if _ENCRYPTED in raw:
        return "roster-password"
    return "roster-et" if suffix == ".et" else "roster-xls"
