"""No word is cut, shortened or run over by another, on any screen, in any size."""

from __future__ import annotations

from itertools import product

from tests.devices import Device, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_issues
from tests.ui.layout import faults
from tests.ui.sample import add_diary, add_village
from ui.pictures import LANDSCAPE, LAPTOP, PORTRAIT, AppDriver

LONGEST_NAME = "阿卜杜拉·买买提·艾山江·吐尔逊·" * 3 + "阿布都热合曼·依明"
HOUSEHOLD = "h-b2u3-502"
WORKER_PAGES = {
    "today": "",
    "campaigns": "",
    "doors": "",
    "household": HOUSEHOLD,
    "visit": f"b2u3-502|{HOUSEHOLD}|door",
    "diary": "",
    "issues": "",
    "search": "",
    "sync": "",
    "conflicts": "",
    "quarantine": "",
    "handover": "",
    "stick": "",
    "forms": "",
    "roster": "",
    "me": "",
}
SECRETARY_PAGES = {
    "today": "",
    "start_campaign": "",
    "review": "",
    "issues": "",
    "doors": "",
    "coverage": "",
    "sync": "",
    "handover": "",
}


def seen_in(driver: AppDriver, pages: dict[str, str]) -> str:
    found: list[str] = []
    for size, scale in product((LANDSCAPE, LAPTOP, PORTRAIT), (1.0, 1.5)):
        driver.dress(text_scale=scale)
        driver.resize(size)
        for page, argument in pages.items():
            driver.go(page, argument)
            where = f"{page} at {size[0]}x{size[1]}, {round(scale * 100)} %"
            found += [f"{where}: {fault}" for fault in faults(driver.window)]
    return "\n".join(found)


def test_the_workers_screens_show_every_word_whole(device: Device, make_driver: MakeDriver) -> None:
    add_diary(device)
    add_village(device)
    add_issues(device)
    assert seen_in(make_driver(), WORKER_PAGES) == ""


def test_the_secretarys_screens_show_every_word_whole(
    secretary_device: Device, make_driver: MakeDriver
) -> None:
    add_diary(secretary_device)
    add_issues(secretary_device)
    driver = make_driver(device=secretary_device, role="secretary")
    assert seen_in(driver, SECRETARY_PAGES) == ""


def test_a_name_of_sixty_letters_stands_whole_everywhere(
    device: Device, make_driver: MakeDriver
) -> None:
    assert len(LONGEST_NAME) == 60
    born = {"birth_date": "1936-11-11", "birth_precision": "day", "sex": "2"}
    alone = {"dots": {"dot-1": {"code": "ALONE"}}}
    device.seed("resident", "r-b2u3-502", {"name": LONGEST_NAME, "tags": alone, **born})
    pages = {key: WORKER_PAGES[key] for key in ("today", "doors", "household", "visit", "search")}
    assert seen_in(make_driver(), pages) == ""


def test_screens_without_a_record_are_whole_sentences(make_driver: MakeDriver) -> None:
    empty = make_device()
    try:
        pages = {key: "" for key, about in WORKER_PAGES.items() if not about}
        assert seen_in(make_driver(device=empty), pages) == ""
    finally:
        empty.close()
