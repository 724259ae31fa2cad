"""The card of a household, its history, and finding it."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.history import MASKED, HistoryQuery
from fieldapp.queries.household import DoorPaneQuery, HouseholdQuery
from fieldapp.queries.lookup import ChoicesQuery, LookupQuery
from fieldapp.queries.marks import SyncMark, SyncMarksQuery
from fieldapp.queries.visits import VisitsQuery
from fieldapp.services.fields import SetFields
from fieldapp.services.households import MoveOut
from fieldapp.services.tags import AddTag
from fieldapp.services.visits import LogVisit
from fieldapp.store import outbox
from sync.protocol import ChangeId
from tests.devices import GRID_SCOPE, WORKER, Device, make_device
from tests.services.grids import build, door, family, village_door

ID_NO = "560102193611110403"


def gao(device: Device) -> tuple[str, str, str]:
    """Let 高玉芬 live at 3-502; gives dwelling, household and resident."""
    build(device)
    device.seed("staff", WORKER, {"name": "王海示例", "role": "worker"})
    where = door(device, "502")
    home, people = family(device, where, "高玉芬")
    edits = {"birth_date": "1936-11-11", "sex": "女", "id_no": ID_NO}
    device.do(SetFields("resident", people[0], edits))
    return where, home, people[0]


def test_the_card_says_where_and_who(device: Device) -> None:
    _, home, _ = gao(device)
    card = device.ask(HouseholdQuery(home))
    assert (card.door, card.title, card.place) == (
        "乙1-3-502",
        "高玉芬家",
        "3单元 5 楼，没有电梯",
    )


def test_a_person_is_said_in_a_line(device: Device) -> None:
    _, home, _ = gao(device)
    assert device.ask(HouseholdQuery(home)).people[0].summary == "女，90 岁，户主"


def test_the_number_is_masked(device: Device) -> None:
    _, home, _ = gao(device)
    assert device.ask(HouseholdQuery(home)).people[0].masked_id == "5601**********0403"


def test_a_masked_tag_is_a_count_and_no_word(device: Device) -> None:
    _, home, person = gao(device)
    device.do(AddTag("resident", person, "ILL"))
    card = device.ask(HouseholdQuery(home))
    assert card.people[0].hidden == 1
    assert "重病" not in repr(card)


def test_who_may_not_hold_the_number_sees_none() -> None:
    part = make_device(person="worker-miao", scopes_held=(GRID_SCOPE,))
    build(part)
    home, _ = family(part, door(part, "502"), "高玉芬")
    person = part.ask(HouseholdQuery(home)).people[0]
    part.close()
    assert (person.masked_id, person.can_reveal) == ("", False)


def test_what_was_promised_stands_on_the_card_until_the_day_after(device: Device) -> None:
    where, home, _ = gao(device)
    device.do(LogVisit(where, "met", home, promise="问供热站：暖气不热"))
    promise = device.ask(HouseholdQuery(home)).promises[0]
    assert (promise.text, promise.made_text) == ("问供热站：暖气不热", "11月20日答应的")


def test_the_last_visits_are_said_in_a_line(device: Device) -> None:
    where, home, _ = gao(device)
    for days, outcome in ((9, "met"), (2, "no_answer")):
        at_ms = device.clock.wall_ms - days * 86_400_000
        device.do(LogVisit(where, outcome, home, at_ms=at_ms))
    assert device.ask(DoorPaneQuery(where)).visits_text == "11月11日见到，11月18日无人"


def test_two_visits_of_a_day_are_both_kept_and_marked(device: Device) -> None:
    where, home, _ = gao(device)
    device.do(LogVisit(where, "met", home))
    device.do(LogVisit(where, "met", home))
    assert [row.same_day for row in device.ask(VisitsQuery(home))] == [True, True]


def test_a_visit_bears_its_writers_name(device: Device) -> None:
    where, home, _ = gao(device)
    device.do(LogVisit(where, "met", home))
    assert device.ask(VisitsQuery(home))[0].author_name == "王海示例"


def test_a_door_where_nobody_lives_has_a_pane_without_a_card(device: Device) -> None:
    build(device)
    pane = device.ask(DoorPaneQuery(door(device, "601")))
    assert (pane.card, pane.number, pane.place) == (None, "601", "纺织厂家属院 乙1·3单元")


def test_the_emergency_contact_comes_first(device: Device) -> None:
    _, home, person = gao(device)
    edits = {"emergency_relation": "女儿", "emergency_phone": "10012345601"}
    device.do(SetFields("resident", person, edits))
    contact = device.ask(HouseholdQuery(home)).contacts[0]
    assert (contact.title, contact.shown) == ("女儿", "100 1234 5601")


def test_the_head_of_the_stairs_is_somebody_to_ask(device: Device) -> None:
    _, home, _ = gao(device)
    _, others = family(device, door(device, "101", "1"), "谭凤霞")
    device.do(AddTag("resident", others[0], "VOL", note="楼栋长"))
    contact = device.ask(HouseholdQuery(home)).contacts[-1]
    assert (contact.title, contact.note) == ("楼栋长", "谭凤霞 乙1-1-101")


def test_an_unknown_household_is_told(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.ask(HouseholdQuery("nowhere"))
    assert refused.value.is_input


def test_history_says_who_changed_what(device: Device) -> None:
    where, _, _ = gao(device)
    device.do(SetFields("dwelling", where, {"access_note": "有狗"}))
    device.do(SetFields("dwelling", where, {"access_note": "铃坏了"}))
    line = device.ask(HistoryQuery("dwelling", where, "access_note"))[0]
    assert (line.old, line.new) == ("有狗", "铃坏了")
    assert line.author_name == "王海示例"


def test_history_names_people_and_choices_in_words(device: Device) -> None:
    _, home, _ = gao(device)
    lines = {line.field: line.new for line in device.ask(HistoryQuery("household", home))}
    assert (lines["head_id"], lines["kind"]) == ("高玉芬", "家庭户")


def test_history_tells_no_masked_value(device: Device) -> None:
    _, home, person = gao(device)
    device.do(AddTag("resident", person, "ILL"))
    lines = device.ask(HistoryQuery("household", home, also_people=True))
    assert ID_NO not in repr(lines)
    assert "ILL" not in repr(lines)
    assert MASKED in {line.new for line in lines if line.kind == "care"}


def test_a_record_says_how_far_it_got(device: Device) -> None:
    where, home, _ = gao(device)
    visit = device.do(LogVisit(where, "met", home))
    device.seed("compound", "old", {"name": "旧院"})
    keys = (("visit", visit), ("compound", "old"))
    marks = device.ask(SyncMarksQuery(keys))
    assert (marks[keys[0]], marks[keys[1]]) == (SyncMark.saved, SyncMark.entered)


def test_a_record_the_server_has_is_delivered(device: Device) -> None:
    where, home, _ = gao(device)
    visit = device.do(LogVisit(where, "met", home))
    name = ChangeId(device.waiting()[-1].id)
    device.run(lambda connection: outbox.mark_delivered(connection, {name: 7}))
    assert device.ask(SyncMarksQuery((("visit", visit),)))["visit", visit] is SyncMark.delivered


@pytest.mark.parametrize("text", ["乙1-3-502", "乙1栋3单元502", "纺织厂家属院 乙1-3-502"])
def test_a_door_is_found_in_any_spelling(device: Device, text: str) -> None:
    where, _, _ = gao(device)
    assert device.ask(LookupQuery("dwelling", text)).id == where


def test_a_house_in_a_village_is_found_by_its_landmark(device: Device) -> None:
    where = village_door(device)
    assert device.ask(LookupQuery("dwelling", "老槐树西第二家")).id == where


def test_a_household_is_found_by_door_or_by_name(device: Device) -> None:
    _, home, _ = gao(device)
    found = [device.ask(LookupQuery("household", text)).id for text in ("乙1-3-502", "高玉芬")]
    assert found == [home, home]


def test_a_part_of_a_door_is_several_doors(device: Device) -> None:
    gao(device)
    with pytest.raises(Refused) as refused:
        device.ask(LookupQuery("dwelling", "502"))
    assert (refused.value.code, len(refused.value.candidates)) == ("ambiguous", 3)


def test_of_two_people_of_one_name_the_door_tells_which(device: Device) -> None:
    gao(device)
    _, others = family(device, door(device, "601"), "高玉芬")
    assert device.ask(LookupQuery("resident", "乙1-3-601 高玉芬")).id == others[0]


def test_two_people_of_one_name_are_offered(device: Device) -> None:
    gao(device)
    family(device, door(device, "601"), "高玉芬")
    with pytest.raises(Refused) as refused:
        device.ask(LookupQuery("resident", "高玉芬"))
    assert any(one.endswith("乙1-3-601 高玉芬") for one in refused.value.candidates)


def test_a_household_that_moved_out_is_not_found_by_its_door(device: Device) -> None:
    _, home, _ = gao(device)
    device.do(MoveOut(home))
    with pytest.raises(Refused) as refused:
        device.ask(LookupQuery("household", "乙1-3-502"))
    assert refused.value.code == "not-found"


def test_an_id_is_found_as_it_is(device: Device) -> None:
    _, home, _ = gao(device)
    assert device.ask(LookupQuery("household", home)).label == "乙1-3-502 高玉芬"


def test_forms_offer_buildings_by_their_names(device: Device) -> None:
    build(device)
    choices = device.ask(ChoicesQuery())
    assert [one.label for one in choices.buildings] == ["纺织厂家属院 乙1"]
    assert [one.label for one in choices.units] == ["1", "2", "3"]
