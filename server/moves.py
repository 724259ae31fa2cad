"""What a change does beyond its own scope: a row handed to another grid, and what follows it there.

Every log that is touched gets a fact with the same id and the same body. The scope that the change
names is its home, where it is judged; the facts in the other logs are its legs. They are in all of
these logs or in none (docs/sync.md, moves).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.moving import ROOTS, hanging_on, ties_of_kind
from server.carriage import GRID, Load, brought_rows, carry, effect, gone, later, taken
from server.log import OpenLog, RowKey
from server.logs import Logs
from server.purging import is_marked
from sync.codec import canonical, derived_id
from sync.fitness import Unfit
from sync.merge import Judgement, Row
from sync.protocol import (
    Change,
    ChangeId,
    ChangeKind,
    Estimate,
    RowEffect,
    RowId,
    Verdict,
    Word,
)

MOST_BYTES = 3_000_000
"""What is handed over in one piece; more goes in parts, a building by its units."""
ARRIVALS = "转来的户"
"""Under this name stand the doors of households that came and have no door of this grid yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one change: at home, and in every other log that it reaches."""

    home: Judgement
    legs: Mapping[str, Judgement] = field(default_factory=dict)

    @property
    def is_aside(self) -> bool:
        """Whether it was set aside."""
        return self.home.verdict.word is Word.quarantined


@dataclass(slots=True)
class Mover:
    """Finds where rows are now, and carries them. `home` is the log of the change.

    `is_trusted`: proven or the secretary's, who may take back what another handed over. `brought`
    is what a leg of this very change once brought into a log, as that log's chain proves.
    """

    logs: Logs
    home: OpenLog
    id: ChangeId
    change: Change
    estimate: Estimate
    is_trusted: bool = False
    is_proven: bool = False
    brought: Sequence[RowEffect] = ()

    def destination(self) -> OpenLog | None:
        """Tell which log a change follows its row to; None where it is judged at home."""
        change = self.change
        if self.home.row(change.entity, change.row) is not None:
            return None
        found = self._whereabouts(change.entity, change.row)
        if found is not None or change.kind is not ChangeKind.create:
            return found
        for kind, id_ in self._parents():
            if self.home.row(kind, id_) is None:
                return self._whereabouts(kind, id_)
        return None

    def _parents(self) -> Iterator[tuple[str, RowId]]:
        spec = SCHEMA.entities.get(self.change.entity)
        fields = {name: edit.new for name, edit in self.change.fields.items()}
        for name in ties_of_kind(self.change.entity, fields):
            if spec is None or not isinstance(fields.get(name), str):
                continue
            tie = spec.by_name[name]
            kind = tie.parent or fields.get(tie.parent_by or "")
            if isinstance(kind, str):
                yield kind, RowId(fields[name])

    def _whereabouts(self, kind: str, id_: RowId) -> OpenLog | None:
        """Follow the marks that a row left; a proven change also finds it without them."""
        log, seen = self.home, {str(self.home.head.scope)}
        while log.row(kind, id_) is None and (mark := log.row("moved", id_)) is not None:
            scope = str(mark.fields.get("to"))
            there = None if scope in seen else self.logs.at(scope)
            if there is None:
                return None
            seen.add(scope)
            log = there
        if log is not self.home:
            return log
        return self._anywhere(kind, id_) if self.is_proven else None

    def _anywhere(self, kind: str, id_: RowId) -> OpenLog | None:
        prefix = self.home.head.scope.partition(":")[0] + ":"
        scopes = self.home.scopes_with(kind, id_)
        return next((self.logs.at(one) for one in scopes if one.startswith(prefix)), None)

    def forward(self, there: OpenLog, judged: Judgement) -> Outcome:
        """Put down that a change was judged where its row is now."""
        scope = there.head.scope
        load = self._with_new_member(there)
        told = Verdict(word=Word.forwarded, reason=scope, conflicts=judged.verdict.conflicts)
        arrived = Judgement(judged.verdict, (*load.arriving, *judged.effect))
        return Outcome(Judgement(told, tuple(load.leaving)), {scope: arrived, **load.care})

    def _with_new_member(self, there: OpenLog) -> Load:
        """Take along who becomes a member of a household that is elsewhere, unless tied here."""
        edit = self.change.fields.get("resident_id")
        if self.change.entity != "member" or edit is None:
            return Load()
        key = ("resident", str(edit.new))
        if self.home.row(key[0], RowId(key[1])) is None:
            return Load()
        rows = self.home.everything()
        ties = [row for (kind, _), row in rows.items() if _is_open_tie(kind, row, key[1])]
        return Load() if ties else carry(self.logs, self.home, there, rows, [key])

    def move(self) -> Outcome:
        """Judge a move. Raises `Unfit`."""
        old, new = self._wish()
        there = self.logs.at(GRID + new)
        if there is None:
            raise Unfit("no_such_grid")
        here = self._present(GRID + old)
        if here is there:
            return Outcome(Judgement(Verdict(word=Word.nothing)))
        if here.head.scope != GRID + old:
            return Outcome(Judgement(Verdict(word=Word.nothing, reason="moved_already")))
        if self.home is not here and self.home is not there:
            raise Unfit("bad_edit")
        if self.home is not here and not self._may_take_back():
            raise Unfit("not_author")
        legs = self._legs(here, there, (self.change.entity, str(self.change.row)))
        return Outcome(legs.pop(self.home.head.scope), legs)

    def _wish(self) -> tuple[str, str]:
        change, edit = self.change, self.change.fields.get("grid")
        if change.schema > SCHEMA.version:
            raise Unfit("newer_app")
        if edit is None or len(change.fields) > 1 or edit.add or edit.remove:
            raise Unfit("bad_edit")
        if change.group or change.entity not in ROOTS or not change.scope.startswith(GRID):
            raise Unfit("bad_edit")
        if not isinstance(edit.old, str) or not isinstance(edit.new, str):
            raise Unfit("bad_edit")
        return edit.old, edit.new

    def _present(self, old: str) -> OpenLog:
        """Tell in which log the row is; where that was lost, in the one its author saw it in."""
        entity, row = self.change.entity, self.change.row
        if self.home.row(entity, row) is not None:
            return self.home
        found = self._whereabouts(entity, row)
        if found is None and (entity, str(row)) in brought_rows(self.brought):
            found = self.logs.at(old)
        if found is None:
            raise Unfit("row_missing")
        return found

    def _may_take_back(self) -> bool:
        mark = self.home.row("moved", self.change.row)
        is_own = mark is not None and mark.fields.get("by") == self.change.actor
        return self.is_trusted or self.is_proven or is_own

    def _legs(self, here: OpenLog, there: OpenLog, root: RowKey) -> dict[str, Judgement]:
        rows = self._known(here, there)
        load = carry(self.logs, here, there, rows, hanging_on(_fields(rows), root))
        at: dict[str, object] = {"by": self.change.actor, "at_ms": self.estimate.at_ms}
        told: dict[str, object] = {"from": here.head.scope, "rows": len(load.keys), **at}
        told |= {"on_entity": root[0], "on_row": root[1]}
        mark: dict[str, object] = {"on_entity": root[0], **at}
        if root[0] == "household":
            door = str(rows[root].fields.get("dwelling_id"))
            mark["door"] = door
            told |= self._find_door(there, rows, root, load)
            load.leaving += self._close_door(here, rows, door, load)
        load.arriving += _addressed(rows, load)
        load.leaving.append(effect("moved", root[1], mark))
        load.arriving.append(effect("arrived", derived_id("arrived", self.id), told))
        if len(canonical(load.arriving)) > MOST_BYTES:
            raise Unfit("move_too_large")
        legs = dict(load.care)
        legs[here.head.scope] = taken(load.leaving)
        legs[there.head.scope] = taken(load.arriving)
        return legs

    def _known(self, here: OpenLog, there: OpenLog) -> dict[RowKey, Row]:
        """Give the rows here, and what was brought from here once and is known here no more.

        What was erased by law since is not brought again.
        """
        rows = here.everything()
        for key, brought in brought_rows(self.brought).items():
            if key in rows:
                rows[key] = later(rows[key], brought)
            elif is_marked(here, key) or is_marked(there, key):
                continue
            elif here.row("moved", RowId(key[1])) is None:
                rows[key] = brought
        return rows

    def _find_door(
        self, there: OpenLog, rows: Mapping[RowKey, Row], root: RowKey, load: Load
    ) -> dict[str, str]:
        """Lead a household to the door it had there before, or to a new one with its address."""
        mark = there.row("moved", RowId(root[1]))
        before = str(mark.fields.get("door")) if mark else ""
        if before and there.row("dwelling", RowId(before)) is not None:
            load.arriving.append(effect("household", root[1], {"dwelling_id": before}))
            return {}
        group = derived_id("arrivals", there.head.scope)
        if there.row("village_group", group) is None:
            load.arriving.append(effect("village_group", group, {"name": ARRIVALS}))
        made = derived_id("door", self.id)
        old = str(rows[root].fields.get("dwelling_id"))
        words = {"landmark": _address(rows, old), "village_group_id": group}
        load.arriving.append(effect("dwelling", made, words))
        load.arriving.append(effect("household", root[1], {"dwelling_id": made}))
        return {"door": made}

    def _close_door(
        self, here: OpenLog, rows: Mapping[RowKey, Row], door: str, load: Load
    ) -> list[RowEffect]:
        """Take out a door that was only made for whoever leaves."""
        was_made = any(
            kind == "arrived" and row.fields.get("door") == door for (kind, _), row in rows.items()
        )
        stay = [key for key, row in rows.items() if row.fields.get("dwelling_id") == door]
        is_empty = set(stay) <= set(load.keys)
        there_is = here.row("dwelling", RowId(door)) is not None
        return [gone("dwelling", door)] if was_made and is_empty and there_is else []


def _fields(rows: Mapping[RowKey, Row]) -> dict[RowKey, dict[str, object]]:
    return {key: row.fields for key, row in rows.items()}


def _is_open_tie(kind: str, row: Row, resident: str) -> bool:
    is_open = not row.fields.get("to_on") and not row.fields.get("archived")
    return kind == "member" and is_open and row.fields.get("resident_id") == resident


def _addressed(rows: Mapping[RowKey, Row], load: Load) -> Iterator[RowEffect]:
    """Note on doors that go without their building how they were called where it stands."""
    gone_along = set(load.keys)
    for kind, id_ in load.keys:
        if kind != "dwelling" or rows[kind, id_].fields.get("original_text"):
            continue
        building = _building_of(rows, id_)
        if building and ("building", building) not in gone_along:
            yield effect(kind, id_, {"original_text": _address(rows, id_)})


def _building_of(rows: Mapping[RowKey, Row], door: str) -> str:
    fields = rows["dwelling", door].fields
    unit = rows.get(("unit", str(fields.get("unit_id"))))
    return str(fields.get("building_id") or (unit.fields.get("building_id") if unit else "") or "")


def _address(rows: Mapping[RowKey, Row], dwelling: str) -> str:
    """Spell a door as people of another grid would ask for it."""

    def named(kind: str, id_: object, field_: str, ending: str = "") -> str:
        row = rows.get((kind, str(id_)))
        text = str(row.fields.get(field_) or "") if row else ""
        is_number = text[-1:].isascii() and text[-1:].isalnum()
        return "" if text == NO_UNIT else text + ending if is_number else text

    door = rows.get(("dwelling", dwelling))
    fields = door.fields if door else {}
    building = _building_of(rows, dwelling) if door else ""
    house = rows.get(("building", building))
    parts = [
        named("village_group", fields.get("village_group_id"), "name"),
        named("compound", house.fields.get("compound_id") if house else None, "name"),
        named("building", building, "label", "号楼"),
        named("unit", fields.get("unit_id"), "label", "单元"),
        str(fields.get("room_label") or fields.get("landmark") or ""),
        named("dwelling", dwelling, "door_no", "号"),
    ]
    return "".join(parts)[:200] or "原住处没有记"
