"""Erases a record by law: from the rows, the log, the snapshots and the photographs (docs/sync.md).

Everything that an erasure does inside one scope is the effect of one fact. The register beside the
database makes a restored one do it again before it serves anybody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, select

from fieldapp.domain.purge import PURGEABLE
from fieldapp.domain.roles import SERVER_ACTOR
from fieldapp.errors import Refused
from server.audit import Entry, note
from server.doctor import Finding
from server.erasing import write_erasure
from server.left_photos import photo_in
from server.log import Head, OpenLog, read_head, within
from server.photos import Photo
from server.purge_reach import Home, find_reach
from server.purge_register import Erased, read_register, register
from server.purging import is_marked, what_goes
from server.scrubbing import facts_about
from server.service import Service
from server.sweep_due import Picture, owe_sweep
from server.sweeping import sweep
from server.tables import HEAD, ROW, SNAPSHOT
from sync.scrub import Key, mark_id


@dataclass(slots=True)
class Erasure:
    """What an erasure takes: rows by kind, facts that lose their words, photographs.

    `mentions` counts rows of others, by kind, in which the name stands: they are left as they are.
    """

    scopes: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    facts: int = 0
    photos: list[Photo] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    is_swept: bool = False

    @property
    def pictures(self) -> set[Picture]:
        """Name the pictures wherever their rows were."""
        return {(scope, one.name) for one in self.photos for scope in (one.scope, *self.scopes)}


class _OnlyLooked(Exception):
    """Takes everything back that a preview did."""


def preview(service: Service, key: Key) -> Erasure:
    """Count what an erasure would take; nothing is changed. Raises `Refused`."""
    done = Erasure()
    with suppress(_OnlyLooked), service.store.write() as connection:
        done, _ = _erase(service, connection, key, "")
        raise _OnlyLooked
    return done


def purge(service: Service, key: Key, reason: str) -> Erasure:
    """Erase a record and all that is only about it. Raises `Refused`; again is only sweeping."""
    with service.store.write() as connection:
        if _is_erased(connection, key):
            done = Erasure()
        else:
            done, erased = _erase(service, connection, key, reason)
            register(service.folder, erased)
        owe_sweep(connection, done.pictures)
    done.is_swept = sweep(service)
    return done


def erase_again(service: Service) -> int:
    """Bring database and register together after a restore; count the erasures done again."""
    known = read_register(service.folder)
    with service.store.write() as connection:
        due = [
            one for one in known if read_head(connection, one.scope) and _is_due(connection, one)
        ]
        done = Erasure()
        for one in due:
            _erase_in(service, connection, one.scope, one, done)
        missing = list(_unregistered(connection, known))
        register(service.folder, missing)
        if due:
            owe_sweep(connection, done.pictures)
    if due:
        sweep(service)
    return len(due)


@dataclass(frozen=True, slots=True)
class ErasureCheckup:
    """How many marks there are, and where they and the register do not agree."""

    marks: int
    findings: list[Finding]


def examine_erasures(service: Service) -> ErasureCheckup:
    """Compare the marks in the database with the register beside it. Raises `Trouble`."""
    known = read_register(service.folder)
    named = {(one.scope, *key) for one in known for key in one.rows}
    with service.store.read() as connection:
        marks = list(_marks(connection))
        heads = set(connection.scalars(select(HEAD.c.scope)))
    every = {(scope, *key) for scope, key, _ in marks}
    made = {(scope, *key) for scope, key, is_grown in marks if not is_grown}
    lost = sorted(one for one in named - every if one[0] in heads)
    findings = [Finding(scope, "not_erased", f"{kind} {id_}") for scope, kind, id_ in lost]
    for scope, kind, id_ in sorted(made - named):
        findings.append(Finding(scope, "erasure_not_registered", f"{kind} {id_}"))
    return ErasureCheckup(len(marks), findings)


def _erase(
    service: Service, connection: Connection, key: Key, reason: str
) -> tuple[Erasure, list[Erased]]:
    if key[0] not in PURGEABLE:
        raise Refused(
            "bad_kind",
            "只能删 resident（居民）、household（户）、visit（敲门）、diary_entry（日记）。",
            field="kind",
            is_input=True,
        )
    home = _home(connection, key)
    done, erased = Erasure(), []
    done.mentions = _mentions(connection, home, key)

    def open_log(scope: str) -> OpenLog:
        head = read_head(connection, scope, locked=True)
        assert head is not None
        return OpenLog(connection, service.keys, head, SERVER_ACTOR, service.clock())

    reached = find_reach(connection, open_log, home, key)
    for scope, rows in sorted(reached.items()):
        about = ("care", key[1]) if scope.startswith("care:") else key
        first = about if about in rows else min(rows)
        wanted = Erased(
            community=home.community,
            scope=scope,
            entity=first[0],
            row=first[1],
            rows=tuple(sorted(rows)),
            at_ms=service.clock(),
        )
        erased.append(_erase_in(service, connection, scope, wanted, done))
    detail = {
        "kind": key[0],
        "row": key[1],
        "reason": reason,
        "rows": done.rows.total(),
        "facts": done.facts,
    }
    who = (home.community, SERVER_ACTOR, SERVER_ACTOR)
    note(connection, Entry(*who, "purged", service.clock(), home.scope, detail))
    return done, erased


def _erase_in(
    service: Service, connection: Connection, scope: str, wanted: Erased, done: Erasure
) -> Erased:
    """Write the fact of an erasure into one scope's log, with all that it does."""
    head = read_head(connection, scope, locked=True)
    assert head is not None
    now_ms = service.clock()
    log = OpenLog(connection, service.keys, head, SERVER_ACTOR, now_ms)
    gone, _ = what_goes(log, {(wanted.entity, wanted.row), *wanted.rows})
    present = _present(connection, head, gone)
    done.photos += _photos(connection, head, gone)
    done.facts += sum(1 for _ in facts_about(connection, (head.community, head.scope), gone))
    done.scopes.append(scope)
    done.rows.update(kind for kind, _ in present)
    for one in dict.fromkeys([(wanted.entity, wanted.row), *wanted.rows]):
        if not is_marked(log, one):
            write_erasure(log, one, now_ms)
    log.flush()
    connection.execute(delete(SNAPSHOT).where(*within(SNAPSHOT, head)))
    return Erased(
        community=head.community,
        scope=scope,
        entity=wanted.entity,
        row=wanted.row,
        rows=tuple(sorted(gone | set(wanted.rows))),
        at_ms=now_ms,
    )


def _home(connection: Connection, key: Key) -> Home:
    query = select(ROW.c.community_id, ROW.c.scope, ROW.c.fields)
    found = connection.execute(query.where(ROW.c.kind == key[0], ROW.c.id == key[1])).first()
    if found is None:
        raise Refused("row_unknown", "没有这一条，或者已经删过了。", field="id", is_input=True)
    return Home(found.community_id, found.scope, str(json.loads(found.fields).get("name") or ""))


def _is_erased(connection: Connection, key: Key) -> bool:
    rows = select(ROW.c.scope).where(ROW.c.kind == key[0], ROW.c.id == key[1])
    marks = select(ROW.c.scope).where(ROW.c.kind == "purged", ROW.c.id == mark_id(key))
    return not connection.execute(rows).first() and bool(connection.execute(marks).first())


def _is_due(connection: Connection, one: Erased) -> bool:
    marks = select(ROW.c.id).where(
        ROW.c.community_id == one.community, ROW.c.scope == one.scope, ROW.c.kind == "purged"
    )
    present = set(connection.scalars(marks))
    return not {mark_id((one.entity, one.row)), *map(mark_id, one.rows)} <= present


def _present(connection: Connection, head: Head, gone: set[Key]) -> set[Key]:
    query = select(ROW.c.kind, ROW.c.id).where(*within(ROW, head))
    there = {(kind, id_) for kind, id_ in connection.execute(query)}
    return there & gone


def _photos(connection: Connection, head: Head, gone: set[Key]) -> list[Photo]:
    """List the photographs that go, also of changes that were set aside."""
    kinds = ROW.c.kind.in_(("photo", "quarantine"))
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields).where(*within(ROW, head), kinds)
    rows = {(kind, id_): json.loads(text) for kind, id_, text in connection.execute(query)}
    found = []
    for (kind, id_), fields in rows.items():
        if (kind, id_) in gone:
            named = [(id_, fields["sha256"])] if kind == "photo" else photo_in(fields)
            found += [Photo(head.scope, row, name, 0) for row, name in named]
    return found


def _mentions(connection: Connection, home: Home, key: Key) -> Counter[str]:
    """Count the rows of the community in which the name stands, but for the record itself."""
    if key[0] != "resident" or not home.name:
        return Counter()
    named = ROW.c.fields.contains(home.name, autoescape=True)
    query = select(ROW.c.kind).where(
        ROW.c.community_id == home.community, named, ROW.c.id != key[1]
    )
    return Counter(connection.scalars(query))


def _marks(connection: Connection) -> Iterable[tuple[str, Key, bool]]:
    query = select(ROW.c.scope, ROW.c.fields).where(ROW.c.kind == "purged")
    for scope, text in connection.execute(query):
        fields = json.loads(text)
        yield scope, (fields["on_entity"], fields["on_row"]), bool(fields.get("is_grown"))


def _unregistered(connection: Connection, known: Iterable[Erased]) -> Iterable[Erased]:
    """List what marks tell and the register does not: it may have been lost with its folder."""
    named = {(one.scope, *key) for one in known for key in one.rows}
    query = select(ROW.c.community_id, ROW.c.scope, ROW.c.fields).where(ROW.c.kind == "purged")
    for community, scope, text in connection.execute(query).all():
        fields: Mapping[str, object] = json.loads(text)
        key = (str(fields["on_entity"]), str(fields["on_row"]))
        if not fields.get("is_grown") and (scope, *key) not in named:
            yield Erased(
                community=community,
                scope=scope,
                entity=key[0],
                row=key[1],
                rows=(key,),
                at_ms=int(str(fields.get("at_ms") or 0)),
            )
