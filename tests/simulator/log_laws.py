"""What must hold of every fact that the server writes, by a judgement of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec

from sync.codec import BadMessage, canonical, chain_next, decode, derived_id, wordless
from sync.protocol import Change, Edit, Fact, Value, Word
from tests.simulator.chronicle import Chronicle, Rows, lay
from tests.simulator.forgery import FORGED, is_forged
from tests.simulator.move_laws import Moves, is_carriage
from tests.simulator.violation import Law, require

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
_PROSE = frozenset({"text", "note", "health_note"})
_NEXT_STATES = {"open": {"kept", "restored", "both"}}


def sentences(text: Value) -> list[str]:
    """Split prose into its sentences, without the line's end that may stand after one."""
    found = _SENTENCE.findall(text) if isinstance(text, str) else []
    return [one.strip() for one in found if one.strip()]


@dataclass
class Court:
    """Watches the logs: what each fact replaced, kept and dropped."""

    key: bytes
    chronicle: Chronicle
    made: Mapping[str, bytes]
    """Bodies of all changes that a device of ours saved, by id."""
    outsiders: set[str] = field(default_factory=set)
    """People who are members no more."""
    returned: set[str] = field(default_factory=set)
    """Changes that a branch has taken, not set aside: coming back, they are authorised already."""
    moves: Moves = field(init=False)

    def __post_init__(self) -> None:
        self.moves = Moves(self.chronicle)

    def hear(self, news: list[Fact]) -> None:
        """Check new facts, each against the rows as they were before it."""
        for scope in sorted({fact.scope for fact in news}):
            mine = [fact for fact in news if fact.scope == scope]
            before = self.chronicle.fold(scope, mine[0].was)
            assert before is not None
            rows = dict(before.rows)
            for fact in mine:
                self._check(fact, rows)
                lay(rows, fact)
            self._check_groups(scope, mine[0].seq)
        self.moves.hear(news)
        for scope in sorted({fact.scope for fact in news}):
            self._check_erased(scope)

    def _check(self, fact: Fact, rows: Rows) -> None:
        self._check_chain(fact)
        is_aside = fact.verdict.word is Word.quarantined
        is_ours = is_aside or FORGED.encode() not in bytes(fact.body)
        require(Law.auth, is_ours, "a forged fact was taken", fact.scope)
        change = _change(fact)
        body = self.made.get(fact.id)
        if body is not None and fact.verdict.reason != "purged":
            whole = bytes(fact.body) == body or (fact.digests and self._is_left_of(fact, body))
            require(Law.retain, bool(whole), "the log has other words than were sent", fact.scope)
        if fact.verdict.word is Word.quarantined:
            self._check_aside(fact, change)
            self.moves.check_aside(fact, change, rows)
        elif fact.verdict.reason == "purged":
            bare = change is None or not change.fields
            require(Law.erased, bare, "words about an erased row were taken", fact.scope)
        elif change is not None and change.kind == "purge":
            require(Law.erased, change.actor == "server", "erased by a device", fact.scope)
        elif change is not None and is_carriage(fact, change):
            self.moves.check_home(fact)
        elif change is not None:
            self._check_taken(fact, change, rows)
        if not is_aside:
            self.returned.add(fact.id)

    def _is_left_of(self, fact: Fact, body: bytes) -> bool:
        """Tell whether a fact is what erasure leaves; a device names the row that was erased."""
        left, sent = _change(fact), decode(Change, body)
        if left is None or (left.entity, left.row) not in self.chronicle.erased:
            return bytes(fact.body) == wordless(body)
        return left == msgspec.structs.replace(sent, entity=left.entity, row=left.row, fields={})

    def _check_erased(self, scope: str) -> None:
        folded = self.chronicle.fold(scope, self.chronicle.heads[scope].hash)
        assert folded is not None
        marks = [one for (kind, _), one in folded.rows.items() if kind == "purged"]
        alive = [
            (one["on_entity"], one["on_row"])
            for one in marks
            if (one["on_entity"], one["on_row"]) in folded.rows
        ]
        require(Law.erased, not alive, lambda: f"lives again: {alive[0]}", scope)

    def _check_chain(self, fact: Fact) -> None:
        unsigned = msgspec.structs.replace(fact, hash="")
        holds = chain_next(self.key, fact.was, unsigned) == fact.hash
        require(Law.chain, holds, lambda: f"the proof of {fact.seq} is wrong", fact.scope)

    def _check_aside(self, fact: Fact, change: Change | None) -> None:
        kinds = [one.entity for one in fact.effect]
        require(Law.retain, kinds == ["quarantine"], "set aside, yet with an effect", fact.scope)
        is_cut = fact.verdict.reason == "group_incomplete"
        is_meant = is_forged(fact) or _is_torn(bytes(fact.body))
        require(Law.group, is_meant or not is_cut, "a group came in part", fact.scope)
        fields = fact.effect[0].fields
        text = str(fields.get("change", ""))
        kept = text == canonical(change).decode() if change else text == bytes(fact.body).decode()
        kept = kept or fact.digests is not None
        require(Law.retain, kept, "a change set aside is not whole in quarantine", fact.scope)

    def _check_taken(self, fact: Fact, change: Change, rows: Rows) -> None:
        if change.actor in self.outsiders and fact.id not in self.returned:
            inert = not fact.effect
            require(Law.auth, inert, "a stranger's change had an effect", fact.scope)
        else:
            require(Law.auth, True, "")
        self._check_correction(fact, change)
        if change.kind == "resolve":
            self._check_decision(fact, change, rows)
            return
        own = {
            name: value
            for one in fact.effect
            if (one.entity, one.row) == (change.entity, change.row)
            for name, value in one.fields.items()
        }
        before = rows.get((change.entity, change.row), {})
        self._check_strays(fact, change)
        knows = change.schema >= 2 or "nickname" not in own
        require(Law.versions, knows, "an old app wrote a field it does not know", fact.scope)
        require(Law.versions, set(own) <= set(change.fields), "a field it never named", fact.scope)
        for name, edit in change.fields.items():
            self._check_field(fact, change, name, edit, before.get(name), own)

    def _check_correction(self, fact: Fact, change: Change) -> None:
        """A group that was set aside comes again whole."""
        body = self.made.get(change.corrects or "")
        group = decode(Change, body).group if body is not None else None
        size = change.group.size if change.group else 1
        whole = group is None or group.size == size or _is_torn(body or b"")
        require(Law.group, whole, "a group was corrected in part", fact.scope)

    def _check_strays(self, fact: Fact, change: Change) -> None:
        if change.scope != fact.scope:
            return  # with what follows to another grid a row may go that it hangs on
        for one in fact.effect:
            itself = (one.entity, one.row) == (change.entity, change.row)
            told = one.entity in ("conflict", "quarantine", "purged")
            require(Law.nosilent, itself or told, "an effect on another row", fact.scope)

    def _check_field(
        self,
        fact: Fact,
        change: Change,
        name: str,
        edit: Edit,
        current: Value,
        own: Mapping[str, Value],
    ) -> None:
        if edit.add or edit.remove:
            self._check_set(fact, edit, current, own.get(name, current))
            return
        after = own.get(name, current) if name in own else current
        conflict = _conflict(fact, name)
        if name == "archived":
            self._check_archived(fact, edit, current, after)
        elif name in _PROSE and conflict is None:
            self._check_prose(fact, edit, current, after)
        elif after != current:
            seen = current == edit.old or _empty(edit.old, current)
            holds = seen or conflict is not None
            told = f"{change.entity}.{name} was replaced unseen: {current!r} by {after!r}"
            require(Law.nosilent, holds, told, fact.scope)
        if conflict is not None:
            self._check_conflict(fact, edit, current, after, conflict)
        elif after != edit.new and name not in _PROSE and name not in _ARCHIVED:
            appended = fact.verdict.word is Word.nothing
            require(Law.retain, appended, lambda: f"{name} is nowhere: {edit.new!r}", fact.scope)

    def _check_conflict(
        self, fact: Fact, edit: Edit, current: Value, after: Value, record: Mapping[str, Value]
    ) -> None:
        sides = [(record[side] or {}).get("value") for side in ("kept", "other")]
        require(Law.retain, edit.new in sides, "the incoming value is not kept", fact.scope)
        require(Law.retain, current in sides, "the present value is not kept", fact.scope)
        require(Law.nosilent, after == sides[0], "the record tells another winner", fact.scope)
        require(Law.nosilent, sides[0] != sides[1], "equal values are a conflict", fact.scope)

    def _check_archived(self, fact: Fact, edit: Edit, current: Value, after: Value) -> None:
        lives_again = bool(current) and not after
        holds = not lives_again or bool(edit.old)
        require(Law.nores, holds, "a row lives again by one who never saw it gone", fact.scope)

    def _check_prose(self, fact: Fact, edit: Edit, current: Value, after: Value) -> None:
        had, wanted = sentences(edit.old), sentences(edit.new)
        held, result = sentences(current), sentences(after)
        added = [one for one in wanted if one not in had]
        dropped = [one for one in had if one not in wanted]
        for one in added:
            require(Law.text, one in result, f"a sentence is lost: {one}", fact.scope)
        for one in held:
            kept = one in result or one in dropped
            require(Law.text, kept, f"another's sentence is lost: {one}", fact.scope)

    def _check_set(self, fact: Fact, edit: Edit, current: Value, after: Value) -> None:
        live, gone = _dots(current), set((current or {}).get("gone", []))
        expected = (live | {dot for dot in edit.add if dot not in gone}) - set(edit.remove)
        require(Law.set, _dots(after) == expected, "other dots than were added", fact.scope)
        unknown = {dot for dot in edit.remove if dot not in live and dot not in edit.add}
        remembered = gone | unknown <= set((after or {}).get("gone", []))
        require(Law.set, remembered, "a removal is forgotten", fact.scope)

    def _check_decision(self, fact: Fact, change: Change, rows: Rows) -> None:
        record = rows.get(("conflict", change.row), {})
        state, edit = record.get("state"), change.fields["state"]
        moved = [one for one in fact.effect if one.entity == "conflict" and one.row == change.row]
        if not moved:
            require(Law.machine, state != edit.old, "a decision was dropped", fact.scope)
            require(Law.machine, not fact.effect, "a stale decision had an effect", fact.scope)
            return
        allowed = _NEXT_STATES.get(str(edit.old), {"open"})
        holds = state == edit.old and edit.new in allowed
        require(Law.machine, holds, lambda: f"{state} to {edit.new}", fact.scope)
        if "value" in change.fields:
            target = (record["on_entity"], record["on_row"])
            own = {
                name: value
                for one in fact.effect
                if (one.entity, one.row) == target
                for name, value in one.fields.items()
            }
            name, current = record["on_field"], rows.get(target, {}).get(record["on_field"])
            self._check_field(fact, change, name, change.fields["value"], current, own)

    def _check_groups(self, scope: str, first: int) -> None:
        log = self.chronicle.logs[scope]
        start = max(first - 2, 0)
        for before, fact in pairwise([None, *log[start:]]):
            assert fact is not None
            self._check_neighbours(before, fact, log)

    def _check_neighbours(self, before: Fact | None, fact: Fact, log: list[Fact]) -> None:
        change = _change(fact)
        group = change.group if change else None
        if group is None or fact.verdict.word is Word.quarantined or group.index > 0:
            return
        if change is not None and change.scope != fact.scope:
            return  # of a group that went over several grids, home has all
        members = log[fact.seq - 1 : fact.seq - 1 + group.size]
        places = [
            (one.group.id, one.group.index) for one in map(_change, members) if one and one.group
        ]
        whole = places == [(group.id, index) for index in range(group.size)]
        require(Law.group, whole, "a group is cut", fact.scope)
        words = {one.verdict.word is Word.quarantined for one in members}
        require(Law.group, len(words) == 1, "a group has two fates", fact.scope)


_ARCHIVED = frozenset({"archived", "archived_reason"})


def _is_torn(body: bytes) -> bool:
    """Nobody here sends a group in part but `torn_group`, whose doors bear these numbers."""
    return any(label in body for label in (b'"904"', b'"905"'))


def _change(fact: Fact) -> Change | None:
    try:
        return decode(Change, bytes(fact.body))
    except BadMessage:
        return None


def _conflict(fact: Fact, name: str) -> Mapping[str, Value] | None:
    row = derived_id("conflict", fact.id, name)
    found = [one.fields for one in fact.effect if one.entity == "conflict" and one.row == row]
    return found[0] if found else None


def _dots(value: Value) -> set[str]:
    return set((value or {}).get("dots", {}))


def _empty(old: Value, current: Value) -> bool:
    return old in (None, "", [], {}) and current in (None, "", [], {}, False)
