"""One transaction's view of the store: what it writes is shown, and waits in the outbox.

`Unit` is handed to a service on the database thread. `finish` writes the outbox rows; the
caller commits. A row's base image is kept the first time a change waits on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy import Connection

from fieldapp.domain.entities import SCHEMA, SCHEMA_VERSION
from fieldapp.domain.roles import Tie
from fieldapp.errors import Refused
from fieldapp.ids import NewId
from fieldapp.store import derived, outbox, scopes
from fieldapp.store.database import run_one, savepoint
from fieldapp.store.fitting import require_fitting
from fieldapp.store.laying import changed_edits, first_edits, lay_edits, overlays
from fieldapp.store.rows import (
    Key,
    Stored,
    delete_rows,
    keep_base_images,
    read_base_images,
    read_row,
    read_rows,
    scope_query,
    write_rows,
)
from fieldapp.store.schema import LOCAL_SCOPE
from fieldapp.store.ties import KnownTies, require_permission
from sync.clock import Clock
from sync.merge import Row, Stamp, live_elements
from sync.protocol import (
    MAX_GROUP,
    Change,
    ChangeId,
    ChangeKind,
    Edit,
    Group,
    RowId,
    ScopeId,
    Value,
)
from sync.schema import Rule


@dataclass(frozen=True, slots=True)
class Author:
    """Who works on this device: person id and device id."""

    person: str
    device: str


class Unit:
    """Reads and writes of one command; every write becomes a change of the author."""

    def __init__(
        self,
        connection: Connection,
        author: Author,
        clock: Clock,
        make_id: NewId,
        ties: KnownTies | None = None,
    ) -> None:
        self.connection = connection
        self.author = author
        self.now = clock.read()
        self.touched: set[str] = set()
        self.change_ids: list[ChangeId] = []
        self._make_id = make_id
        self._changes: list[Change] = []
        self._rows: set[Key] = set()
        self._act: str | None = None
        self._group: list[Change] | None = None
        self._ties = ties or KnownTies()

    @property
    def now_ms(self) -> int:
        """Wall time of this transaction, in milliseconds."""
        return self.now.wall_ms

    def new_id(self) -> str:
        """Make a row id."""
        return self._make_id(self.now.wall_ms)

    def read(self, kind: str, id_: str) -> dict[str, Value] | None:
        """Read a row's fields as the screen shows them, or None."""
        found = read_row(self.connection, kind, id_)
        return None if found is None else found.row.fields

    def scope_of(self, kind: str, id_: str) -> str:
        """Tell in which scope a row lives. Raises `Refused` when there is no such row."""
        found = run_one(self.connection, scope_query(kind), (id_,)).fetchone()
        if found is None:
            raise _unknown_row()
        return str(found[0])

    def begin_act(self, act: str | None = None) -> str:
        """Tie all further changes together, so that they are listed and undone as one."""
        self._act = act or self.new_id()
        return self._act

    @contextmanager
    def group(self) -> Iterator[None]:
        """Give the changes made inside one fate at the server; they must share a scope."""
        self._group = []
        yield
        members, self._group = self._group, None
        if len(members) > MAX_GROUP or len({one.scope for one in members}) > 1:
            raise ValueError("a group holds at most 100 changes of one scope")
        id_ = self.new_id()
        for index, change in enumerate(members):
            group = Group(id=id_, index=index, size=len(members))
            self._changes.append(msgspec.structs.replace(change, group=group))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Write all of what is written inside, or nothing of it when it raises."""
        before = list(self._changes), set(self._rows), self._group
        try:
            with savepoint(self.connection):
                yield
        except BaseException:
            self._changes, self._rows, self._group = before
            raise

    def create(
        self,
        kind: str,
        scope: str,
        fields: Mapping[str, Value],
        *,
        id_: str | None = None,
        corrects: ChangeId | None = None,
    ) -> str:
        """Create a row and give its id. A field's rule decides how it is written.

        Set fields take `{dot: element}`. Raises `Refused` for values that do not fit.
        """
        if id_ is None and corrects is None:
            row = self.new_id()
            self.create_many(scope, {(kind, row): fields})
            return row
        row = id_ or self.new_id()
        edits = first_edits(kind, fields)
        self._write(ChangeKind.create, kind, scope, row, edits, corrects)
        return row

    def create_many(self, scope: str, rows: Mapping[Key, Mapping[str, Value]]) -> None:
        """Create rows of one scope in one go, at a fraction of the price of one by one.

        Their ids must be new: nothing is looked up.
        """
        laid: dict[Key, Stored] = {}
        scopes.require_held(self.connection, scope)
        for (kind, id_), fields in rows.items():
            edits = first_edits(kind, fields)
            self._wait(ChangeKind.create, kind, scope, id_, edits)
            laid[kind, id_] = Stored(scope, lay_edits(kind, Row(), edits, self._stamp()))
        keep_base_images(self.connection, scope, dict.fromkeys(laid))
        write_rows(self.connection, laid)
        self.touched.update(kind for kind, _ in laid)
        self._rows.update(laid)

    def edit_many(self, change_kind: ChangeKind, edits: Mapping[Key, Mapping[str, Edit]]) -> None:
        """Edit rows that are here in one go, each with one change of the same kind."""
        present = read_rows(self.connection, edits)
        images = read_base_images(self.connection, edits)
        for scope in sorted({stored.scope for stored in present.values()}):
            scopes.require_held(self.connection, scope)
            here = [key for key in edits if key in present and present[key].scope == scope]
            inside = {key: present[key].row for key in here}
            fresh = {key: row for key, row in inside.items() if key not in images}
            keep_base_images(self.connection, scope, fresh)
            for (kind, id_), row in inside.items():
                self._wait(change_kind, kind, scope, id_, dict(edits[kind, id_]))
                laid = lay_edits(kind, row, edits[kind, id_], self._stamp())
                present[kind, id_] = Stored(scope, laid)
        write_rows(self.connection, present)
        self.touched.update(kind for kind, _ in present)
        self._rows.update(present)

    def patch(self, kind: str, id_: str, fields: Mapping[str, Value]) -> bool:
        """Set fields of a row; those that already hold the value are left out."""
        stored = self._stored(kind, id_)
        before = stored.row.fields
        edits = changed_edits(before, fields)
        if not edits:
            return False
        rules = {SCHEMA.entities[kind].by_name[name].rule for name in edits}
        change_kind = ChangeKind.text if rules == {Rule.text} else ChangeKind.patch
        self._write(change_kind, kind, stored.scope, id_, edits)
        return True

    def add_to_set(self, kind: str, id_: str, field: str, elements: Sequence[Value]) -> list[str]:
        """Add elements to a set field, each under a dot of its own; gives the dots."""
        dots = [self.new_id() for _ in elements]
        edit = Edit(add=dict(zip(dots, elements, strict=True)))
        scope = self.scope_of(kind, id_)
        self._write(ChangeKind.tag, kind, scope, id_, {field: edit})
        return dots

    def remove_from_set(self, kind: str, id_: str, field: str, dots: Sequence[str]) -> None:
        """Remove observed dots from a set field; what they stood for is kept, to be undone."""
        live = self.set_elements(kind, id_, field)
        seen = {dot: live[dot] for dot in dots if dot in live}
        scope = self.scope_of(kind, id_)
        edit = Edit(old=seen or None, remove=tuple(dots))
        self._write(ChangeKind.tag, kind, scope, id_, {field: edit})

    def set_elements(self, kind: str, id_: str, field: str) -> dict[str, Value]:
        """Read the live elements of a set field as `{dot: element}`."""
        return live_elements((self.read(kind, id_) or {}).get(field))

    def archive(self, kind: str, id_: str, reason: str) -> None:
        """Take a row out of every list and figure; it stays in history."""
        self._archive(kind, id_, archived=True, reason=reason)

    def bring_back(self, kind: str, id_: str) -> None:
        """Undo `archive`."""
        self._archive(kind, id_, archived=None, reason=None)

    def resolve(self, conflict: str, before: str, after: str, value: Edit | None) -> None:
        """Decide a conflict: its state, and where needed the field, in one change."""
        edits = {"state": Edit(old=before, new=after)}
        if value is not None:
            edits["value"] = value
        scope = self.scope_of("conflict", conflict)
        self._write(ChangeKind.resolve, "conflict", scope, conflict, edits)

    def resend(self, change: Change) -> None:
        """Write a change made elsewhere (a correction, a return) as it stands."""
        edits = dict(change.fields)
        self._write(
            change.kind, change.entity, change.scope, change.row, edits, change.corrects
        )  # fmt: skip

    def write_local(self, kind: str, id_: str, fields: Mapping[str, Value]) -> None:
        """Write a row that never leaves this device (a draft); None removes a value."""
        found = read_row(self.connection, kind, id_)
        before = found.row.fields if found else {}
        merged = {name: value for name, value in {**before, **fields}.items() if value is not None}
        self._store((kind, id_), Stored(LOCAL_SCOPE, Row(merged)))

    def delete_local(self, kind: str, id_: str) -> None:
        """Remove a row that never left this device."""
        if self.scope_of(kind, id_) != LOCAL_SCOPE:
            raise ValueError("only local rows can be deleted")
        delete_rows(self.connection, LOCAL_SCOPE, [(kind, id_)])
        self.touched.add(kind)
        self._rows.add((kind, id_))

    def finish(self) -> None:
        """Append the changes to the outbox and refresh what is derived from the rows."""
        self.change_ids = outbox.append(self.connection, self._changes)
        self._changes = []
        derived.refresh(self.connection, self._rows)
        self._rows = set()

    def _archive(self, kind: str, id_: str, *, archived: bool | None, reason: str | None) -> None:
        stored = self._stored(kind, id_)
        after = {"archived": archived, "archived_reason": reason}
        edits = changed_edits(stored.row.fields, after)
        if edits:
            self._write(ChangeKind.archive, kind, stored.scope, id_, edits)

    def _stored(self, kind: str, id_: str) -> Stored:
        found = read_row(self.connection, kind, id_)
        if found is None:
            raise _unknown_row()
        return found

    def _write(
        self,
        change_kind: ChangeKind,
        kind: str,
        scope: str,
        row: str,
        edits: dict[str, Edit],
        corrects: ChangeId | None = None,
    ) -> None:
        scopes.require_held(self.connection, scope)
        change = self._wait(change_kind, kind, scope, row, edits, corrects)
        for key, effect in overlays(change, partial(self.read, "conflict")).items():
            self._lay(key, scope, effect)

    def _wait(
        self,
        change_kind: ChangeKind,
        kind: str,
        scope: str,
        row: str,
        edits: dict[str, Edit],
        corrects: ChangeId | None = None,
    ) -> Change:
        """Let a change that its author may make wait for the outbox."""
        if change_kind not in (ChangeKind.resolve, ChangeKind.move):
            require_fitting(kind, edits)
        change = Change(
            scope=ScopeId(scope),
            kind=change_kind,
            entity=kind,
            row=RowId(row),
            fields=edits,
            actor=self.author.person,
            device=self.author.device,
            schema=SCHEMA_VERSION,
            time=self.now,
            act=self._act,
            corrects=corrects,
        )
        require_permission(self.connection, self._my_ties(), change)
        (self._changes if self._group is None else self._group).append(change)
        return change

    def _my_ties(self) -> Mapping[str, Tie]:
        return self._ties.of(self.connection, self.author.person, self.now_ms)

    def _lay(self, key: Key, scope: str, edits: Mapping[str, Edit]) -> None:
        found = read_rows(self.connection, [key], scope).get(key)
        if key not in read_base_images(self.connection, [key], scope):
            keep_base_images(self.connection, scope, {key: found.row if found else None})
        row = lay_edits(key[0], found.row if found else Row(), edits, self._stamp())
        self._store(key, Stored(scope, row))

    def _stamp(self) -> Stamp:
        return Stamp(self.author.person, self.author.device, self.now.wall_ms, good=False)

    def _store(self, key: Key, stored: Stored) -> None:
        write_rows(self.connection, {key: stored})
        self.touched.add(key[0])
        self._rows.add(key)


def _unknown_row() -> Refused:
    return Refused("row-unknown", "这一条不在这台平板上。先同步一次再看。", is_input=True)
