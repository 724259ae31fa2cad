"""Backups: every table as JSON lines under zstd, the same from and for both databases.

Line 1 is the header, then for each table a line with its columns and one line for each row, then
an end line with the number of rows and the SHA-256 of all lines before it. The keys are not in
it: without the `server.key` it was made with, a backup cannot be restored. Photographs come last,
each sealed as it lies on the disk.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec
import zstandard
from sqlalchemy import Connection, Table, delete, func, insert, select

from fieldapp.errors import Refused, Trouble
from server import photo_backup
from server.keys import Keys
from server.store import MIGRATIONS, Store
from server.tables import METADATA, SCHEMA_VERSION, SNAPSHOT
from sync.codec import BadMessage, canonical, decode

T = TypeVar("T")

FORMAT = "fieldserver-backup"
VERSION = 1
_BATCH = 500
_LEFT_OUT = (SCHEMA_VERSION, SNAPSHOT)
"""The version stands in the header; snapshots are made anew from the rows."""
TABLES: tuple[Table, ...] = tuple(
    table for table in METADATA.sorted_tables if table not in _LEFT_OUT
)


class Header(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a backup is: its version, its schema, when it was made and with which keys."""

    format: str
    version: int
    schema: int
    made_ms: int
    key: str


class TableLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The start of one table."""

    table: str
    columns: list[str]
    rows: int


class End(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The end: how many rows there were, and the digest of everything before."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """One batch of rows of one table; of photographs where there is no table."""

    table: Table | None
    rows: list[dict[str, Any]]


def write_backup(
    store: Store, keys: Keys, file: Path, now_ms: int, photos: Path | None = None
) -> int:
    """Write one moment of the whole database to a new file, and the photographs of a folder.

    Counts the rows. Raises `Trouble`.
    """
    if file.exists():
        raise Refused("file_exists", "已有同名的文件，请换个名字。", field="file", is_input=True)
    draft = file.with_name(f"{file.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw:
            count = _write(store, keys, raw, now_ms, photos)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    except OSError as error:
        raise Trouble("backup_not_written", "备份写不下去，请检查磁盘空间和权限。") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write(store: Store, keys: Keys, raw: BinaryIO, now_ms: int, photos: Path | None) -> int:
    header = Header(
        format=FORMAT,
        version=VERSION,
        schema=len(MIGRATIONS),
        made_ms=now_ms,
        key=keys.fingerprint(),
    )
    digest, count = hashlib.sha256(), 0
    packer = zstandard.ZstdCompressor(level=6)
    with store.read() as connection, packer.stream_writer(raw, closefd=False) as out:
        pictures = [] if photos is None else _photo_lines(photos)
        for line in chain(_lines(connection, header), pictures):
            digest.update(line)
            out.write(line)
            count += line.startswith(b"[")
        out.write(canonical(End(rows=count, sha256=digest.hexdigest())) + b"\n")
    return count


def _lines(connection: Connection, header: Header) -> Iterator[bytes]:
    yield canonical(header) + b"\n"
    for table in TABLES:
        rows = connection.scalar(select(func.count()).select_from(table)) or 0
        columns = [str(column.name) for column in table.columns]
        yield canonical(TableLine(table=str(table.name), columns=columns, rows=rows)) + b"\n"
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table).order_by(*keys)):
            yield canonical(list(row)) + b"\n"


def _photo_lines(folder: Path) -> Iterator[bytes]:
    # What a receipt in this backup speaks of was on the disk before it was written.
    files = photo_backup.photo_files(folder)
    columns = list(photo_backup.COLUMNS)
    yield canonical(TableLine(table=photo_backup.TABLE, columns=columns, rows=len(files))) + b"\n"
    for row in photo_backup.photo_rows(folder, files):
        yield canonical(row) + b"\n"


def restore_backup(
    store: Store,
    keys: Keys,
    file: Path,
    *,
    replace: bool,
    now_ms: int,
    photos: Path | None = None,
) -> int:
    """Fill an empty database from a backup, or replace all of it; count the rows.

    Photographs go into their folder beside whatever is there: none is ever overwritten by another.

    The whole file is checked before anything is written. Raises `Refused` when the database is
    not empty, `Trouble` when the file is damaged or belongs to other keys.
    """
    header = _check(file)
    if header.key != keys.fingerprint():
        raise Trouble(
            "key_other",
            "这份备份要用它自己的 server.key，什么都没有改。请先把那把 server.key 放进数据目录。",
        )
    store.keep_private()
    store.prepare(now_ms)
    with store.write() as connection:
        _make_room(connection, replace=replace)
        return sum(_insert(connection, one, photos) for one in _contents(file))


def _make_room(connection: Connection, *, replace: bool) -> None:
    tables = (*TABLES, SNAPSHOT)
    used = [one for one in tables if one.name != "setting" and _count(connection, one)]
    if used and not replace:
        raise Refused(
            "database_not_empty", "数据库里已有内容，没有动它。要整个换掉，请加上 --replace。"
        )
    for table in reversed(tables):
        connection.execute(delete(table))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _insert(connection: Connection, content: Content, photos: Path | None) -> int:
    if content.table is not None:
        connection.execute(insert(content.table), content.rows)
    elif photos is not None:
        _put_back(photos, content.rows)
    return len(content.rows)


def _put_back(photos: Path, rows: list[dict[str, Any]]) -> None:
    try:
        for row in rows:
            photo_backup.put_back(photos, row)
    except ValueError as error:
        raise _damaged() from error
    except OSError as error:
        raise Trouble(
            "photo_not_written", "照片写不进数据目录，请检查服务器的磁盘空间和权限。"
        ) from error


def _check(file: Path) -> Header:
    """Read a backup once, to its end, and check its digest and counts."""
    digest, count, header = hashlib.sha256(), 0, None
    with _opened(file) as lines:
        before = b""
        for line in lines:
            if before:
                digest.update(before)
                count += before.startswith(b"[")
            if header is None:
                header = _header(line)
            before = line
        end = _decoded(End, before)
    if header is None or end.rows != count or end.sha256 != digest.hexdigest():
        raise _damaged()
    return header


def _header(line: bytes) -> Header:
    header = _decoded(Header, line)
    if header.format != FORMAT:
        raise _damaged()
    if header.version != VERSION or header.schema > len(MIGRATIONS):
        raise Trouble("backup_newer", "这份备份比这个程序新，请换用新版的 fieldserver。")
    return header


def _contents(file: Path) -> Iterator[Content]:
    by_name: dict[str, Table | None] = {str(table.name): table for table in TABLES}
    by_name[photo_backup.TABLE] = None
    with _opened(file) as lines:
        _header(next(iter(lines)))
        start: TableLine | None = None
        batch: list[dict[str, Any]] = []
        for line in lines:
            if line.startswith(b"["):
                assert start is not None
                row = _decoded(list[Any], line)
                batch.append(dict(zip(start.columns, row, strict=True)))
            if batch and start and (len(batch) == _most(start) or not line.startswith(b"[")):
                yield Content(by_name[start.table], batch)
                batch = []
            if line.startswith(b'{"columns"'):
                start = _decoded(TableLine, line)


def _most(start: TableLine) -> int:
    return 1 if start.table == photo_backup.TABLE else _BATCH


@contextmanager
def _opened(file: Path) -> Iterator[Iterable[bytes]]:
    try:
        with file.open("rb") as raw:
            reader = zstandard.ZstdDecompressor(max_window_size=64 << 20).stream_reader(raw)
            yield io.BufferedReader(reader)
    except FileNotFoundError as error:
        raise Refused("file_missing", "找不到这个文件。", field="file", is_input=True) from error
    except (OSError, zstandard.ZstdError) as error:
        raise _damaged() from error


def _decoded(kind: type[T], line: bytes) -> T:
    try:
        return decode(kind, line)
    except BadMessage as error:
        raise _damaged() from error


def _damaged() -> Trouble:
    return Trouble("backup_damaged", "备份文件不完整或损坏，什么都没有改。请换一份备份。")
