"""Forgets records that were erased by law: the words go wherever this device keeps them.

The fact of the erasure names the rows, in a snapshot their marks do. What still waits about them
keeps its place in the stream and its id and loses its words; the server then tells its author.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, select, update

from fieldapp.domain.purge import has_words_about, keys_named, scrubbed
from fieldapp.store import left_photos
from fieldapp.store.fold import Fold
from fieldapp.store.outbox import Pending, pending
from fieldapp.store.schema import TABLES, aside, covered, note_kept, outbox, tail
from fieldapp.store.sweeping import owe_sweep
from sync.codec import canonical, decode
from sync.protocol import Change, Fact, Value
from sync.scrub import Key, envelope, marks_in
from sync.snapshot import Snapshot


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
    gone = _empty_outbox(connection, work, scope, gone)
    photos = _photos(connection, scope, gone)
    photos |= _empty_tail(connection, scope, gone)
    _empty_covered(connection, scope, gone)
    photos |= _thin_aside(connection, scope, gone)
    photos |= left_photos.drop(connection, [id_ for kind, id_ in gone if kind == "photo"])
    _drop_half_typed(connection, gone)
    owe_sweep(connection, photos)


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


def _empty_tail(connection: Connection, scope: str, gone: Collection[Key]) -> set[str]:
    """Take the words out of facts; name the pictures they tell of, wherever their rows are now."""
    named, photos = _naming(gone), set[str]()
    query = select(tail.c.position, tail.c.wire).where(tail.c.scope == scope)
    for position, wire in connection.execute(query).all():
        if named.search(wire):
            fact = decode(Fact, wire.encode())
            if has_words_about(fact, gone):
                rows = [(one.entity, str(one.row), one.fields) for one in fact.effect]
                photos |= _pictures(rows, gone)
                bare = canonical(scrubbed(fact, gone)).decode()
                connection.execute(
                    update(tail).where(tail.c.position == position).values(wire=bare)
                )
    return photos


def _empty_covered(connection: Connection, scope: str, gone: Collection[Key]) -> None:
    query = select(covered.c.change_id, covered.c.body).where(covered.c.scope == scope)
    for id_, body in connection.execute(query).all():
        change = decode(Change, body.encode())
        about = sorted(keys_named(change).intersection(gone))
        if about:
            bare = canonical(envelope(change, about[0])).decode()
            connection.execute(update(covered).where(covered.c.change_id == id_).values(body=bare))


def _thin_aside(connection: Connection, scope: str, gone: Collection[Key]) -> set[str]:
    """Take the rows out of those that were kept when a snapshot replaced them; name pictures."""
    photos = set[str]()
    query = select(aside.c.at_ms, aside.c.rows).where(aside.c.scope == scope)
    for at_ms, text in connection.execute(query).all():
        rows = json.loads(text)
        left = [row for row in rows if (row[0], row[1]) not in gone]
        if len(left) < len(rows):
            photos |= _pictures([row[:3] for row in rows], gone)
            here = (aside.c.scope == scope, aside.c.at_ms == at_ms)
            values = {"rows": canonical(left).decode()}
            connection.execute(update(aside).where(*here).values(values))
    return photos


def _pictures(
    rows: Iterable[tuple[str, str, Mapping[str, Value]]], gone: Collection[Key]
) -> set[str]:
    return {
        str(fields["sha256"])
        for kind, id_, fields in rows
        if kind == "photo" and (kind, id_) in gone and fields.get("sha256")
    }


def _drop_half_typed(connection: Connection, gone: Collection[Key]) -> None:
    """Drop what was half typed about these rows, or at a door or home of theirs."""
    named = re.compile("|".join(map(re.escape, sorted(_places_of(connection, gone)))))
    found = connection.execute(select(note_kept.c.key, note_kept.c.value)).all()
    texts = [(key, f"{key} {value}") for key, value in found if key.startswith("text:")]
    held = [key for key, text in texts if named.search(text)]
    connection.execute(delete(note_kept).where(note_kept.c.key.in_(held)))


def _places_of(connection: Connection, gone: Collection[Key]) -> set[str]:
    """Name these rows, the homes of these people and the doors of these homes."""
    member, household = TABLES["member"].c, TABLES["household"].c
    ids = {id_ for _, id_ in gone}
    homes = select(member.household_id).where(member.resident_id.in_(ids) | member.id.in_(ids))
    ids |= set(connection.execute(homes).scalars())
    doors = select(household.dwelling_id).where(household.id.in_(ids))
    return {str(id_) for id_ in ids | set(connection.execute(doors).scalars()) if id_}


def _photos(connection: Connection, scope: str, gone: Collection[Key]) -> set[str]:
    """Name the pictures that go; their rows are still there, and go with this transaction."""
    photo = TABLES["photo"]
    ids = sorted(id_ for kind, id_ in gone if kind == "photo")
    names = select(photo.c.sha256).where(photo.c.scope == scope, photo.c.id.in_(ids))
    return {str(name) for name in connection.execute(names).scalars()}


def _naming(gone: Collection[Key]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(id_) for _, id_ in sorted(gone)))
