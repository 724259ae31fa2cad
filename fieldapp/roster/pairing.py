"""Who of a roster we already know: by number first, then by name with birth date or door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fieldapp.domain.dates import Precision
from fieldapp.domain.findings import Finding, Option, ask
from fieldapp.domain.identity import to_fifteen
from fieldapp.roster.known import KnownIndex, KnownResident
from fieldapp.roster.reading import Reading, RowFinding
from fieldapp.roster.rows import cell_of

Decided = Callable[[str], str | None]
"""Gives the answer to a question by its id: same, other, or none yet."""


class Pairing:
    """Pairs the rows of a file with the residents of a grid, each at most once."""

    def __init__(self, readings: Sequence[Reading], index: KnownIndex, decided: Decided) -> None:
        self._readings, self._index, self._decided = readings, index, decided
        self.matches: dict[int, KnownResident] = {}
        self.asked: dict[int, list[RowFinding]] = {}
        self._taken: set[str] = set()
        people = [i for i, r in enumerate(readings) if _is_open(r)]
        for i in people:
            self._by_number(i)
        for i in people:
            if i not in self.matches and i not in self.asked:
                self._by_name(i)
        self._ask_of_same_names(people)

    def _by_number(self, i: int) -> None:
        reading = self._readings[i]
        known = _holder(reading.care.get("id_no"), self._index)
        if known is None or known.id in self._taken:
            return
        decided = self._decided(_question_id(reading, "B18"))
        if known.fields.get("name") == _person(reading).get("name") or decided == "same":
            self._take(i, known)
        elif decided != "other":
            self._ask(i, _which("B18", "证件号和已有的一位一样，名字不一样，是同一个人吗"))

    def _by_name(self, i: int) -> None:
        reading = self._readings[i]
        number = reading.care.get("id_no")
        likely = [
            known
            for known in self._index.residents_by_name.get(_person(reading).get("name"), ())
            if known.id not in self._taken and _is_likely(reading, known, self._index)
        ]
        agreeing = [known for known in likely if not _numbers_differ(number, known)]
        decided = self._decided(_question_id(reading, "B18"))
        if agreeing or (likely and decided == "same"):
            candidates = agreeing or likely
            self._take(i, max(candidates, key=lambda known: _likeness(reading, known)))
        elif likely and decided != "other":
            self._ask(i, _which("B18", "名字和已有的一位一样，证件号不一样，是同一个人吗"))

    def _ask_of_same_names(self, people: Sequence[int]) -> None:
        """Ask whether one person was written twice into one door (B40)."""
        seen: dict[tuple[str, str], int] = {}
        for i in people:
            reading = self._readings[i]
            if reading.place is None:
                continue
            key = (_person(reading)["name"], reading.place.key)
            before = self._readings[seen.setdefault(key, i)]
            if before is reading or _are_two(before, reading):
                continue
            if self._decided(_question_id(reading, "B40")) != "other":
                self._ask(i, _which("B40", f"和第 {before.raw.row + 1} 行同名同门，是两个人吗"))

    def _take(self, i: int, known: KnownResident) -> None:
        self._taken.add(known.id)
        self.matches[i] = known

    def _ask(self, i: int, question: Finding) -> None:
        reading = self._readings[i]
        id_ = _question_id(reading, question.code)
        found = RowFinding(question, cell_of(reading.raw, "name"), id_)
        self.asked.setdefault(i, []).append(found)


def _is_open(reading: Reading) -> bool:
    return reading.person is not None and not reading.refusal and not reading.is_left_out


def _person(reading: Reading) -> Mapping[str, Any]:
    return reading.person or {}


def _question_id(reading: Reading, code: str) -> str:
    return f"{code}@{reading.raw.sheet}!{cell_of(reading.raw, 'name')}"


def _which(code: str, sentence: str) -> Finding:
    same = () if code == "B40" else (Option("same", "是同一个人"),)
    other = Option("other", "是另一个人，新记一位")
    return ask(code, "name", sentence, (*same, other, Option("skip", "先不导入这一行")))


def _holder(number: str | None, index: KnownIndex) -> KnownResident | None:
    if not number:
        return None
    found = index.resident_by_id_no.get(number)
    if found is None and len(number) == 18:
        old = to_fifteen(number)
        found = index.resident_by_id_no.get(old) if old else None
    return found


def _is_likely(reading: Reading, known: KnownResident, index: KnownIndex) -> bool:
    """The same name is the same person with the same birthday or behind the same door."""
    person = _person(reading)
    birth = person.get("birth_date")
    is_day = person.get("birth_precision") == Precision.DAY
    if birth and is_day and birth == known.fields.get("birth_date"):
        return True
    dwelling = index.dwelling_by_id.get(known.dwelling_id or "")
    return reading.place is not None and dwelling is not None and dwelling.key == reading.place.key


def _numbers_differ(number: str | None, known: KnownResident) -> bool:
    ours = known.fields.get("id_no")
    if not number or not ours or number == ours:
        return False
    return not (len(ours) == 15 and len(number) == 18 and to_fifteen(number) == ours)


def _likeness(reading: Reading, known: KnownResident) -> int:
    """Count what speaks for and against, to choose among several of one name."""
    theirs = {**_person(reading), "relation_code": reading.relation_code}
    score = 0
    for name in ("birth_date", "sex", "relation_code", "residence_type", "note"):
        ours = known.fields.get(name)
        if theirs.get(name) is not None and ours is not None:
            score += 1 if theirs[name] == ours else -1
    own = {p.get("number") for p in known.fields.get("phones", ())}
    return score + any(p["number"] in own for p in theirs.get("phones", ()))


def _are_two(before: Reading, reading: Reading) -> bool:
    """True when two rows of one name cannot be one person: other numbers, other birthdays."""
    numbers = (before.care.get("id_no"), reading.care.get("id_no"))
    births = (_person(before).get("birth_date"), _person(reading).get("birth_date"))
    return any(a and b and a != b for a, b in (numbers, births))
