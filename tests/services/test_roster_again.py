"""A law of importing: whatever a roster held, the same roster once more holds nothing new."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.identity import check_digit
from fieldapp.queries.roster import KnownGridQuery
from fieldapp.roster.fates import Fate
from fieldapp.roster.headers import header_at
from fieldapp.roster.mapping import ColumnMap, Mapping, SheetMap
from fieldapp.roster.sheets import EMPTY, Cell, CellKind, Sheet, Workbook
from fieldapp.services.roster import ImportRoster
from tests.devices import device
from tests.roster.books import judged

FIELDS = (
    "name id_no sex birth_date relation_code phones address residence_type tags note "
    "household_no aliases dwelling_use household_kind hukou_division"
).split()
ANSWERS = {
    "B05@*": "to18",
    "B09@*": "id",
    "B10@*": "id",
    "B15@*": "passport",
    "B18@*": "other",
    "B23@*": "building",
    "B31@*": "head",
    "B40@*": "other",
    "B32@*": "new",
    "B42@*": "keep",
    "B48@*": "blank",
    "B65@*": "blank",
}


@st.composite
def numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2020, 1, 1)))
    first17 = f"560102{born:%Y%m%d}{draw(st.integers(1, 999)):03}"
    whole = first17 + check_digit(first17)
    short = first17[:6] + first17[8:17]
    spellings = [whole, whole, whole.lower(), f"{whole[:6]} {whole[6:]}", "无", "", "X0000000"]
    return draw(st.sampled_from([*spellings, short] if born.year < 2000 else spellings))


VALUES = {
    "name": st.sampled_from(
        "魏淑珍 高玉芬 王　芳 丁䶮 岳𬭎 王奶奶 阿依努尔•吐尔逊江 空置 Anna".split(" ")
    ),
    "id_no": numbers(),
    "sex": st.sampled_from(["男", "女", "1", ""]),
    "birth_date": st.sampled_from(["1942-3-17", "1942年3月", "1950", "农历八月十五", "", "15417"]),
    "relation_code": st.sampled_from(["户主", "配偶", "长子", "之女", "", "干儿子"]),
    "phones": st.sampled_from(["13800001234", "13800001234/13900005678(儿子)", "", "0931-8123456"]),
    "address": st.sampled_from(
        [
            "杏林家园3-2-501",
            "杏林家园3栋2单元501",
            "杏林家园4-1101",
            "乙1-3-502",
            "北沿街12号",
            "上沟组老槐树西第二家",
            "柳沟村上沟组12号",
            "上沟组",
            "12-1501",
            "4-B1-03",
            "3栋2单元5楼东户",
        ]
    ),
    "residence_type": st.sampled_from(["常住户籍", "外出", "流动人口", ""]),
    "tags": st.sampled_from(["", "独居", "独居、低保", "留守儿童", "高龄老人"]),
    "note": st.sampled_from(["", "耳背", "有狗"]),
    "household_no": st.sampled_from(["", "", "7", "8"]),
    "aliases": st.sampled_from(["", "小珍"]),
    "dwelling_use": st.sampled_from(["", "自住", "出租"]),
    "household_kind": st.sampled_from(["", "家庭户", "租户"]),
    "hukou_division": st.sampled_from(["", "云川市"]),
}


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Workbook, Mapping]:
    header = tuple(Cell(field, CellKind.TEXT) for field in FIELDS)
    rows = [header]
    for _ in range(draw(st.integers(1, 7))):
        texts = [draw(VALUES[field]) for field in FIELDS]
        rows.append(tuple(Cell(t, CellKind.TEXT) if t else EMPTY for t in texts))
    sheet = Sheet("名单", tuple(rows))
    columns = tuple(ColumnMap(c, field, field, 1.0) for c, field in enumerate(FIELDS))
    mapping = Mapping((SheetMap("名单", header_at(sheet, 0, 1), columns),))
    return Workbook("a.xlsx", "0", (sheet,)), mapping


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rosters())
def test_the_same_roster_once_more_holds_nothing_new(roster: tuple[Workbook, Mapping]) -> None:
    book, mapping = roster
    with device() as own:
        first = judged(book, own.ask(KnownGridQuery()), ANSWERS, mapping)
        own.do(ImportRoster(first.plan))
        again = judged(book, own.ask(KnownGridQuery()), ANSWERS, mapping)
        written = {r.row_label for r in first.rows if r.fate is Fate.NEW}
        unlike = [r for r in again.rows if r.row_label in written and r.fate is not Fate.SAME]
        assert [(r.row_label, r.fate, r.reason) for r in unlike if not r.has_clash] == []
        assert not again.plan.records
