"""Where things are decided, no word is cut or run over, in any size and with things to decide."""

from __future__ import annotations

from itertools import product

from fieldapp.services.duplicates import MergeResidents
from fieldapp.services.people import AddResident
from tests.devices import NINE, Device
from tests.ui.layout import faults
from tests.ui.test_conflicts import seed_conflict, seed_note, seed_quarantine
from tests.ui.test_rounds import went
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver


def seen(driver: AppDriver, *pages: tuple[str, str]) -> list[str]:
    """List what is wrong on these pages in all sizes."""
    found = []
    for size, scale in product((LANDSCAPE, PORTRAIT), (1.0, 1.5)):
        driver.dress(text_scale=scale)
        driver.resize(size)
        for page, argument in pages:
            driver.go(page, argument)
            found += [f"{page} {size} {scale}: {one}" for one in faults(driver.window)]
    return found


def test_clashes_and_rounds_show_every_word_whole(driver: AppDriver, device: Device) -> None:
    seed_conflict(device)
    seed_note(device)
    seed_quarantine(device)
    went(device, "level", NINE - 60_000)
    pages = (("conflicts", "c1"), ("conflicts", "c2"), ("rounds", "1"), ("quarantine", "all"))
    assert seen(driver, *pages) == []


def test_two_records_of_one_person_show_every_word_whole(driver: AppDriver, device: Device) -> None:
    for name, birth in (("高玉芬", "1936-11-11"), ("魏淑珍", "1942-03-17")):
        wish = AddResident(name, "away", household="h-b1u1-1101", birth_date=birth, note="有狗。")
        second = device.do(wish)
    device.do(MergeResidents("r-b2u1-302", second))
    assert seen(driver, ("duplicates", "r-b2u3-502"), ("duplicates", "r-b2u1-302")) == []
