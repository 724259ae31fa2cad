"""Laws of the import: any table is judged, nobody's name is changed, the same file adds nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.findings import Severity
from fieldapp.domain.names import clean_name
from fieldapp.roster.fates import Fate
from fieldapp.roster.headers import header_at
from fieldapp.roster.mapping import ColumnMap, Mapping, SheetMap
from fieldapp.roster.preview import Preview
from fieldapp.roster.sheets import EMPTY, Cell, CellKind, Merge, Sheet, Workbook
from fieldapp.roster.tables import all_fields
from tests.roster.books import judged

NASTY = st.text(max_size=24) | st.text(
    alphabet="0123456789-/.xXOlE+年月日号栋单元室层组村·• \u3000王芳岳𬭎?□（）男女户主之子合计农历",
    max_size=20,
)
CELLS = st.builds(Cell, NASTY, st.sampled_from(list(CellKind))) | st.just(EMPTY)
COLUMNS = st.lists(st.sampled_from([*all_fields(), "tag:DIBAO"]), min_size=1, max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Workbook, Mapping]:
    """Any sheet under any mapping."""
    fields = draw(COLUMNS)
    row = st.lists(CELLS, min_size=len(fields), max_size=len(fields)).map(tuple)
    header = tuple(Cell(field, CellKind.TEXT) for field in fields)
    rows = (header, *draw(st.lists(row, max_size=6)))
    merges = tuple(
        Merge(top, left, top + draw(st.integers(0, 3)), left)
        for top, left in draw(
            st.lists(st.tuples(st.integers(0, 8), st.integers(0, 12)), max_size=2)
        )
    )
    sheet = Sheet("名单", rows, merges)
    columns = tuple(ColumnMap(c, field, field, 1.0) for c, field in enumerate(fields))
    mapping = Mapping((SheetMap("名单", header_at(sheet, 0, 1), columns),))
    return Workbook("a.xlsx", "0", (sheet,)), mapping


def check(found: Preview) -> None:
    for row in found.rows:
        assert row.fate in Fate
        if row.fate is Fate.NEW and row.who:
            typed = row.reading.raw.texts.get("name") or row.reading.raw.texts.get("head_name", "")
            assert row.who == clean_name(typed).name
        if row.fate is Fate.DOUBTFUL:
            assert row.cell
            assert row.reason
    asked = [f for r in found.rows for f in r.findings if f.finding.severity is Severity.ASK]
    assert all(f.finding.options for f in asked)
    keys = {record.key for record in found.plan.records}
    for record in found.plan.records:
        assert set(record.links.values()) <= keys


@settings(max_examples=80, deadline=None)
@given(tables())
def test_any_table_is_judged(table: tuple[Workbook, Mapping]) -> None:
    check(judged(table[0], mapping=table[1]))


@settings(max_examples=30, deadline=None)
@given(tables())
def test_any_table_is_judged_when_every_question_is_answered(
    table: tuple[Workbook, Mapping],
) -> None:
    found = judged(table[0], mapping=table[1])
    for _ in range(4):
        answers = {q.id: q.options[0].key for q in found.questions if q.options}
        found = judged(table[0], mapping=table[1], answers={**found.answers.by_id, **answers})
    keys = {record.key for record in found.plan.records}
    assert all(set(record.links.values()) <= keys for record in found.plan.records)
