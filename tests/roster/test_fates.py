"""Fates: each row new, same, different, doubtful or refused, for a reason with a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.findings import Severity
from fieldapp.roster.fates import Fate
from fieldapp.roster.known import (
    Known,
    KnownBuilding,
    KnownDwelling,
    KnownHousehold,
    KnownResident,
    town_key,
)
from tests.roster.books import HEAD, WIFE, book_of, codes, judged, only_row, person


def known_as(**fields: Any) -> Known:
    """A grid that holds one household with 魏淑珍 in it, and what else is said of her."""
    return Known(
        compounds={"杏林家园": "c1"},
        buildings=(KnownBuilding("b1", "3", "杏林家园", {"2": "u1"}),),
        dwellings=(
            KnownDwelling("d1", town_key("杏林家园", "3", "2", "501"), {"display": "3-2-501"}),
        ),
        households=(KnownHousehold("h1", "d1", {"head_id": "r1", "status": "active"}),),
        residents=(
            KnownResident(
                "r1",
                {
                    "name": "魏淑珍",
                    "id_no": "560102194203170241",
                    "id_type": "resident",
                    "sex": "2",
                    "birth_date": "1942-03-17",
                    "birth_precision": "day",
                    "residence_type": "usual_local",
                    "relation_code": "02",
                    "phones": ({"number": "10012345678"},),
                    "tags": (),
                    "care_tags": (),
                    **fields,
                },
                "h1",
                "d1",
                "m1",
                "r1",
            ),
        ),
    )


def test_a_row_nobody_knows_is_new(tmp_path: Path) -> None:
    row = only_row(judged(book_of(tmp_path, HEAD)))
    assert (row.fate, row.who, row.where) == (Fate.NEW, "魏淑珍", "杏林家园 3-2-501")


def test_a_row_that_says_what_we_know_is_the_same(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, HEAD), known_as())
    assert only_row(found).fate is Fate.SAME
    assert found.plan.is_empty


def test_a_gap_is_filled_without_a_question(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, HEAD), known_as(sex=None))
    assert only_row(found).fate is Fate.DIFFERENT
    (change,) = found.plan.changes
    assert (change.kind, change.field, change.value, change.was) == ("resident", "sex", "2", None)


def test_another_value_is_shown_and_ours_stays_until_answered(tmp_path: Path) -> None:
    book = book_of(tmp_path, [*HEAD[:2], "男", *HEAD[3:]])
    known = known_as(id_no=None, sex="2", birth_date=None)
    asked = judged(book, known)
    assert only_row(asked).fate is Fate.DOUBTFUL
    settled = judged(book, known, {"B09@*": "column"})
    row = only_row(settled)
    assert [d.field for d in row.differences if not d.is_fill] == ["sex"]
    assert "sex" not in [c.field for c in settled.plan.changes]
    taken = judged(book, known, {"B09@*": "column", "DIFF@名单!2": "take"})
    assert ("sex", "1", "2") in [(c.field, c.value, c.was) for c in taken.plan.changes]


def test_one_field_is_decided_against_its_row_and_a_row_against_the_file(tmp_path: Path) -> None:
    book = book_of(tmp_path, [*HEAD[:2], "男", *HEAD[3:]])
    known = known_as(id_no=None, sex="2", birth_date=None, name=HEAD[0], note="旧的")
    settled = {"B09@*": "column"}
    for answers, taken in (
        ({"DIFF@*": "take", "DIFF@名单!2": "keep"}, set()),
        ({"DIFF@*": "take", "DIFF@名单!2!sex": "keep"}, set()),
        ({"DIFF@名单!2": "keep", "DIFF@名单!2!sex": "take"}, {"sex"}),
        ({"DIFF@*": "keep", "DIFF@名单!2": "take"}, {"sex"}),
    ):
        row = only_row(judged(book, known, {**settled, **answers}))
        assert row.taken == taken, answers


def test_both_values_are_shown_in_words(tmp_path: Path) -> None:
    book = book_of(tmp_path, [*HEAD[:2], "男", *HEAD[3:]])
    row = only_row(
        judged(book, known_as(id_no=None, sex="2", birth_date=None), {"B09@*": "column"})
    )
    assert [one.shown() for one in row.decisions] == [("女", "男")]


def test_the_kind_of_a_number_goes_with_the_number(tmp_path: Path) -> None:
    book = book_of(tmp_path, HEAD)
    known = known_as(id_no="560102194203170242", id_type="passport")
    answers = {"DIFF@名单!2": "keep", "DIFF@名单!2!id_no": "take", "B18@名单!A2": "same"}
    row = only_row(judged(book, known, answers))
    assert {one.field for one in row.decisions} >= {"id_no"}
    assert "id_type" not in {one.field for one in row.decisions}
    assert {"id_no", "id_type"} <= row.taken


def test_a_second_phone_is_added_and_none_taken_away(tmp_path: Path) -> None:
    row = [*HEAD[:5], "13800001234", HEAD[6]]
    found = judged(book_of(tmp_path, row), known_as())
    (more,) = found.plan.additions
    assert (more.field, more.elements) == ("phones", ({"number": "13800001234"},))


def test_missing_in_the_file_changes_nothing(tmp_path: Path) -> None:
    found = judged(
        book_of(tmp_path, person(name="新来的人", address="杏林家园3-2-502")), known_as()
    )
    assert not any(change.id in ("r1", "h1", "d1") for change in found.plan.changes)


def test_the_same_number_twice_refuses_the_second_with_its_cell(tmp_path: Path) -> None:
    second = person(name="魏淑芬", id_no=HEAD[1])
    found = judged(book_of(tmp_path, HEAD, second))
    first_row, second_row = found.rows
    assert first_row.fate is Fate.NEW
    assert (second_row.fate, second_row.cell) == (Fate.REFUSED, "B3")
    assert "第 2 行" in second_row.reason


def test_a_repeated_number_is_settled_by_an_answer(tmp_path: Path) -> None:
    second = person(name="魏淑芬", id_no=HEAD[1])
    book = book_of(tmp_path, HEAD, second)
    for answer in ("blank", {"id_no": "560102193802280624"}):
        assert judged(book, answers={"B17@名单!B3": answer}).rows[1].fate is Fate.NEW


@pytest.mark.parametrize(
    ("said", "code", "fate"),
    [
        ({"id_no": "560102194203170242"}, "B01", Fate.NEW),
        ({"id_no": "56010219490815011x"}, "B02", Fate.NEW),
        ({"id_no": "５６０１０２１９４９０８１５０１１Ｘ"}, "B03", Fate.NEW),
        ({"id_no": "560102 19490815 011X"}, "B04", Fate.NEW),
        ({"id_no": "560102490815011"}, "B05", Fate.DOUBTFUL),
        ({"id_no": 560102194203170241}, "B06", Fate.NEW),
        ({"id_no": "5.60102E+17"}, "B06", Fate.NEW),
        ({"id_no": "56010219420317024"}, "B07", Fate.NEW),
        ({"id_no": "560102194302290249"}, "B08", Fate.NEW),
        ({"id_no": HEAD[1], "sex": "男"}, "B09", Fate.DOUBTFUL),
        ({"id_no": HEAD[1], "birth": "1942-05-01"}, "B10", Fate.DOUBTFUL),
        ({"id_no": HEAD[1]}, "B11", Fate.NEW),
        ({"id_no": "E12345678"}, "B15", Fate.DOUBTFUL),
        ({"id_no": "不详"}, "B16", Fate.NEW),
        ({"name": "张三560102194203170241"}, "B20", Fate.DOUBTFUL),
        ({"address": "杏林家园3栋2单元501"}, "B21", Fate.NEW),
        ({"address": "杏林家园3-501"}, "B23", Fate.DOUBTFUL),
        ({"address": "杏林家园3-2-501、502"}, "B24", Fate.DOUBTFUL),
        ({"address": "杏林家园3-2-999999"}, "B25", Fate.DOUBTFUL),
        ({"name": "岳?"}, "B37", Fate.DOUBTFUL),
        ({"name": "阿依努尔•吐尔逊江"}, "B38", Fate.NEW),
        ({"name": "好" * 65}, "B39", Fate.REFUSED),
        ({"name": "王 芳"}, "B41", Fate.NEW),
        ({"name": "王奶奶"}, "B42", Fate.DOUBTFUL),
        ({"name": "¸ßÓñ·Ò"}, "B45", Fate.DOUBTFUL),
        ({"name": "高\u202e玉芬"}, "B46", Fate.NEW),
        ({"birth": 15417}, "B47", Fate.NEW),
        ({"birth": "1942年3月"}, "B48", Fate.NEW),
        ({"birth": "12.3.17"}, "B48", Fate.DOUBTFUL),
        ({"birth": "农历一九四九年八月十五"}, "B49", Fate.NEW),
        ({"birth": "2099-01-01"}, "B50", Fate.NEW),
        ({"phone": "138 0000 1234"}, "B52", Fate.NEW),
        ({"phone": "1.38E+10"}, "B52", Fate.NEW),
        ({"phone": "13800001234/13900005678(儿子)"}, "B54", Fate.NEW),
        ({"sex": "male"}, "B65", Fate.NEW),
        ({"relation": "干儿子"}, "B65", Fate.DOUBTFUL),
    ],
)
def test_every_bad_input_has_its_code_and_fate(
    tmp_path: Path, said: dict[str, Any], code: str, fate: Fate
) -> None:
    row = only_row(judged(book_of(tmp_path, person(**said))))
    assert code in codes(row)
    assert row.fate is fate


def test_a_refused_field_names_its_cell_and_the_row_still_comes_in(tmp_path: Path) -> None:
    row = only_row(judged(book_of(tmp_path, person(id_no=560102194203170241))))
    (refused,) = (f for f in row.findings if f.finding.severity is Severity.REFUSE)
    assert refused.cell == "B2"
    assert "id_no" not in row.reading.care


@pytest.mark.parametrize(
    ("said", "question", "answer", "field", "value"),
    [
        ({"id_no": "560102490815011"}, "B05@名单!B2", "to18", "id_no", "56010219490815011X"),
        ({"id_no": "560102490815011"}, "B05@名单!B2", "keep", "id_type", "resident_15"),
        ({"id_no": "X0000000"}, "B15@名单!B2", "passport", "id_type", "passport"),
        ({"name": "岳?"}, "B37@名单!A2", {"name": "岳𬭎"}, "name", "岳𬭎"),
        ({"name": "王奶奶"}, "B42@名单!A2", "keep", "name", "王奶奶"),
        ({"name": "(已故)张三"}, "B42@名单!A2", "use", "life_status", "deceased"),
        ({"birth": "12.3.17"}, "B48@名单!D2", "2012-03-17", "birth_date", "2012-03-17"),
        ({"id_no": HEAD[1], "sex": "男"}, "B09@名单!C2", "id", "sex", "2"),
        ({"relation": "干儿子"}, "B65@relation_code:干儿子", "97", "relation_code", "97"),
    ],
)
def test_an_answer_settles_its_question(
    tmp_path: Path, said: dict[str, Any], question: str, answer: Any, field: str, value: str
) -> None:
    row = only_row(judged(book_of(tmp_path, person(**said)), answers={question: answer}))
    assert row.fate is Fate.NEW
    written = {
        **(row.reading.person or {}),
        **row.reading.care,
        "relation_code": row.reading.relation_code,
    }
    assert written[field] == value


def test_a_door_on_a_floor_no_building_has_comes_in_as_written_when_told_so(
    tmp_path: Path,
) -> None:
    book = book_of(tmp_path, person(address="杏林家园3-2-999999"))
    row = only_row(judged(book, answers={"B25@名单!G2": "keep"}))
    assert row.fate is Fate.NEW
    assert row.reading.place is not None
    assert (row.reading.place.room, row.reading.place.floor_label) == ("999999", "")


def test_one_answer_for_a_compound_settles_all_its_doors(tmp_path: Path) -> None:
    rows = [person(name=f"人{c}", address=f"幸福里{n}-501") for n, c in enumerate("甲乙丙丁", 1)]
    book = book_of(tmp_path, *rows)
    (question,) = judged(book).questions
    assert (question.id, question.rows) == ("B23@幸福里", 4)
    settled = judged(book, answers={question.id: "building"})
    assert [row.where for row in settled.rows] == [f"幸福里 {n}-501" for n in range(1, 5)]


def test_the_doors_we_know_settle_two_parts(tmp_path: Path) -> None:
    tower = KnownBuilding("b4", "4", "杏林家园", {"无": "u4"})
    known = Known(compounds={"杏林家园": "c1"}, buildings=(tower,))
    row = only_row(judged(book_of(tmp_path, person(address="杏林家园4-1101")), known))
    assert (row.fate, row.where) == (Fate.NEW, "杏林家园 4-1101")


def test_the_compound_is_found_by_its_building(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, person(address="3-2-501")), known_as())
    row = only_row(found)
    assert row.where == "杏林家园 3-2-501"
    assert "B29" in codes(row)


def test_somebody_else_behind_a_known_door_is_asked_about(tmp_path: Path) -> None:
    book = book_of(tmp_path, person(name="租客某"))
    asked = judged(book, known_as())
    assert only_row(asked).fate is Fate.DOUBTFUL
    beside = judged(book, known_as(), {"B32@名单!A2": "new"})
    assert beside.plan.count("household") == 1
    joined = judged(book, known_as(), {"B32@名单!A2": "join"})
    assert joined.plan.count("household") == 0
    assert joined.plan.count("member") == 1


def test_the_same_number_under_another_name_is_asked_about(tmp_path: Path) -> None:
    book = book_of(tmp_path, person(name="魏淑真", id_no=HEAD[1]))
    asked = judged(book, known_as())
    assert "B18" in codes(only_row(asked))
    assert only_row(asked).fate is Fate.DOUBTFUL
    same = judged(book, known_as(), {"B18@名单!A2": "same"})
    assert only_row(same).fate is Fate.DIFFERENT


def test_somebody_who_moved_stays_until_answered(tmp_path: Path) -> None:
    book = book_of(tmp_path, [*HEAD[:6], "杏林家园3-2-601"])
    shown = judged(book, known_as())
    assert [d.field for d in only_row(shown).differences] == ["place"]
    assert shown.plan.is_empty
    moved = judged(book, known_as(), {"DIFF@*": "take"})
    (move,) = moved.plan.moves
    assert (move.member_id, move.resident_id) == ("m1", "r1")


def test_a_row_can_be_left_out_on_purpose(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, person(name="小卖部")), answers={"B42@*": "skip"})
    assert only_row(found).fate is Fate.LEFT_OUT
    assert found.plan.is_empty


def test_two_of_one_name_behind_one_door_stay_two(tmp_path: Path) -> None:
    twin = person(name="魏淑珍", address=HEAD[6], relation="其他")
    first = [*HEAD[:1], "", *HEAD[2:3], "", *HEAD[4:]]
    book = book_of(tmp_path, first, twin)
    asked = judged(book, known_as(id_no=None))
    assert [row.fate for row in asked.rows] == [Fate.SAME, Fate.DOUBTFUL]
    assert codes(asked.rows[1]) == ["B40"]
    settled = judged(book, known_as(id_no=None), {"B40@*": "other"})
    assert [row.match is None for row in settled.rows] == [False, True]


def test_somebody_known_to_be_dead_is_not_moved_in_again(tmp_path: Path) -> None:
    known = known_as(life_status="deceased")
    found = judged(book_of(tmp_path, HEAD), known)
    assert only_row(found).reason == "不一样：生存状态"
    assert found.plan.is_empty


def test_a_different_row_says_what_it_brings(tmp_path: Path) -> None:
    row = only_row(
        judged(book_of(tmp_path, [*HEAD[:5], "13800001234", HEAD[6]]), known_as(sex=None))
    )
    assert (row.fate, row.reason) == (Fate.DIFFERENT, "补上：性别、电话")


def test_hidden_parts_are_read_when_told_to(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    book = book_of(tmp_path, HEAD, WIFE, shape=shape)
    assert len(judged(book).rows) == 1
    assert len(judged(book, answers={"B59@file": "take"}).rows) == 2


def test_a_street_has_numbers_and_no_units(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, person(address="北沿街12号")))
    assert only_row(found).where == "北沿街12号"
    assert [r.kind for r in found.plan.records[:2]] == ["building", "dwelling"]
    assert found.plan.records[0].fields["kind"] == "street"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("501", "没写哪栋楼"), ("3栋", "只写了楼，没写哪个门"), ("锅炉房", "没写哪栋楼")],
)
def test_half_an_address_is_asked_about(tmp_path: Path, typed: str, says: str) -> None:
    book = book_of(tmp_path, person(address=typed))
    row = only_row(judged(book))
    assert (row.fate, row.reason, row.cell) == (Fate.DOUBTFUL, says, "G2")
    settled = only_row(judged(book, answers={"B21@*": {"address": "3-2-501"}}))
    assert (settled.fate, settled.where) == (Fate.NEW, "3-2-501")


def test_a_house_by_itself_is_its_own_building(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, person(address="锅炉房")), answers={"B21@*": "alone"})
    assert (only_row(found).fate, only_row(found).where) == (Fate.NEW, "锅炉房")
    assert found.plan.records[0].fields["label"] == "锅炉房"
