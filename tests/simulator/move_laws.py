"""MOVE: a row is in at least one grid always, in exactly one when quiet, with all it hangs on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fieldapp.domain.entities import SCHEMA
from sync.protocol import Change, Fact, Word
from tests.simulator.chronicle import Chronicle, Rows
from tests.simulator.violation import Law, require

_OF_A_GRID = frozenset(kind for kind, one in SCHEMA.entities.items() if one.scope == "grid")
_OF_CARE = frozenset(kind for kind, one in SCHEMA.entities.items() if one.scope == "care")
_TIES = {
    "member": ("household", "household_id"),
    "promise": ("household", "household_id"),
    "issue": ("household", "household_id"),
    "issue_step": ("issue", "issue_id"),
    "household": ("dwelling", "dwelling_id"),
}
"""By which field a row hangs on another, and of which kind that is."""

_DERIVED = "00000000-"
"""How the id of a door begins that was made for a household which came."""

Key = tuple[str, str]


def is_carriage(fact: Fact, change: Change) -> bool:
    """Tell whether a fact only carries: a move, what went on elsewhere, what goes along masked."""
    is_masked = change.scope.startswith("grid:") and fact.scope.startswith("care:")
    return change.kind == "move" or fact.verdict.word is Word.forwarded or is_masked


@dataclass
class Moves:
    """Watches where rows are."""

    chronicle: Chronicle
    here: frozenset[Key] = frozenset()
    """The rows that some grid had when it was last looked."""
    heads: dict[str, str] = field(default_factory=dict)

    def hear(self, news: list[Fact]) -> None:
        """See that no row is in no grid any more; after a restore it is begun anew."""
        heads = {scope: head.hash for scope, head in self.chronicle.heads.items()}
        if heads == self.heads:
            return
        now = frozenset(key for scope in heads for key in self._rows(scope))
        doors = {str(one.fields.get("door")) for fact in news for one in fact.effect}
        gone = self.here - now - self.chronicle.erased
        lost = {key for key in gone if key[1] not in doors and key not in self._made()}
        goes_on = all(self._continues(scope, hash_) for scope, hash_ in self.heads.items())
        require(Law.move, not (lost and goes_on), lambda: f"in no grid: {sorted(lost)[:3]}")
        self.here, self.heads = now, heads

    def _made(self) -> set[Key]:
        """Doors that were made for who came; they go with whoever goes on."""
        rows = [row for scope in self.heads for row in self._all(scope).items()]
        return {
            ("dwelling", str(fields.get("door"))) for (kind, _), fields in rows if kind == "arrived"
        }

    def _continues(self, scope: str, hash_: str) -> bool:
        log = self.chronicle.logs.get(scope, [])
        return hash_ == self.chronicle.starts[scope] or any(fact.hash == hash_ for fact in log)

    def _all(self, scope: str) -> Rows:
        folded = self.chronicle.fold(scope, self.chronicle.heads[scope].hash)
        assert folded is not None
        return folded.rows

    def _rows(self, scope: str) -> list[Key]:
        kinds = {"grid": _OF_A_GRID, "care": _OF_CARE}.get(scope.partition(":")[0], frozenset())
        return [key for key in self._all(scope) if key[0] in kinds]

    def check_home(self, fact: Fact) -> None:
        """See that what went on to another grid stands in a log there too."""
        if fact.verdict.word is Word.forwarded:
            scope = fact.verdict.reason or ""
            log = self.chronicle.logs.get(scope, [])
            there = any(one.id == fact.id for one in log)
            require(Law.move, there, "forwarded, and not there", fact.scope)

    def check_aside(self, fact: Fact, change: Change | None, rows: Rows) -> None:
        """See that nothing is set aside only because its row is in another grid now."""
        if change is not None and fact.verdict.reason == "row_missing":
            went = ("moved", change.row) in rows and (change.entity, change.row) not in rows
            require(Law.move, not went, "not forwarded to where its row is", fact.scope)

    def _check_marks(self, present: set[str]) -> None:
        """See that what a grid says went elsewhere is somewhere, but doors made on the way."""
        erased = {id_ for _, id_ in self.chronicle.erased}
        for scope in self.chronicle.heads:
            went = {id_ for kind, id_ in self._all(scope) if kind == "moved"}
            nowhere = sorted(went - present - erased)
            lost = [id_ for id_ in nowhere if not id_.startswith(_DERIVED)]
            require(Law.move, not lost, f"went to no grid: {lost[:3]}", scope)

    def check_quiet(self) -> None:
        """See that every row is in one grid, and what it hangs on beside it."""
        places: Counter[Key] = Counter()
        for scope in self.chronicle.heads:
            places.update(self._rows(scope))
        twice = sorted(key for key, count in places.items() if count > 1)
        require(Law.move, not twice, lambda: f"in two grids: {twice[:3]}")
        self._check_marks({key[1] for key in places})
        for scope in self.chronicle.heads:
            rows = self._all(scope)
            for (kind, id_), fields in rows.items():
                parent, by = _TIES.get(kind, ("", ""))
                up = (parent, str(fields.get(by)))
                parted = bool(parent) and up not in rows and up in places
                told = f"{kind} {id_} is apart from its {parent}"
                require(Law.move, not parted, told, scope)
