"""The day's work: visits, whom to see, coverage, the diary and its reviews, the search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.homes import SECRETARY, Console, Offices, Registry, enrol_home, seed
from tests.devices import DIARY_SCOPE, GRID, SCOPES, WORKER

SHANGHAI = timedelta(hours=8)
DOOR = "乙1-3-502"
COLLEAGUES = {"w1": "苗长根", "w2": "王敏", "w3": "王敏"}


@pytest.fixture
def street(console: Console) -> Console:
    """Give a console over a grid with one household behind 乙1-3-502 and an empty door beside."""
    console.run(
        *("building", "add", "乙1", "--floors", "6", "--doors", "2", "--unit", "3", "--lift")
    )
    household = console.id("household", "add", DOOR)
    console.id(
        *("resident", "add", "高玉芬", "--residence", "usual_local", "--household", household),
        *("--head", "--birth", "1936-03-05", "--phone", "13800000241"),
    )
    console.id("tag", "add", "resident", "高玉芬", "ALONE")
    return console


def now_in_shanghai() -> datetime:
    """Give the wall time in Asia/Shanghai, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0) + SHANGHAI


def visits(console: Console, door: str = DOOR) -> list[dict[str, object]]:
    """List the visits that the household's card shows."""
    shown: list[dict[str, object]] = console.json("household", "show", door)["household"]["visits"]
    return shown


def test_a_knock_is_a_door_and_an_outcome_by_code_or_by_word(street: Console) -> None:
    first = street.id("visit", DOOR, "--outcome", "no_answer")
    second = street.id("visit", DOOR, "--outcome", "无人")
    assert first != second
    assert [one["outcome"] for one in visits(street)] == ["no_answer", "no_answer"]


def test_a_visit_says_whom_she_met_what_was_said_and_promised(street: Console) -> None:
    street.id(
        *("visit", DOOR, "--outcome", "met", "--met", "高玉芬", "--note", "水管滴水"),
        *("--promise", "请物业来看", "--mode", "door"),
    )
    card = street.json("household", "show", "高玉芬")["household"]
    assert card["visits"][0]["note"] == "水管滴水"
    assert card["promises"][0]["text"] == "请物业来看"


def test_a_time_without_a_zone_is_shanghais(street: Console) -> None:
    at = now_in_shanghai() - timedelta(hours=1)
    plain = street.id("visit", DOOR, "--outcome", "met", "--at", at.isoformat())
    zoned = street.id("visit", DOOR, "--outcome", "met", "--at", f"{at.isoformat()}+08:00")
    rows = {row["id"]: row["fields"] for row in street.json("dump")["rows"]}
    assert rows[plain]["at_ms"] == rows[zoned]["at_ms"]
    assert rows[plain]["at_ms"] == int((at - SHANGHAI).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "words",
    [
        ("--outcome", "happy"),
        ("--outcome", "met", "--at", "yesterday"),
        ("--outcome", "met", "--at", "2999-01-01T00:00"),
        ("--outcome", "met", "--met", "没有这个人"),
        ("--outcome", "met", "--mode", "letter"),
        (),
    ],
)
def test_a_visit_that_cannot_be_read_is_wrong_input_and_changes_nothing(
    street: Console, words: tuple[str, ...]
) -> None:
    before = street.json("status")["outbox"]
    assert street.run("visit", DOOR, *words).code == 2
    assert street.json("status")["outbox"] == before


@pytest.mark.parametrize("part", ["高玉", "玉芬", "gaoyu"])
def test_a_part_of_a_name_is_answered_with_those_it_may_mean(street: Console, part: str) -> None:
    said = street.run("visit", part, "--outcome", "met", "--json")
    assert (said.code, said.document["error"]) == (2, "not-found")
    (one,) = said.document["candidates"]
    assert "高玉芬" in one["label"]
    street.id("visit", one["id"], "--outcome", "met")
    (person,) = street.run("reveal", part, "id_no", "--json").document["candidates"]
    assert person["id"] != one["id"]


def test_a_visit_is_undone_by_its_id(street: Console) -> None:
    visit = street.id("visit", DOOR, "--outcome", "met")
    assert street.json("visit", "undo", visit)["id"] == visit
    assert visits(street) == []


def test_undoing_may_carry_its_options_anywhere(street: Console) -> None:
    visit = street.id("visit", DOOR, "--outcome", "met")
    said = street.bare(
        "--json", "--home", str(street.path), "visit", "undo", "--reason", "误", visit
    )
    assert said.code == 0


def test_whom_to_see_is_listed_with_the_reason(street: Console) -> None:
    rows = street.json("due", "--within", "7")["rows"]
    assert [row["name"] for row in rows] == ["高玉芬"]
    assert "独居" in rows[0]["reason"]


def test_coverage_of_a_month_counts_households_once(street: Console) -> None:
    street.id("visit", DOOR, "--outcome", "met")
    street.id("visit", DOOR, "--outcome", "met")
    month = f"{now_in_shanghai():%Y-%m}"
    coverage = street.json("coverage", "--month", month)
    assert coverage["month"] == month
    assert coverage["met"]["count"] <= 1
    assert street.json("coverage")["month"] == month


@pytest.mark.parametrize("month", ["2026-13", "2026/11", "11月"])
def test_a_month_that_is_none_is_wrong_input(street: Console, month: str) -> None:
    assert street.run("coverage", "--month", month).code == 2


@pytest.mark.parametrize("text", ["高玉芬", "gaoyufen", "gyf", "0241", "独居", "乙1-3-502"])
def test_the_search_finds_by_name_sound_initials_telephone_tag_and_door(
    street: Console, text: str
) -> None:
    found = street.json("search", text)["found"]
    assert found["people"] or found["doors"]


def test_with_nothing_to_undo_it_says_so_and_ends_with_four(console: Console) -> None:
    said = console.run("undo")
    assert (said.code, said.err) == (4, "没有可以撤销的了。\n")


def test_a_diary_is_written_handed_in_and_shown(street: Console) -> None:
    draft = street.json("diary", "write", "高奶奶家水管滴水\n请了物业", "--household", "高玉芬")
    assert len(draft["lines"]) == 2
    assert street.json("diary", "list")["rows"][0]["state"] == "draft"
    waiting = street.json("status")["outbox"]
    street.json("diary", "submit", draft["id"])
    assert street.json("status")["outbox"] > waiting
    street.json("diary", "tick", draft["lines"][0])
    page = street.json("diary", "show", draft["id"])["entry"]
    assert [line["is_ticked"] for line in page["lines"]] == [True, False]
    assert page["lines"][0]["households"][0]["name"] == "高玉芬"


def test_the_diary_is_found_by_its_words(street: Console) -> None:
    draft = street.id("diary", "write", "高奶奶家水管滴水")
    street.json("diary", "submit", draft)
    assert street.json("search", "水管")["found"]["diaries"]


def test_a_draft_never_appears_in_a_dump(street: Console) -> None:
    street.id("diary", "write", "还没想好")
    assert "还没想好" not in street.run("dump", "--reveal").out


def test_a_worker_may_not_review(street: Console) -> None:
    entry = street.id("diary", "write", "今天平安")
    street.json("diary", "submit", entry)
    assert street.run("review", entry, "--kind", "acknowledged").code == 4


@pytest.fixture
def secretary(bare: Console) -> Console:
    """Give the console of the secretary, who has a worker's diary entry before her."""
    diaries = (f"diary:{one}" for one in (SECRETARY, *COLLEAGUES))
    others = Registry(scopes=(*SCOPES, *diaries), person=SECRETARY, role="secretary")
    bare.offices = Offices(others)
    enrol_home(bare.path, bare.offices)
    entry = {"author": WORKER, "grid": GRID, "on": "2026-11-19", "submitted_ms": 1}
    line = {"entry_id": "entry-1", "text": "水管滴水", "sort_no": 1}
    seed(bare.path, {"diary_entry": {"entry-1": entry}, "diary_line": {"line-1": line}})
    return bare


def test_the_secretary_reads_and_writes_under_an_entry(secretary: Console) -> None:
    assert secretary.json("review", "list")["unread"] == 1
    review = secretary.id("review", "entry-1", "--kind", "批示", "--text", "今天请物业去看")
    shown = secretary.json("diary", "show", "entry-1")["entry"]["reviews"]
    assert [(one["id"], one["text"]) for one in shown] == [(review, "今天请物业去看")]
    assert secretary.json("diary", "list", "--author", "王秀兰")["count"] == 1
    secretary.json("review", "undo", review)
    assert secretary.json("diary", "show", "entry-1")["entry"]["reviews"] == []


def test_an_entry_told_in_lines_says_until_when(secretary: Console) -> None:
    review = {"entry_id": "entry-1", "kind": "instruction", "text": "去看", "author": SECRETARY}
    seed(secretary.path, {"review": {"r": {**review, "at_ms": 1, "due_ms": 1_795_168_800_000}}})
    assert "去看  2026-11-20 18:00 前办好  r" in secretary.run("diary", "show", "entry-1").out


def test_a_line_told_says_which_household_it_names(street: Console) -> None:
    draft = street.id("diary", "write", "水管滴水", "--household", "高玉芬")
    assert "· 水管滴水  乙1-3-502 高玉芬  " in street.run("diary", "show", draft).out


def test_an_instruction_without_words_is_wrong_input(secretary: Console) -> None:
    assert secretary.run("review", "entry-1", "--kind", "instruction").code == 2


def test_a_worker_answers_what_was_written_under_her_entry(street: Console) -> None:
    entry = street.id("diary", "write", "水管滴水")
    street.json("diary", "submit", entry)
    review = {"entry_id": entry, "kind": "instruction", "text": "去看", "author": SECRETARY}
    seed(street.path, {"review": {"review-1": {**review, "at_ms": 1, "seen_lines": []}}})
    street.json("diary", "reply", entry, "--kind", "received", "--text", "下午去")
    shown = street.json("diary", "show", entry)["entry"]["reviews"][0]
    assert shown["replies"][0]["text"] == "下午去"
    assert DIARY_SCOPE in {row["scope"] for row in street.json("dump")["rows"]}


def test_a_sealed_line_of_another_is_opened_when_one_says_so(secretary: Console) -> None:
    sealed = {"entry_id": "entry-1", "text": "孩子的事", "sort_no": 9, "is_sealed": True}
    seed(secretary.path, {"diary_line": {"line-9": sealed}})
    assert "孩子的事" not in secretary.run("diary", "show", "entry-1").out
    assert "孩子的事" in secretary.run("diary", "show", "entry-1", "--open").out


def test_a_line_is_sealed_and_its_seal_taken_off(street: Console) -> None:
    draft = street.json("diary", "write", "孩子的事")
    street.json("diary", "seal", draft["lines"][0])
    assert street.json("diary", "list")["rows"][0]["first_line"] == "密封的，点开看"
    street.json("diary", "unseal", draft["lines"][0])
    assert street.json("diary", "list")["rows"][0]["first_line"] == "孩子的事"


def test_a_review_says_whom_it_is_for(secretary: Console) -> None:
    secretary.id("review", "entry-1", "--kind", "批示", "--text", "上门", "--for", "供热站")
    assert "给 供热站" in secretary.run("diary", "show", "entry-1").out


@pytest.fixture
def colleagues(secretary: Console) -> Console:
    """Let three colleagues work in the grid of the entry, two of one name."""
    staff = {one: {"name": name, "role": "worker"} for one, name in COLLEAGUES.items()}
    posts = {f"a-{one}": {"person": one, "grid": GRID, "role": "full"} for one in COLLEAGUES}
    seed(secretary.path, {"staff": staff, "assignment": posts})
    return secretary


def test_a_review_told_says_whose_diary_it_went_into(colleagues: Console) -> None:
    written = ("review", "entry-1", "--kind", "批示", "--text", "上门", "--for")
    assert "给 苗长根，进了她的日记" in colleagues.run(*written, "苗长根").out
    assert "给 供热站，只写在批示上" in colleagues.run(*written, "供热站").out


def test_of_two_colleagues_of_one_name_none_is_taken(colleagues: Console) -> None:
    written = ("review", "entry-1", "--kind", "批示", "--text", "上门", "--for")
    refused = colleagues.run(*written, "王敏")
    assert refused.code == 2
    told = refused.out + refused.err
    assert [one for one in COLLEAGUES if one in told] == ["w2", "w3"]
    assert "给 王敏，进了她的日记" in colleagues.run(*written, "w3").out


def test_what_waits_for_an_answer_is_listed_and_answered(street: Console) -> None:
    asked = {"review_id": "r9", "entry_id": "e9", "written_by": "worker-miao", "on": "2026-11-19"}
    row = {
        **asked,
        "text": "上门看看",
        "at_ms": int(datetime.now(UTC).timestamp() * 1000),
        "author": SECRETARY,
    }
    seed(street.path, {"instruction": {"i9": row}})
    assert "上门看看" in street.run("diary", "waiting").out
    street.json("diary", "reply", "--kind", "done", "--review", "i9")
    assert street.json("diary", "waiting")["count"] == 0
