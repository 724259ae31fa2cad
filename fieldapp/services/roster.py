"""Import a roster: what a preview planned, written as ordinary changes under one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldapp.roster.plan import AddToSet, ChangeField, MoveMember, NewRecord, Plan
from fieldapp.services.households import join, settle_left
from fieldapp.services.tags import publish_care
from fieldapp.services.where import care_scope, day, grid_scope
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import MAX_GROUP, Value

SOURCE = "roster"
"""What a tag that came with a roster names as its source."""
_PLACES = ("compound", "village_group", "building", "unit", "dwelling")


@dataclass(frozen=True, slots=True)
class ImportRoster(Command["RosterImported"]):
    """Write the plan of a preview (`roster.preview.Preview.plan`) into a grid."""

    plan: Plan
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class RosterImported:
    """What was written: new records by kind, fields changed, elements added.

    `act` undoes all of it; it is None when the roster held nothing new. `left` counts changes whose
    record reads otherwise by now, `masked` rows that only the responsible worker may write.
    """

    act: str | None
    created: dict[str, int]
    changed: int
    left: int
    masked: int

    @property
    def written(self) -> int:
        """How many records were made or changed."""
        return sum(self.created.values()) + self.changed


@handles(ImportRoster)
def import_roster(unit: Unit, command: ImportRoster) -> RosterImported:
    """Write places, then each household with its people as one group, then what is masked."""
    scope = grid_scope(unit, command.grid)
    if command.plan.is_empty:
        return RosterImported(None, {}, 0, 0, 0)
    act = unit.begin_act()
    writer = _Writer(unit, scope, command.plan)
    writer.write()
    return RosterImported(act, writer.created, writer.changed, writer.left, writer.masked)


class _Writer:
    """Writes one plan; keys of new records become ids as they are needed."""

    def __init__(self, unit: Unit, scope: str, plan: Plan) -> None:
        self._unit, self._scope, self._plan = unit, scope, plan
        self._care_scope = care_scope(unit, scope)
        self._ids = {record.key: unit.new_id() for record in plan.records}
        self.created: dict[str, int] = defaultdict(int)
        self.changed = self.left = self.masked = 0
        self._cared_for: set[str] = set()

    def write(self) -> None:
        """Write everything, in an order in which every link names what is there already."""
        self._create([record for record in self._plan.records if record.kind in _PLACES])
        for steps in _by_household(self._plan):
            for part in _parts(steps):
                with self._unit.group():
                    self._create([step for step in part if isinstance(step, NewRecord)])
                    for step in part:
                        self._write(step)
        self._write_masked(list(_masked(self._plan)))
        for resident in sorted(self._cared_for):
            publish_care(self._unit, resident)

    def _write(self, step: Step) -> None:
        match step:
            case ChangeField():
                self._change(step)
            case AddToSet():
                self._add(step)
            case MoveMember():
                self._move(step)

    def _create(self, records: Sequence[NewRecord]) -> None:
        rows = {(one.kind, self._ids[one.key]): self._fields(one) for one in records}
        self._unit.create_many(self._scope, rows)
        for record in records:
            self.created[record.kind] += 1

    def _fields(self, record: NewRecord) -> dict[str, Value]:
        fields: dict[str, Value] = dict(record.fields)
        fields |= {name: self._id(key) for name, key in record.links.items()}
        for name, elements in record.sets.items():
            if elements:
                shaped = (_element(name, one) for one in elements)
                fields[name] = {self._unit.new_id(): one for one in shaped}
        return fields

    def _change(self, change: ChangeField) -> None:
        now = self._unit.read(change.kind, change.id) or {}
        if change.was is not None and now.get(change.field) != change.was:
            self.left += 1
            return
        value = self._id(change.value) if change.is_link else change.value
        if self._unit.patch(change.kind, change.id, {change.field: value}):
            self.changed += 1

    def _add(self, addition: AddToSet) -> None:
        held = self._unit.set_elements(addition.kind, addition.id, addition.field).values()
        shaped = [_element(addition.field, one) for one in addition.elements]
        lacking = [one for one in shaped if not any(_is_same(one, other) for other in held)]
        if lacking:
            self._unit.add_to_set(addition.kind, addition.id, addition.field, lacking)
            self.changed += 1

    def _move(self, move: MoveMember) -> None:
        unit, on = self._unit, day(self._unit, None)
        old = unit.read("member", move.member_id) or {}
        unit.patch("member", move.member_id, {"to_on": on})
        join(unit, self._id(move.household), move.resident_id, move.relation_code, on)
        settle_left(unit, {old["household_id"]} if old else set())
        self.changed += 1

    def _write_masked(self, steps: Sequence[NewRecord | ChangeField | AddToSet]) -> None:
        if self._care_scope is None:
            self.masked = len(steps)
            return
        rows: dict[tuple[str, str], dict[str, Value]] = {}
        for step in steps:
            if isinstance(step, ChangeField):
                self._change(step)
            elif isinstance(step, AddToSet):
                self._add(step)
                self._cared_for.add(step.id)
            else:
                # A masked row has the id of its resident, so that there is never a second one.
                resident = self._id(step.links["resident_id"])
                rows["care", resident] = self._fields(step)
                if step.sets.get("tags"):
                    self._cared_for.add(resident)
        self._unit.create_many(self._care_scope, rows)
        self.created["care"] += len(rows)

    def _id(self, key: str) -> str:
        return self._ids.get(key, key)


Step = NewRecord | ChangeField | AddToSet | MoveMember


def _by_household(plan: Plan) -> Iterable[Sequence[Step]]:
    """Gather what belongs to one household; what belongs to none is a gathering of its own."""
    gathered: defaultdict[str, list[Step]] = defaultdict(list)
    alone: list[list[Step]] = []
    steps: list[Step] = [*plan.records, *plan.moves, *plan.changes, *plan.additions]
    for step in steps:
        if _kind(step) == "care" or _kind(step) in _PLACES:
            if isinstance(step, ChangeField) and step.kind == "dwelling":
                alone.append([step])
        else:
            gathered[step.together].append(step)
    return [*gathered.values(), *alone]


def _masked(plan: Plan) -> Iterable[NewRecord | ChangeField | AddToSet]:
    steps: list[NewRecord | ChangeField | AddToSet]
    steps = [*plan.records, *plan.changes, *plan.additions]
    return (step for step in steps if step.kind == "care")


def _kind(step: Step) -> str:
    return "member" if isinstance(step, MoveMember) else step.kind


def _parts(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    # A move is up to three changes, everything else one.
    room = MAX_GROUP // 3
    return [steps[i : i + room] for i in range(0, len(steps), room)]


def _element(name: str, one: Value) -> Value:
    return {"code": one, "source": SOURCE} if name == "tags" else one


def _is_same(one: Value, other: Value) -> bool:
    key = "code" if "code" in one else "number"
    return bool(one.get(key) == other.get(key))
