"""What a first sync is measured against: the same data downloaded as one zstd SQLite file."""

from __future__ import annotations

import functools
import http.server
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
import zstandard
from sqlalchemy import Connection

from bench.wire import Link, Relay
from fieldapp.queries.dump import DumpQuery
from fieldapp.session import Session
from fieldapp.store.schema import TABLES
from sync.codec import canonical


@dataclass(frozen=True, slots=True)
class Floors:
    """Two packed files in `folder`, served at `relay`; `size` is that of the typed one.

    `typed` is the floor: what arrives can be worked with, as after a sync. The typed tables with
    their indexes, tags and search terms, not encrypted; on the disk with fsync; each table read
    through once. `generic` is one table of JSON texts without any index, left to the page cache
    and counted: nothing could show it, so it is told beside the ratio and not aimed at.
    """

    folder: Path
    relay: Relay
    size: int

    def open_typed(self, link: Link | None = None) -> None:
        """Download and open the typed file."""
        target = self.folder / "opened.db"
        content = self._download("typed.zst", link)
        with target.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with closing(sqlite3.connect(target)) as database:
            for kind in TABLES:
                database.execute(f"SELECT count(extra) FROM {kind}").fetchone()

    def open_generic(self) -> None:
        """Download and open the generic file."""
        target = self.folder / "opened.db"
        target.write_bytes(self._download("generic.zst", None))
        with closing(sqlite3.connect(target)) as database:
            database.execute("SELECT count(*) FROM row").fetchone()

    def _download(self, name: str, link: Link | None) -> bytes:
        self.relay.link = link
        content = requests.get(f"{self.relay.url}/{name}", timeout=60).content
        return zstandard.ZstdDecompressor().decompress(content)


@contextmanager
def floors(session: Session, folder: Path) -> Iterator[Floors]:
    """Write what a session holds as the two files, and serve them."""
    generic = zstandard.ZstdCompressor(level=3).compress(_generic_file(session, folder))
    typed = zstandard.ZstdCompressor(level=3).compress(_typed_file(session, folder))
    (folder / "generic.zst").write_bytes(generic)
    (folder / "typed.zst").write_bytes(typed)
    with _served(folder) as port, Relay(port) as relay:
        yield Floors(folder, relay, len(typed))


def _generic_file(session: Session, folder: Path) -> bytes:
    rows = session.desk.ask(DumpQuery(reveal=True)).result()
    path = folder / "generic.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE row (scope, kind, id PRIMARY KEY, fields) WITHOUT ROWID")
        database.executemany(
            "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)",
            [
                (row["scope"], row["kind"], row["id"], canonical(row["fields"]).decode())
                for row in rows
            ],
        )
    return path.read_bytes()


def _typed_file(session: Session, folder: Path) -> bytes:
    """Copy the tables of records, and what is derived from them, out of the encrypted file."""
    path = folder / "typed.db"
    kept = {*TABLES, "tagged", "search_term"}
    with closing(sqlite3.connect(path, check_same_thread=False)) as database, database:

        def copy(connection: Connection) -> None:
            driver = connection.connection.driver_connection
            assert driver is not None
            schema = "SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
            for name, statement in driver.execute(schema):
                if name in kept:
                    database.execute(statement)
            for name in sorted(kept):
                for row in driver.execute(f"SELECT * FROM {name}"):
                    marks = ", ".join("?" * len(row))
                    database.execute(f"INSERT INTO {name} VALUES ({marks})", row)

        session.thread.run(copy, write=False)
    return path.read_bytes()


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
