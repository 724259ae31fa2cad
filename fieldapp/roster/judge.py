"""Every row of a roster judged: new, same, different, doubtful or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fieldapp.domain.findings import Finding, Option, Severity, refuse
from fieldapp.roster.answers import SKIP, Answers
from fieldapp.roster.fates import LED_BY, Difference, Fate, JudgedRow, difference_words
from fieldapp.roster.grouping import (
    HouseholdGroup,
    group_rows,
    known_household,
    phone_findings,
    structure_findings,
)
from fieldapp.roster.known import KnownHousehold, KnownIndex, KnownResident
from fieldapp.roster.mapping import Mapping
from fieldapp.roster.matching import additions, differences
from fieldapp.roster.pairing import Pairing
from fieldapp.roster.read_row import read_row
from fieldapp.roster.reading import Context, Reading, RowFinding, chosen_changes
from fieldapp.roster.rows import RawRow, cell_of, read_rows, with_places_above
from fieldapp.roster.sheets import Workbook

Households = dict[str, KnownHousehold | None]


class Judge:
    """Judges the rows of one file against one grid, with the answers there are."""

    def __init__(
        self, workbook: Workbook, mapping: Mapping, index: KnownIndex, today: date, answers: Answers
    ) -> None:
        self._workbook, self._mapping, self._index = workbook, mapping, index
        self._today, self._answers = today, answers
        self.hidden_rows = 0
        self.households: Households = {}
        self.groups: list[HouseholdGroup] = []

    def rows(self) -> tuple[JudgedRow, ...]:
        """Judge all rows, in order of the file."""
        readings, aside = self._readings()
        readings = self._without_repeated_numbers(readings)
        paired = Pairing(readings, self._index, self._decided)
        matches, asked = paired.matches, paired.asked
        self.groups = group_rows(readings)
        extra = self._warnings(readings)
        beside = self._known_households(readings, matches)
        household_of = {i: group.key for group in self.groups for i in group.members}
        judged = [
            self._judged(
                reading,
                matches.get(i),
                [*asked.get(i, []), *beside.get(i, [])],
                extra.get(i, []),
                household_of.get(i, ""),
            )
            for i, reading in enumerate(readings)
        ]
        return tuple(sorted([*judged, *aside], key=self._in_file_order))

    def _in_file_order(self, row: JudgedRow) -> tuple[int, int]:
        names = [plan.sheet for plan in self._mapping.sheets]
        return names.index(row.reading.raw.sheet), row.reading.raw.row

    def _readings(self) -> tuple[list[Reading], list[JudgedRow]]:
        readings, aside = [], []
        compounds = tuple(dict.fromkeys(p.compound for p in self._mapping.sheets if p.compound))
        for plan in self._mapping.sheets:
            sheet = next(s for s in self._workbook.sheets if s.name == plan.sheet)
            context = Context(
                self._today,
                self._index,
                self._answers,
                plan,
                self._workbook.is_1904,
                compounds,
            )
            for raw in with_places_above(list(read_rows(sheet, plan))):
                if raw.is_hidden and not self._mapping.takes_hidden:
                    self.hidden_rows += 1
                elif raw.set_aside:
                    aside.append(_set_aside(raw))
                else:
                    readings.append(read_row(raw, context, self._given(raw)))
        return readings, aside

    def _given(self, raw: RawRow) -> dict[str, str]:
        """Texts that answer a refused repeated number (B17)."""
        answer = self._answers.to(_repeat_id(raw))
        if answer is None:
            return {}
        changes = chosen_changes(_repeated(""), answer)
        return dict(changes or {})

    def _without_repeated_numbers(self, readings: list[Reading]) -> list[Reading]:
        """Refuse the second row of one number until somebody has compared them (B17)."""
        first: dict[str, Reading] = {}
        kept = []
        for reading in readings:
            number = reading.care.get("id_no")
            before = first.get(number) if number else None
            kept.append(reading if before is None else _refused_as_repeated(reading, before))
            if number and not reading.refusal and not reading.is_left_out:
                first.setdefault(number, reading)
        return kept

    def _decided(self, question_id: str) -> str | None:
        answer = self._answers.to(question_id)
        return answer if isinstance(answer, str) else None

    def _warnings(self, readings: Sequence[Reading]) -> dict[int, list[RowFinding]]:
        found: dict[int, list[RowFinding]] = {}
        staff = self._index.known.staff_phones
        for told in (structure_findings(self.groups, readings), phone_findings(readings, staff)):
            for i, findings in told.items():
                raw = readings[i].raw
                found.setdefault(i, []).extend(_placed(f, raw) for f in findings)
        return found

    def _known_households(
        self, readings: Sequence[Reading], matches: dict[int, KnownResident]
    ) -> dict[int, list[RowFinding]]:
        asked: dict[int, list[RowFinding]] = {}
        for group in self.groups:
            raw = readings[group.members[0]].raw
            question_id = f"B32@{raw.sheet}!{cell_of(raw, 'name')}"
            household, question = known_household(
                group, matches, self._index, self._decided(question_id)
            )
            self.households[group.key] = household
            if question is not None:
                for i in group.members:
                    cell = cell_of(readings[i].raw, "name")
                    asked.setdefault(i, []).append(RowFinding(question, cell, question_id))
        return asked

    def _judged(
        self,
        reading: Reading,
        match: KnownResident | None,
        asked: list[RowFinding],
        warned: list[RowFinding],
        household: str,
    ) -> JudgedRow:
        findings = (*reading.findings, *asked, *warned)
        row = JudgedRow(reading, Fate.NEW, match=match, findings=findings, household=household)
        if reading.refusal:
            return replace(row, fate=Fate.REFUSED, reason=reading.refusal, cell=_refused_cell(row))
        answers = [self._answers.to(f.question_id) for f in row.questions]
        if reading.is_left_out or SKIP in answers:
            return replace(row, fate=Fate.LEFT_OUT, reason="按你的选择，先不导入")
        if row.questions:
            first = row.questions[0]
            return replace(row, fate=Fate.DOUBTFUL, reason=first.finding.sentence, cell=first.cell)
        return self._compared(row)

    def _compared(self, row: JudgedRow) -> JudgedRow:
        if row.reading.person is None:
            return self._door_alone(row)
        if row.match is None:
            return row
        found = tuple(differences(row.reading, row.match, self._index))
        more = additions(row.reading, row.match)
        fate = Fate.DIFFERENT if found or more else Fate.SAME
        return replace(
            row,
            fate=fate,
            reason=difference_words(found, more),
            differences=found,
            additions=more,
            taken=self._taken(row, found),
        )

    def _taken(self, row: JudgedRow, found: Sequence[Difference]) -> frozenset[str]:
        """List the fields answered `take`: each by itself, else by its row, else by the file."""
        clashes = {one.field for one in found if not one.is_fill}
        whole = self._answers.to(difference_id(row))
        taken = set()
        for name in clashes:
            leader = LED_BY.get(name, name)
            asked = leader if leader in clashes else name
            own = self._answers.exactly(difference_id(row, asked))
            if (own or whole) == "take":
                taken.add(name)
        return frozenset(taken)

    def _door_alone(self, row: JudgedRow) -> JudgedRow:
        assert row.reading.place is not None
        known = self._index.dwelling_by_key.get(row.reading.place.key)
        if known is None:
            return row
        found = tuple(
            Difference(name, known.fields.get(name), value)
            for name, value in row.reading.dwelling.items()
            if known.fields.get(name) != value
        )
        return replace(
            row,
            fate=Fate.DIFFERENT if found else Fate.SAME,
            reason=difference_words(found, {}),
            differences=found,
            taken=self._taken(row, found),
        )


def difference_id(row: JudgedRow, name: str = "") -> str:
    """Name the question whether to take what the file says: of a row, or of one field of it."""
    whole = f"DIFF@{row.reading.raw.sheet}!{row.reading.raw.row + 1}"
    return f"{whole}!{name}" if name else whole


def _placed(finding: Finding, raw: RawRow) -> RowFinding:
    cell = cell_of(raw, finding.field)
    return RowFinding(finding, cell, f"{finding.code}@{raw.sheet}!{cell}")


def _refused_as_repeated(reading: Reading, before: Reading) -> Reading:
    raw = reading.raw
    found = _repeated(f"和第 {before.raw.row + 1} 行的证件号一样，比对后再导入")
    noted = RowFinding(found, cell_of(raw, "id_no"), _repeat_id(raw))
    return replace(reading, refusal=found.sentence, findings=(*reading.findings, noted))


def _repeat_id(raw: RawRow) -> str:
    return f"B17@{raw.sheet}!{cell_of(raw, 'id_no')}"


def _repeated(sentence: str) -> Finding:
    blank = Option("blank", "是两个人，这一行的号码先空着", (("id_no", ""),))
    return replace(refuse("B17", "id_no", sentence), options=(blank,))


def _refused_cell(row: JudgedRow) -> str:
    refused = [f.cell for f in row.findings if f.finding.severity is Severity.REFUSE]
    return refused[-1] if refused else cell_of(row.reading.raw, "name")


def _set_aside(raw: RawRow) -> JudgedRow:
    reading = Reading(raw, None, None, {}, None, "", {}, {}, (), raw.set_aside)
    return JudgedRow(reading, Fate.REFUSED, raw.set_aside, cell_of(raw, "name"))
