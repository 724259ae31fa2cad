"""The search field: names, readings, doors, telephones, tags and the diary."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.pinyin_typed import letters_taken, may_fit
from fieldapp.queries.search import SearchQuery, SearchResult
from fieldapp.store import search
from fieldapp.store.schema import search_term
from tests.devices import DIARY_SCOPE, Device


@pytest.fixture
def town(device: Device) -> Device:
    """Give a device with three people whose initials are alike, and a house in a village."""
    device.seed("compound", "c1", {"name": "纺织厂家属院"})
    device.seed("building", "b1", {"label": "乙1", "compound_id": "c1"})
    device.seed("unit", "u3", {"building_id": "b1", "label": "3"})
    people = {"p1": "高玉芬", "p2": "关永丰", "p3": "顾艳芳"}
    for number, (id_, name) in enumerate(people.items(), start=1):
        room = f"50{number + 1}"
        device.seed(
            "dwelling",
            f"d{number}",
            {"building_id": "b1", "unit_id": "u3", "room_label": room}
            | {"addr_key": f"纺织厂家属院|乙1|3|{room}"},
        )
        fields = {"name": name, "sex": "2", "birth_date": "1936-11-11", "birth_precision": "day"}
        device.seed("resident", id_, fields | {"residence_type": "usual_local"})
        device.seed("household", f"h{number}", {"dwelling_id": f"d{number}", "head_id": id_})
        device.seed("member", f"m{number}", {"household_id": f"h{number}", "resident_id": id_})
    device.seed("village_group", "g1", {"name": "上沟组"})
    device.seed(
        "dwelling",
        "d9",
        {
            "village_group_id": "g1",
            "landmark": "老槐树西第二家",
            "addr_key": "上沟||老槐树西第二家",
        },
    )
    return device


def names(found: SearchResult) -> list[str]:
    """List the names of the people found."""
    return [row.title for row in found.people]


@pytest.mark.parametrize("typed", ["高玉芬", "玉芬", "芬", "gaoyufen", "gao yu", "yufen", "GYF"])
def test_a_person_is_found_by_name_ends_of_it_and_reading(town: Device, typed: str) -> None:
    assert "高玉芬" in names(town.ask(SearchQuery(typed)))


@pytest.mark.parametrize(
    "typed", ["gyufen", "gaoyf", "gyuf", "gaoyfen", "yfen", "gaoyufe", "GYuFen", "g yu f"]
)
def test_whole_syllables_and_initials_may_be_mixed(town: Device, typed: str) -> None:
    assert "高玉芬" in names(town.ask(SearchQuery(typed)))


def test_mixed_letters_are_marked_where_they_were_typed(town: Device) -> None:
    (row,) = town.ask(SearchQuery("gyufe")).people
    assert [row.reading[start : start + length] for start, length in row.marks] == ["g", "yu", "fe"]


@given(st.data())
def test_any_mixture_of_a_names_syllables_and_initials_fits_it(data: st.DataObject) -> None:
    name = data.draw(
        st.text("高玉芬关永丰顾艳芳张吕赵诸葛欧阳单曾仇安爱儿", min_size=2, max_size=6)
    )
    read = search.syllables(name)
    taken = [data.draw(st.sampled_from([1, len(part)])) for part in read]
    typed = "".join(part[:length] for part, length in zip(read, taken, strict=True))
    fits = letters_taken(typed, read)
    assert fits is not None
    assert sum(fits) == len(typed)
    assert may_fit(typed, "".join(part[0] for part in read))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_mixture_finds_the_name(town: Device, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["高玉芬", "关永丰", "顾艳芳"]))
    first = data.draw(st.integers(0, 1))
    pieces = [
        part if data.draw(st.booleans()) else part[0] for part in search.syllables(name)[first:]
    ]
    assert name in names(town.ask(SearchQuery("".join(pieces))))


@pytest.mark.parametrize("typed", ["gyufex", "xgyufen", "gxfen", "gyufengao"])
def test_letters_that_fit_no_name_find_nobody(town: Device, typed: str) -> None:
    assert names(town.ask(SearchQuery(typed))) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("乙1502", ["d1"]),
        ("13804", ["d13"]),
        ("13栋804", ["d13"]),
        ("138041", []),
        ("130804", []),
        ("14804", []),
    ],
)
def test_a_door_written_without_anything_between_is_found_in_any_unit(
    town: Device, typed: str, found: list[str]
) -> None:
    town.seed("dwelling", "d13", {"building_id": "b1", "addr_key": "纺织厂家属院|13|2|804"})
    assert [row.id for row in town.ask(SearchQuery(typed)).doors] == found


def test_a_number_that_means_two_doors_finds_both(town: Device) -> None:
    town.seed("dwelling", "d1-3", {"building_id": "b1", "addr_key": "纺织厂家属院|1|3|804"})
    town.seed("dwelling", "d13", {"building_id": "b1", "addr_key": "纺织厂家属院|13|2|804"})
    found = town.ask(SearchQuery("13804")).doors
    assert [row.id for row in found] == ["d1-3", "d13"]


def test_initials_find_all_who_share_them(town: Device) -> None:
    found = town.ask(SearchQuery("gyf"))
    assert sorted(names(found)) == sorted(["高玉芬", "关永丰", "顾艳芳"])
    assert found.people_count == 3


def test_the_letters_that_matched_are_marked(town: Device) -> None:
    (row,) = [row for row in town.ask(SearchQuery("gyf")).people if row.title == "高玉芬"]
    assert row.reading == "gao yu fen"
    assert row.marks == ((0, 1), (4, 1), (7, 1))


def test_a_reading_is_marked_across_its_syllables(town: Device) -> None:
    (row,) = town.ask(SearchQuery("yufe")).people
    assert row.marks == ((4, 2), (7, 2))


def test_a_person_comes_with_her_door(town: Device) -> None:
    row = town.ask(SearchQuery("高玉芬")).people[0]
    assert (row.door, row.dwelling, row.household) == ("乙1-3-502", "d1", "h1")
    assert row.subtitle == "纺织厂家属院 乙1，90 岁，女"


@pytest.mark.parametrize(
    "typed", ["乙1-3-502", "乙13502", "13502", "3-502", "乙1栋3单元502室", "502"]
)
def test_a_door_is_found_in_any_spelling(town: Device, typed: str) -> None:
    assert town.ask(SearchQuery(typed)).doors[0].title == "乙1-3-502"


def test_a_landmark_is_found_from_any_character_on(town: Device) -> None:
    assert [row.id for row in town.ask(SearchQuery("槐树西")).doors] == ["d9"]


def test_the_end_of_a_telephone_number_finds_its_owner(town: Device) -> None:
    fields = town.read("resident", "p1") | {"phones": {"dots": {"x": {"number": "10012345601"}}}}
    town.seed("resident", "p1", fields)
    assert names(town.ask(SearchQuery("5601"))) == ["高玉芬"]
    assert town.ask(SearchQuery("01")).people == ()


def test_a_tag_finds_those_who_have_it(town: Device) -> None:
    fields = town.read("resident", "p2") | {"tags": {"dots": {"x": {"code": "ALONE"}}}}
    town.seed("resident", "p2", fields)
    assert names(town.ask(SearchQuery("独居"))) == ["关永丰"]


def test_a_masked_tag_finds_nobody(town: Device) -> None:
    fields = town.read("resident", "p2") | {"tags": {"dots": {"x": {"code": "DISAB"}}}}
    town.seed("resident", "p2", fields)
    assert town.ask(SearchQuery("残疾人")).people == ()


def test_the_diary_is_found_by_its_words_and_by_the_letters_of_a_name(town: Device) -> None:
    entry = {"author": "worker-wang", "on": "2026-11-19"}
    town.seed("diary_entry", "e1", entry, scope=DIARY_SCOPE)
    line = {"entry_id": "e1", "text": "@高玉芬家暖气不热", "sort_no": 1}
    town.seed("diary_line", "l1", line, scope=DIARY_SCOPE)
    (row,) = town.ask(SearchQuery("暖气")).diaries
    assert row.title == "11月19日 高玉芬家暖气不热"
    assert row.title[row.marks[0][0] :][: row.marks[0][1]] == "暖气"
    assert len(town.ask(SearchQuery("gyf")).diaries) == 1


def test_somebody_renamed_is_found_by_the_new_name_only(town: Device) -> None:
    town.seed("resident", "p1", {"name": "高雨芬", "residence_type": "usual_local"})
    assert town.ask(SearchQuery("玉芬")).people == ()
    assert names(town.ask(SearchQuery("雨芬"))) == ["高雨芬"]


def test_somebody_taken_out_is_not_found(town: Device) -> None:
    town.seed("resident", "p1", town.read("resident", "p1") | {"archived": True})
    assert town.ask(SearchQuery("高玉芬")).people == ()


def test_a_rare_character_is_found_by_itself(device: Device) -> None:
    device.seed("resident", "p1", {"name": "岳𬭎", "residence_type": "usual_local"})
    assert names(device.ask(SearchQuery("𬭎"))) == ["岳𬭎"]


def test_a_foreign_name_is_found_by_each_of_its_words(device: Device) -> None:
    fields = {"name": "Anna Example", "latin_name": "Anna Example", "residence_type": "overseas"}
    device.seed("resident", "p1", fields)
    assert names(device.ask(SearchQuery("exam"))) == ["Anna Example"]


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "'", "gyx", "-", "😀", "x" * 500])
def test_anything_typed_is_answered(town: Device, typed: str) -> None:
    assert town.ask(SearchQuery(typed)).people == ()


def test_the_index_made_again_is_the_same(town: Device) -> None:
    def everything() -> list[tuple[str, ...]]:
        return town.run(
            lambda connection: sorted(
                tuple(row) for row in connection.execute(search_term.select())
            )
        )

    before = everything()
    town.run(search.rebuild)
    assert everything() == before
