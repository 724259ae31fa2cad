"""Forgets records that were erased by law: the words go wherever this device keeps them.

The fact of the erasure names the rows, in a snapshot their marks do. What still waits about them
keeps its place in the stream and its id and loses its words; the server then tells its author.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.domain.purge import has_words_about, keys_named, scrubbed
from fieldapp.store.aside import FOLDER
from fieldapp.store.fold import Fold
from fieldapp.store.kept import keep, kept
from fieldapp.store.outbox import Pending, pending
from fieldapp.store.schema import TABLES, aside, covered, note_kept, outbox, photo_file, tail
from fieldapp.store.worker import DatabaseThread
from sync.codec import canonical, decode
from sync.protocol import Change, Fact
from sync.scrub import Key, envelope, marks_in
from sync.snapshot import Snapshot

_DUE = "sweep_due"


def erased_by(facts: Iterable[Fact]) -> set[Key]:
    """List the rows that facts mark as erased."""
    return {key for fact in facts for key in marks_in(fact.effect)}


def erased_in(snapshot: Snapshot) -> set[Key]:
    """List the rows that a snapshot has marks of."""
    return {
        (str(fields["on_entity"]), str(fields["on_row"]))
        for table in snapshot.tables
        if table.kind == "purged"
        for (_, _, fields), _ in table.lines
        if not fields.get("is_grown")
    }


def forget(connection: Connection, work: Fold, scope: str, gone: Collection[Key]) -> None:
    """Take the words about these rows out of everything but the rows, which `work` writes."""
    if not gone:
        return
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    _let_photos_go(connection, scope, gone)
    gone = _empty_outbox(connection, work, scope, gone)
    _empty_tail(connection, scope, gone)
    _empty_covered(connection, scope, gone)
    _thin_aside(connection, scope, gone)
    _drop_half_typed(connection, gone)
    keep(connection, _DUE, True)


def sweep_if_due(thread: DatabaseThread) -> None:
    """Write the file anew where it may still hold, unreachable, what was erased.

    The copy that was put aside before an update goes: it holds the words, too. Where there is no
    room for that now, it stays due.
    """
    if thread.run(lambda connection: bool(kept(connection, _DUE)), write=False):
        thread.run(_sweep, write=True, gives_way=True)


def _sweep(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    # A file cannot be written anew inside a transaction; the thread's own is empty.
    driver.execute("COMMIT")
    try:
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute("PRAGMA secure_delete = OFF").fetchall()
    except sqlcipher.Error:
        return
    finally:
        driver.execute("BEGIN IMMEDIATE")
    _let_copy_go(driver)
    keep(connection, _DUE, None)


def _let_copy_go(driver: Any) -> None:
    file = str(driver.execute("PRAGMA database_list").fetchone()[2])
    if file:
        shutil.rmtree(Path(file).parent / FOLDER, ignore_errors=True)


def _empty_outbox(
    connection: Connection, work: Fold, scope: str, gone: Collection[Key]
) -> set[Key]:
    """Empty what waits about these rows; give them and the new rows that hang on them."""
    waiting = pending(connection, scope)
    changes = {entry.id: entry.change() for entry in waiting}
    grown = _with_new_ones(changes.values(), set(gone))
    about = [entry for entry in waiting if not keys_named(changes[entry.id]).isdisjoint(grown)]
    work.touch(about)
    for entry in about:
        _empty(connection, entry, changes[entry.id], gone)
    return grown


def _with_new_ones(changes: Iterable[Change], gone: set[Key]) -> set[Key]:
    # In the order in which they were made: parents come before what hangs on them.
    for change in changes:
        if not keys_named(change).isdisjoint(gone):
            gone.add((change.entity, str(change.row)))
    return gone


def _empty(connection: Connection, entry: Pending, change: Change, gone: Collection[Key]) -> None:
    """Leave of a change that it was about an erased row."""
    about = next(iter(sorted(keys_named(change).intersection(gone))), min(gone))
    bare = envelope(change, about)
    values = {"body": canonical(bare).decode(), "entity": bare.entity, "row": bare.row}
    connection.execute(update(outbox).where(outbox.c.change_id == entry.id).values(values))


def _empty_tail(connection: Connection, scope: str, gone: Collection[Key]) -> None:
    named = _naming(gone)
    query = select(tail.c.position, tail.c.wire).where(tail.c.scope == scope)
    for position, wire in connection.execute(query).all():
        if named.search(wire):
            fact = decode(Fact, wire.encode())
            if has_words_about(fact, gone):
                bare = canonical(scrubbed(fact, gone)).decode()
                connection.execute(
                    update(tail).where(tail.c.position == position).values(wire=bare)
                )


def _empty_covered(connection: Connection, scope: str, gone: Collection[Key]) -> None:
    query = select(covered.c.change_id, covered.c.body).where(covered.c.scope == scope)
    for id_, body in connection.execute(query).all():
        change = decode(Change, body.encode())
        about = sorted(keys_named(change).intersection(gone))
        if about:
            bare = canonical(envelope(change, about[0])).decode()
            connection.execute(update(covered).where(covered.c.change_id == id_).values(body=bare))


def _thin_aside(connection: Connection, scope: str, gone: Collection[Key]) -> None:
    """Take the rows out of those that were kept when a snapshot replaced them."""
    query = select(aside.c.at_ms, aside.c.rows).where(aside.c.scope == scope)
    for at_ms, text in connection.execute(query).all():
        rows = json.loads(text)
        left = [row for row in rows if (row[0], row[1]) not in gone]
        if len(left) < len(rows):
            here = (aside.c.scope == scope, aside.c.at_ms == at_ms)
            values = {"rows": canonical(left).decode()}
            connection.execute(update(aside).where(*here).values(values))


def _drop_half_typed(connection: Connection, gone: Collection[Key]) -> None:
    named = _naming(gone)
    keys = connection.execute(select(note_kept.c.key)).scalars().all()
    held = [key for key in keys if key.startswith("text:") and named.search(key)]
    connection.execute(delete(note_kept).where(note_kept.c.key.in_(held)))


def _let_photos_go(connection: Connection, scope: str, gone: Collection[Key]) -> None:
    """Let the pictures be thrown away with the next tidying; their rows go now."""
    photo = TABLES["photo"]
    ids = sorted(id_ for kind, id_ in gone if kind == "photo")
    names = select(photo.c.sha256).where(photo.c.scope == scope, photo.c.id.in_(ids))
    connection.execute(update(photo_file).where(photo_file.c.name.in_(names)).values(kept_ms=0))


def _naming(gone: Collection[Key]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(id_) for _, id_ in sorted(gone)))
