"""月底一页: one A4 page that is read back, and the screen it is made on."""

from __future__ import annotations

import stat
import unicodedata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QPainter

from fieldapp.queries.month_page import MonthPage, MonthPageQuery
from fieldapp.services.campaigns import StartCampaign
from tests.devices import DAY_MS, GRID, NINE, WORKER, Device
from tests.ui.conftest import MakeDriver
from tests.ui.layout import faults
from tests.ui.sample import add_diary
from ui import month_paper, month_words
from ui.month_paper import HEIGHT, WIDTH, draw, write_pdf
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver
from ui.viewmodels.month import MonthModel


def promised(device: Device, count: int, *, done: int = 0) -> None:
    """Have many things promised, the first of them kept."""
    for number in range(count):
        kept_ms = NINE - DAY_MS if number < done else None
        fields = {"household_id": "h-b2u1-302", "author": WORKER, "done_ms": kept_ms}
        fields |= {"made_ms": NINE - (number + 1) * 3_600_000, "text": f"修第 {number} 盏楼道灯"}
        device.seed("promise", f"p{number:03}", fields)


@pytest.fixture
def month(secretary_device: Device) -> Device:
    """Give the secretary's device with a campaign, a diary and promises."""
    add_diary(secretary_device)
    secretary_device.do(StartCampaign("SNOW_ALONE", grid=GRID))
    promised(secretary_device, 4, done=2)
    return secretary_device


@pytest.fixture
def window(make_driver: MakeDriver, month: Device) -> AppDriver:
    """Give the secretary's window at the page, led there from the figures."""
    driver = make_driver(role="secretary", device=month)
    driver.go("coverage")
    driver.tap("openPaper")
    return driver


def plain(text: str) -> str:
    """Write a text as it is read back: a font's radicals stand for some letters."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return bare.translate(str.maketrans("戶⻅⻔⻓⻋⻉", "户见门长车贝"))


def read(path: Path) -> tuple[PdfReader, str]:
    """Read a PDF back."""
    reader = PdfReader(path)
    return reader, plain("".join(page.extract_text() for page in reader.pages))


def printed(page: MonthPage, folder: Path) -> tuple[PdfReader, str]:
    """Write a page and read it back."""
    path = folder / "month.pdf"
    write_pdf(page, path)
    return read(path)


def test_it_is_one_a4_page_with_its_figures_and_lists(
    driver: AppDriver, month: Device, tmp_path: Path
) -> None:
    page = month.ask(MonthPageQuery(said=("暖气已经报修",)))
    reader, text = printed(page, tmp_path)
    assert [tuple(one.mediabox[2:]) for one in reader.pages] == [(595, 842)]
    for words in (
        "杏林社区第三网格·2026年11月",
        f"{page.figures.due.count}户",
        "雪天访独居老人",
        "乙1-1-302",
        "现在还有3件",
        "问题回音壁",
        "·暖气已经报修",
    ):
        assert plain(words) in text, words


def test_the_letters_are_in_the_file(driver: AppDriver, month: Device, tmp_path: Path) -> None:
    reader, _ = printed(month.ask(MonthPageQuery()), tmp_path)
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        inside = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in inside.get_object())


def test_no_name_stands_on_it_and_nobody_is_compared(
    driver: AppDriver, month: Device, tmp_path: Path
) -> None:
    month.seed(
        "promise",
        "p-name",
        {"household_id": "h-b2u3-502", "text": "高玉芬的药", "author": WORKER, "made_ms": NINE},
    )
    page = month.ask(MonthPageQuery(said=("高玉芬家暖气好了，电话 10012345601",)))
    _, text = printed(page, tmp_path)
    found = [word for word in ("高玉芬", "王海", "林示范", "10012345601", "名次") if word in text]
    assert found == []


def test_it_stays_one_page_with_a_hundred_promises_open(
    driver: AppDriver, month: Device, tmp_path: Path
) -> None:
    promised(month, 100)
    reader, text = printed(month.ask(MonthPageQuery(said=("写得很长的一句话" * 12,) * 9)), tmp_path)
    assert len(reader.pages) == 1
    assert plain("件，在各户里看") in text
    assert "还有要说的" in text


class Counting(QPainter):
    """Counts how often something was measured."""

    measured = 0

    def boundingRect(self, *args: Any) -> Any:  # noqa: N802 - Qt's name
        self.measured += 1
        return super().boundingRect(*args)


def test_many_promises_are_laid_out_a_few_times_and_not_once_for_each(
    driver: AppDriver, month: Device
) -> None:
    promised(month, 400)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = Counting(image)
    draw(painter, month.ask(MonthPageQuery()))
    painter.end()
    assert painter.measured < 500


def test_it_is_drawn_again_only_when_it_shows_something_else(
    window: AppDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, picture = list[MonthPage](), month_paper.picture

    def draw_and_note(page: MonthPage) -> QImage:
        drawn.append(page)
        return picture(page)

    monkeypatch.setattr(month_paper, "picture", draw_and_note)
    model = window.app.shell.model("month")
    assert isinstance(model, MonthModel)
    model.refresh()
    window.settle()
    assert drawn == []
    window.tap("tell-p000")
    window.wait_for(lambda: "· 修第 0 盏楼道灯" in spoken(window), "the page")
    assert len(drawn) == 1


def test_a_month_without_a_record_is_whole_sentences(
    driver: AppDriver, month: Device, tmp_path: Path
) -> None:
    _, text = printed(month.ask(MonthPageQuery("2025-01")), tmp_path)
    assert "这个月没有走访行动" in text


def test_it_is_saved_where_the_secretary_chose_for_her_alone(
    window: AppDriver, tmp_path: Path
) -> None:
    target = tmp_path / "十一月.pdf"
    model = window.app.shell.model("month")
    assert isinstance(model, MonthModel)
    model.save(QUrl.fromLocalFile(str(target)))
    window.settle()
    assert "存好了：十一月.pdf。这份没有锁，看完收好。" in window.words()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert len(PdfReader(target).pages) == 1


def test_a_file_that_was_there_before_becomes_hers_alone(
    driver: AppDriver, month: Device, tmp_path: Path
) -> None:
    target = tmp_path / "old.pdf"
    target.touch()
    target.chmod(0o644)
    write_pdf(month.ask(MonthPageQuery()), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_where_nothing_can_be_written_it_says_what_to_do(window: AppDriver, tmp_path: Path) -> None:
    model = window.app.shell.model("month")
    assert isinstance(model, MonthModel)
    model.save(QUrl.fromLocalFile(str(tmp_path / "missing" / "x.pdf")))
    window.settle()
    assert "这里存不进去。换个位置再存。" in window.words()


def test_what_was_kept_goes_on_the_wall_when_it_is_ticked(window: AppDriver) -> None:
    assert "修第 0 盏楼道灯" not in window.app.shell.model("month").property("view")["spoken"]
    window.tap("tell-p000")
    assert "· 修第 0 盏楼道灯" in window.app.shell.model("month").property("view")["spoken"]


def test_what_is_typed_is_freed_of_names_and_is_there_again(window: AppDriver) -> None:
    window.type_text("高玉芬家暖气好了", into="monthWords")
    window.wait_for(lambda: "住户家暖气好了" in spoken(window), "the page")
    assert "姓名、门号、电话，认得出的换掉了，请再看一遍。" in window.words()
    window.go("today")
    window.app.shell.open("month", "2026-11")
    window.settle()
    assert window.find("monthWords").property("text") == "高玉芬家暖气好了"


def spoken(driver: AppDriver) -> str:
    """Give what a screen reader says of the page."""
    return str(driver.app.shell.model("month").property("view")["spoken"])


def test_the_wall_says_nothing_of_a_campaign_for_hidden_tags(month: Device) -> None:
    page = month.ask(MonthPageQuery())
    assert any("雪天访独居老人" in line for line in month_words.campaigns(page))
    assert not any("独居" in line for line in month_words.wall(page))


def test_the_screen_shows_every_word_whole(window: AppDriver) -> None:
    found = []
    for size, scale in product((LANDSCAPE, PORTRAIT), (1.0, 1.5)):
        window.dress(text_scale=scale)
        window.resize(size)
        found += [f"{size} {scale}: {one}" for one in faults(window.window)]
    assert found == []
