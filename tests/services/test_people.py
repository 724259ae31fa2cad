"""Residents, what is masked of them, and their tags."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from fieldapp.errors import Refused
from fieldapp.services.fields import LogReveal, SetFields
from fieldapp.services.people import AddPhone, AddResident, RemovePhone
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.undo import UndoLast
from fieldapp.store.schema import reveal
from sync.merge import live_elements
from tests.devices import CARE_SCOPE, GRID_SCOPE, Device, make_device
from tests.services.grids import build, door, family

ID_NO = "560102193611110403"


def gao(device: Device) -> tuple[str, str]:
    """Let 高玉芬 live at 3-502; gives household and resident."""
    build(device)
    home, people = family(device, door(device, "502"), "高玉芬")
    return home, people[0]


def codes(device: Device, kind: str, id_: str) -> set[str]:
    return {one["code"] for one in live_elements(device.read(kind, id_).get("tags")).values()}


def test_a_name_and_how_she_lives_here_are_enough(device: Device) -> None:
    assert device.read("resident", device.do(AddResident("丁䶮", "常住户籍")))["name"] == "丁䶮"


def test_a_rare_character_is_kept_as_it_was_given(device: Device) -> None:
    name = "岳𬭎\uf9dc"
    assert device.read("resident", device.do(AddResident(name, "usual_local")))["name"] == name


def test_a_resident_without_a_name_is_refused(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(AddResident(" ", "usual_local"))
    assert refused.value.field == "name"


def test_a_newborn_needs_no_papers(device: Device) -> None:
    born = device.do(AddResident("小宝", "usual_local", birth_date="2026-11-02"))
    assert device.read("resident", born)["birth_date"] == "2026-11-02"


def test_a_number_goes_where_few_may_look(device: Device) -> None:
    one = device.do(AddResident("高玉芬", "usual_local", id_no=ID_NO))
    assert device.read("care", one)["id_no"] == ID_NO
    assert ID_NO not in str([entry.body for entry in device.waiting(GRID_SCOPE)])


def test_a_number_that_checks_tells_birth_and_sex(device: Device) -> None:
    fields = device.read("resident", device.do(AddResident("高玉芬", "usual_local", id_no=ID_NO)))
    assert (fields["birth_date"], fields["sex"]) == ("1936-11-11", "2")


def test_a_number_that_does_not_check_is_kept_all_the_same(device: Device) -> None:
    one = device.do(AddResident("魏淑珍", "usual_local", id_no="560102194203170242"))
    assert device.read("care", one)["id_no"] == "560102194203170242"


def test_a_number_can_only_be_kept_by_those_who_may() -> None:
    part = make_device(person="worker-miao", scopes_held=(GRID_SCOPE,))
    with pytest.raises(Refused) as refused:
        part.do(AddResident("高玉芬", "usual_local", id_no=ID_NO))
    part.close()
    assert refused.value.code == "care-not-yours"


def test_a_year_alone_is_kept_as_a_year(device: Device) -> None:
    one = device.do(AddResident("高示例", "usual_local", birth_date="1942"))
    assert device.read("resident", one)["birth_precision"] == "year"


def test_a_birth_date_that_may_be_two_is_asked_about(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(AddResident("高示例", "usual_local", birth_date="3/4/1942"))
    assert refused.value.candidates[:2] == ("1942-03-04", "1942-04-03")


def test_telephones_are_read_one_by_one(device: Device) -> None:
    one = device.do(AddResident("高示例", "usual_local", phones=("10012345601/10012345602",)))
    assert len(live_elements(device.read("resident", one)["phones"])) == 2


def test_a_telephone_held_already_is_not_added_again(device: Device) -> None:
    one = device.do(AddResident("高示例", "usual_local", phones=("10012345601",)))
    device.do(AddPhone(one, "100 1234 5601", "女儿"))
    assert len(live_elements(device.read("resident", one)["phones"])) == 1


def test_a_telephone_that_was_removed_comes_back_by_undo(device: Device) -> None:
    one = device.do(AddResident("高示例", "usual_local", phones=("10012345601",)))
    device.do(RemovePhone(one, "10012345601"))
    device.do(UndoLast())
    numbers = [
        phone["number"] for phone in live_elements(device.read("resident", one)["phones"]).values()
    ]
    assert numbers == ["10012345601"]


def test_an_ordinary_tag_is_on_the_resident(device: Device) -> None:
    _, person = gao(device)
    device.do(AddTag("resident", person, "ALONE"))
    assert codes(device, "resident", person) == {"ALONE"}


def test_a_masked_tag_is_only_in_the_masked_row(device: Device) -> None:
    _, person = gao(device)
    device.do(AddTag("resident", person, "DISAB_SEV"))
    assert codes(device, "care", person) == {"DISAB_SEV"}
    assert "DISAB_SEV" not in str([entry.body for entry in device.waiting(GRID_SCOPE)])


def test_a_masked_tag_publishes_how_often_and_how_many(device: Device) -> None:
    home, person = gao(device)
    device.do(AddTag("resident", person, "DISAB"))
    device.do(AddTag("resident", person, "ILL"))
    assert device.read("household", home)["cadence_days"] == 30
    assert device.read("resident", person)["has_care"] == 2


def test_removing_the_masked_tag_takes_both_back(device: Device) -> None:
    home, person = gao(device)
    device.do(AddTag("resident", person, "ILL"))
    device.do(RemoveTag("resident", person, "ILL"))
    assert "cadence_days" not in device.read("household", home)
    assert "has_care" not in device.read("resident", person)


def test_undoing_a_masked_tag_undoes_what_it_published(device: Device) -> None:
    home, person = gao(device)
    device.do(AddTag("resident", person, "ILL"))
    device.do(UndoLast())
    assert "cadence_days" not in device.read("household", home)
    assert codes(device, "care", person) == set()


def test_a_tag_is_put_on_once(device: Device) -> None:
    _, person = gao(device)
    assert device.do(AddTag("resident", person, "ALONE")) == device.do(
        AddTag("resident", person, "独居老人")
    )


@pytest.mark.parametrize("code", ["DRUG", "PETITION", "PSY"])
def test_what_must_not_be_kept_is_refused(device: Device, code: str) -> None:
    _, person = gao(device)
    with pytest.raises(Refused) as refused:
        device.do(AddTag("resident", person, code))
    assert refused.value.code == "tag-not-kept"


def test_a_tag_that_follows_from_age_is_not_put_on(device: Device) -> None:
    _, person = gao(device)
    with pytest.raises(Refused) as refused:
        device.do(AddTag("resident", person, "AGE80"))
    assert refused.value.code == "tag-computed"


def test_opening_a_masked_field_is_recorded(device: Device) -> None:
    _, person = gao(device)
    device.do(SetFields("resident", person, {"id_no": ID_NO}))
    assert device.do(LogReveal("resident", person, "id_no")) == ID_NO
    taps = device.run(lambda connection: connection.execute(select(reveal)).all())
    assert [(tap.scope, tap.row, tap.field) for tap in taps] == [(CARE_SCOPE, person, "id_no")]


def test_masked_tags_are_told_in_words(device: Device) -> None:
    _, person = gao(device)
    device.do(AddTag("resident", person, "DISAB_SEV"))
    assert device.do(LogReveal("resident", person, "tags")) == "重度残疾人"


def test_where_nothing_is_masked_nothing_opens(device: Device) -> None:
    _, person = gao(device)
    with pytest.raises(Refused):
        device.do(LogReveal("resident", person, "id_no"))
