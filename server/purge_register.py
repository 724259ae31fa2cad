"""The register of erased records: a file beside the database, so that a restored one erases again.

One line of JSON for each erasure in a scope: plain ids, no names. It is written before the
database is, and never shortened.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from fieldapp.errors import Trouble
from sync.codec import BadMessage, canonical, decode
from sync.scrub import Key

FILE = "purged.jsonl"


class Erased(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One erasure in one scope: the record that was named, and the rows that went with it."""

    community: str
    scope: str
    entity: str
    row: str
    rows: tuple[Key, ...]
    at_ms: int


def read_register(folder: Path) -> list[Erased]:
    """Read every erasure; a last line that was torn off is passed over. Raises `Trouble`."""
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _trouble() from error
    whole = [line for line in lines[:-1] if line]
    try:
        return [decode(Erased, line) for line in whole]
    except BadMessage as error:
        raise Trouble(
            "register_damaged",
            "purged.jsonl 有一行读不懂。请从备份里把这个文件放回来，再启动。",
        ) from error


def register(folder: Path, erased: list[Erased]) -> None:
    """Put erasures on record, on the disk when it returns. Raises `Trouble`."""
    if not erased:
        return
    text = b"".join(canonical(one) + b"\n" for one in erased)
    try:
        handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            content = file.read()
            # What a crash tore off was never in the database either.
            file.truncate(content.rfind(b"\n") + 1)
            file.seek(0, os.SEEK_END)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _trouble() from error


def _trouble() -> Trouble:
    return Trouble("register_unreachable", "purged.jsonl 读写不了，什么都没有删。请检查数据目录。")
