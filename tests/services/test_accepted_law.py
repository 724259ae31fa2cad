"""Whatever is done in whatever order, the server has what the device showed, and undo goes back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.errors import Refused
from fieldapp.services.fields import ArchiveRow, SetFields
from fieldapp.services.households import ChangeHead, MoveIn, MoveOut, SplitHousehold
from fieldapp.services.people import AddPhone, AddResident, MarkDeceased, RemovePhone
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.undo import UndoLast
from fieldapp.services.visits import LogVisit, UndoVisit
from fieldapp.store import outbox
from fieldapp.verbs import Command
from sync.protocol import Word
from tests.devices import Device, make_device
from tests.services.grids import build, door, family
from tests.services.test_accepted import played, shown

ROOMS = ("101", "102", "201")
TAGS = ("ALONE", "VET", "ILL", "DISAB_SEV", "OUT")


@dataclass
class Play:
    """A device with what has been made on it so far."""

    device: Device
    homes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)

    def do(self, command: Command[object]) -> object | None:
        """Do a command; what a rule refuses changes nothing."""
        self.device.clock.advance(60_000)
        with suppress(Refused):
            return self.device.do(command)
        return None


def _keep(into: list[str], made: object | None) -> None:
    if isinstance(made, str):
        into.append(made)


def _pick(of: list[str], number: int) -> str:
    return of[number % len(of)] if of else "nobody"


def _move_in(play: Play, a: int, b: int) -> None:
    where = door(play.device, ROOMS[a % 3])
    _keep(play.homes, play.do(MoveIn(where, (_pick(play.people, b),))))


def _visit(play: Play, a: int, b: int) -> None:
    outcome = ("met", "no_answer", "refused")[b % 3]
    promise = "问一声" if b % 4 == 0 else ""
    where = door(play.device, ROOMS[a % 3])
    _keep(play.visits, play.do(LogVisit(where, outcome, promise=promise)))


STEPS: dict[str, Callable[[Play, int, int], object]] = {
    "move in": _move_in,
    "move out": lambda play, a, b: play.do(
        MoveOut(_pick(play.homes, a), dest="外地" if b % 2 else None)
    ),
    "split": lambda play, a, b: _keep(
        play.homes, play.do(SplitHousehold(_pick(play.homes, a), (_pick(play.people, b),)))
    ),
    "head": lambda play, a, b: play.do(ChangeHead(_pick(play.homes, a), _pick(play.people, b))),
    "die": lambda play, a, b: play.do(MarkDeceased(_pick(play.people, a))),
    "born": lambda play, a, b: _keep(
        play.people, play.do(AddResident("小宝", "usual_local", _pick(play.homes, a)))
    ),
    "tag": lambda play, a, b: play.do(AddTag("resident", _pick(play.people, a), TAGS[b % 5])),
    "untag": lambda play, a, b: play.do(RemoveTag("resident", _pick(play.people, a), TAGS[b % 5])),
    "phone": lambda play, a, b: play.do(AddPhone(_pick(play.people, a), f"1001234560{b % 3}")),
    "no phone": lambda play, a, b: play.do(
        RemovePhone(_pick(play.people, a), f"1001234560{b % 3}")
    ),
    "note": lambda play, a, b: play.do(
        SetFields("household", _pick(play.homes, a), {"note": ("", "有狗。", "有猫。")[b % 3]})
    ),
    "papers": lambda play, a, b: play.do(
        SetFields(
            "resident",
            _pick(play.people, a),
            {"id_no": "560102193611110403", "health_note": ("", "高血压")[b % 2]},
        )
    ),
    "visit": _visit,
    "unvisit": lambda play, a, b: play.do(UndoVisit(_pick(play.visits, a))),
    "archive": lambda play, a, b: play.do(ArchiveRow("household", _pick(play.homes, a))),
    "undo": lambda play, a, b: play.do(UndoLast()),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 6), st.integers(0, 6)), max_size=14
)


def begin() -> Play:
    """Make a device with a building and one household of three."""
    play = Play(make_device())
    build(play.device)
    home, people = family(play.device, door(play.device, "101"), "石满仓", "石秀英", "石望")
    play.homes.append(home)
    play.people += people
    return play


@settings(max_examples=25)
@given(steps)
def test_the_server_has_what_the_device_showed(todo: list[tuple[str, int, int]]) -> None:
    play = begin()
    for name, a, b in todo:
        STEPS[name](play, a, b)
    rows, words = played(play.device)
    view = shown(play.device)
    play.device.close()
    assert set(words) <= {Word.taken}
    assert {key: row.fields for key, row in rows.items()} == view


@settings(max_examples=25)
@given(steps, st.sampled_from(sorted(set(STEPS) - {"undo"})), st.integers(0, 6), st.integers(0, 6))
def test_undo_right_after_goes_back_to_what_was_shown(
    todo: list[tuple[str, int, int]], last: str, a: int, b: int
) -> None:
    play = begin()
    for name, one, other in todo:
        STEPS[name](play, one, other)
    before, count = living(play.device), saved(play.device)
    STEPS[last](play, a, b)
    if saved(play.device) > count:
        play.do(UndoLast())
    after = living(play.device)
    play.device.close()
    assert after == before


def saved(device: Device) -> int:
    """Count everything that waits."""
    return device.run(outbox.count)


def living(device: Device) -> dict[tuple[str, str], object]:
    """Give every row that is not taken out, sets by what they hold, empty rows left out."""
    rows = {key: _plain(fields) for key, fields in shown(device).items()}
    return {
        key: fields
        for key, fields in rows.items()
        if not fields.get("archived") and set(fields) - {"resident_id"}
    }


def _plain(fields: dict[str, object]) -> dict[str, object]:
    plain = {}
    for name, value in fields.items():
        if isinstance(value, dict) and ("dots" in value or "gone" in value):
            held = sorted(str(one) for one in value.get("dots", {}).values())
            plain |= {name: held} if held else {}
        else:
            plain[name] = value
    return plain
