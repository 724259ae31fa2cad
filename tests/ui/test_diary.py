"""民情日记: written in place, saved by itself, handed in, taken back, answered."""

from __future__ import annotations

from PySide6.QtCore import Qt

from fieldapp.queries.diary import DiaryListQuery, DiaryPage, DiaryPageQuery, NewReviewsQuery
from fieldapp.services.diary import DraftLine, SubmitDiary, WriteDiary, WriteDraft
from tests.devices import DAY_MS, DIARY_SCOPE, NINE, Device
from tests.ui.conftest import MakeDriver
from ui.pictures import PORTRAIT, AppDriver
from ui.viewmodels.diary import DiaryModel

GAO = "h-b2u3-502"


def newest(device: Device) -> DiaryPage:
    """Read the newest page of the diary."""
    return device.ask(DiaryPageQuery(device.ask(DiaryListQuery())[0].entry))


def wait_saved(driver: AppDriver, device: Device, words: str) -> None:
    """Wait until the words are in the database."""

    def is_there() -> bool:
        listed = device.ask(DiaryListQuery())
        return bool(listed) and words in [
            line.text for line in device.ask(DiaryPageQuery(listed[0].entry)).lines
        ]

    driver.wait_for(is_there, words)


def test_a_line_is_in_the_database_without_a_save_button(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("雪大，门口扫出来了")
    wait_saved(driver, device, "雪大，门口扫出来了")
    assert newest(device).is_draft


def test_half_a_line_is_saved_when_the_page_is_left(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("暖气")
    driver.go("today")
    assert [line.text for line in newest(device).lines] == ["暖气"]


def test_enter_begins_the_next_thought_and_backspace_joins_them(
    driver: AppDriver, device: Device
) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("one")
    driver.press(Qt.Key.Key_Return)
    driver.type_text("two")
    driver.press(Qt.Key.Key_Home)
    driver.press(Qt.Key.Key_Backspace)
    driver.go("today")
    assert [line.text for line in newest(device).lines] == ["onetwo"]


def test_initials_after_an_at_offer_the_door_and_enter_takes_it(
    driver: AppDriver, device: Device
) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("@gyf")
    driver.wait_for(lambda: driver.shows(f"offer-{GAO}"), "the offer")
    driver.press(Qt.Key.Key_Return)
    driver.type_text("15 C")
    driver.go("today")
    (line,) = newest(device).lines
    assert line.text == "@乙1-3-502 高玉芬 15 C"
    assert [one.household for one in line.households] == [GAO]


def test_a_household_picked_with_the_finger_is_linked(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.tap("mention")
    driver.type_text("gyf")
    driver.wait_for(lambda: driver.shows(f"offer-{GAO}"), "the offer")
    driver.tap(f"offer-{GAO}")
    driver.go("today")
    assert [one.household for one in newest(device).lines[0].households] == [GAO]


def test_categories_and_urgency_are_kept_with_the_page(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("light broken")
    driver.tap("category-livelihood")
    driver.go("today")
    assert newest(device).categories == ("livelihood",)


def seals(device: Device) -> list[bool]:
    """Tell of each line of the newest page whether it is sealed."""
    return [line.is_sealed for line in newest(device).lines]


def test_a_sealed_page_lists_no_word_of_it(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("nobody is to read this")
    wait_saved(driver, device, "nobody is to read this")
    driver.tap("seal")
    driver.wait_for(lambda: seals(device) == [True], "the seal")
    assert device.ask(DiaryListQuery())[0].first_line == "密封的，点开看"
    assert "密封的，点开看" in driver.words()


def test_a_sealed_line_shows_its_words_only_while_one_stands_in_it(
    driver: AppDriver, device: Device
) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("nobody is to read this")
    wait_saved(driver, device, "nobody is to read this")
    driver.tap("seal-0")
    driver.press(Qt.Key.Key_Return)
    driver.type_text("nor this")
    driver.wait_for(lambda: seals(device) == [True, True], "a new line under the seal")
    assert "nobody is to read this" not in driver.words()
    driver.tap("words-0")
    assert driver.find("line-0").property("text") == "nobody is to read this"


def test_a_line_is_sealed_after_it_was_handed_in(driver: AppDriver, device: Device) -> None:
    draft = device.do(WriteDiary("一件\n两件"))
    device.do(SubmitDiary(draft.entry))
    driver.go("diary", draft.entry)
    driver.tap("words-1")
    driver.tap("seal-1")
    driver.wait_for(lambda: seals(device) == [False, True], "the seal")


def test_an_issue_begun_with_a_sealed_line_has_no_word_of_it(
    driver: AppDriver, device: Device
) -> None:
    lines = (DraftLine("谁也不愿提", is_sealed=True),)
    driver.go("diary", device.do(WriteDraft(lines)).entry)
    driver.tap("words-0")
    driver.tap("raise-0")
    driver.wait_for(lambda: driver.app.shell.state.page == "issues", "the issue")
    assert driver.find("issueName").property("text") == ""


def test_a_tick_is_kept(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("call heating")
    driver.tap("tick-0")
    driver.settle()
    assert newest(device).lines[0].is_ticked


def test_handing_in_and_taking_back(driver: AppDriver, device: Device) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("door 502")
    driver.tap("submit")
    assert not newest(device).is_draft
    assert device.waiting(DIARY_SCOPE)
    driver.tap("withdraw")
    assert newest(device).is_draft


def test_a_review_is_shown_and_answered(driver: AppDriver, device: Device) -> None:
    draft = device.do(WriteDiary("暖气不热"))
    device.do(SubmitDiary(draft.entry))
    review = {
        "entry_id": draft.entry,
        "kind": "instruction",
        "text": "今天请供热站上门",
        "at_ms": NINE,
        "author": "secretary-lin",
    }
    device.seed("review", "review-1", review)
    driver.go("diary")
    assert "今天请供热站上门" in driver.words()
    driver.tap("done-review-1")
    assert newest(device).reviews[0].replies[0].kind == "done"


def test_an_older_page_opens_from_the_list(driver: AppDriver, device: Device) -> None:
    device.clock.wall_ms -= DAY_MS
    draft = device.do(WriteDiary("昨天的事"))
    device.clock.wall_ms += DAY_MS
    driver.go("diary")
    driver.tap(f"entry-{draft.entry}")
    driver.type_text("，补一句", into="words-0")
    driver.go("today")
    page = device.ask(DiaryPageQuery(draft.entry))
    assert page.lines[0].text == "昨天的事，补一句"
    assert page.on.isoformat() == "2026-11-19"


def test_a_household_page_begins_a_line_about_it(driver: AppDriver, device: Device) -> None:
    driver.go("diary", f"household:{GAO}")
    driver.go("today")
    assert newest(device).lines[0].text.strip() == "@乙1-3-502 高玉芬"


def test_an_empty_day_says_how_to_begin(driver: AppDriver) -> None:
    driver.go("diary")
    assert driver.shows("diaryEmpty")


def test_in_portrait_the_list_is_one_step_back(make_driver: MakeDriver) -> None:
    driver = make_driver(size=PORTRAIT)
    driver.go("diary")
    assert not driver.shows("newEntry")
    driver.tap("返回")
    assert driver.shows("newEntry")


def test_the_list_reads_as_the_page_does_while_it_is_written(
    driver: AppDriver, device: Device
) -> None:
    driver.go("diary")
    driver.tap("words-0")
    driver.type_text("first")
    wait_saved(driver, device, "first")
    driver.type_text(" words")
    assert "first words" in entry_summaries(driver)


def entry_summaries(driver: AppDriver) -> list[str]:
    """List what the pages say in the list at the left."""
    model = driver.app.shell.model("diary")
    assert isinstance(model, DiaryModel)
    return [row.summary for row in model.entries.rows]


def test_what_is_asked_of_me_on_a_colleagues_page_is_on_today_and_answered(
    make_driver: MakeDriver, device: Device
) -> None:
    asked = {"review_id": "r9", "entry_id": "e9", "written_by": "worker-miao", "on": "2026-11-19"}
    asked |= {"text": "今天上门看看", "due_ms": NINE + 9 * 3_600_000, "author": "secretary-lin"}
    device.seed("instruction", "i9", {**asked, "at_ms": NINE - 1})
    driver = make_driver()
    driver.wait_for(lambda: driver.shows("review-asked:i9"), "the card")
    assert any(one.startswith("给我·今天 18:00 前") for one in plain(driver))
    driver.tap("review-asked:i9")
    driver.tap("received-i9")
    driver.wait_for(lambda: not driver.shows("received-i9"), "the answer")
    driver.tap("done-i9")
    driver.wait_for(lambda: device.ask(NewReviewsQuery()) == (), "that it is done")


def plain(driver: AppDriver) -> list[str]:
    """List the words on the screen without the joiners that keep them whole."""
    return [words.replace("\u2060", "") for words in driver.words()]


def test_a_review_for_a_colleague_says_so_under_my_page(driver: AppDriver, device: Device) -> None:
    draft = device.do(WriteDiary("暖气不热"))
    device.do(SubmitDiary(draft.entry))
    device.seed("staff", "worker-miao", {"name": "苗长根", "role": "worker"})
    review = {"entry_id": draft.entry, "kind": "instruction", "text": "上门看看", "at_ms": NINE}
    device.seed("review", "r9", {**review, "for_person": "worker-miao", "author": "secretary-lin"})
    driver.go("diary", draft.entry)
    driver.wait_for(lambda: "给 苗长根" in plain(driver), "whom it is for")
    assert driver.shows("received-r9")
    assert not driver.shows("done-r9")
