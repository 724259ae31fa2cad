"""The other road: offers and answers as sealed files, lost, torn, old, doubled, or a stranger's."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from fieldapp.bundles.exporting import export_bundle
from fieldapp.bundles.importing import Imported, import_bundle
from fieldapp.errors import Refused, Trouble
from fieldapp.store.seals import drawn_keys
from server.bundles import answer_bundle
from server.introductions import introduce
from server.problems import Problem
from sync.bundle import Kind, look, next_frame, read_header
from sync.bundle_writer import Writing, begin_bundle
from sync.protocol import (
    PROTOCOL_VERSION,
    Answer,
    Offer,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    Status,
)
from sync.seal import draw_signing_key
from tests.simulator.faults import Fault
from tests.simulator.fuse import Killed
from tests.simulator.town import GRID_SCOPE, Town
from tests.simulator.violation import Law, require

if TYPE_CHECKING:
    from tests.simulator.device import Device
    from tests.simulator.world import World

Heads = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A file on the stick. `heads`: where the server stood when it wrote an answer."""

    device: str
    content: bytes
    heads: Heads = field(default_factory=dict)
    rounds: int = 0
    """How many exchanges over the line its device had made when it was written."""


@dataclass
class Stick:
    """What lies about: exports, answers, and which of them were read already."""

    exports: list[Letter] = field(default_factory=list)
    answers: list[Letter] = field(default_factory=list)
    heard: list[Letter] = field(default_factory=list)
    read: list[Letter] = field(default_factory=list)


def introduced(town: Town, device: Device) -> None:
    """Tell the server with which key a device signs, as its first contact does."""

    def draw(connection: Connection) -> bytes:
        return drawn_keys(connection).public().sign

    introduce(town.service, device.caller, device.thread.run(draw, write=True))


def carry(world: World) -> bool:
    """Let somebody carry something: out of a device, past the server, or home again."""
    stick, dice = world.stick, world.dice
    if stick.answers and dice.random() < 0.4:
        return _bring_home(world, _chosen(world, stick.answers, stick.read))
    if stick.exports and dice.random() < 0.6:
        return _bring_to_server(world, _chosen(world, stick.exports, stick.heard))
    return write_export(world, dice.choice(world.alive()))


def _chosen(world: World, letters: list[Letter], used: list[Letter]) -> Letter:
    """Take the newest letter, or one that was read already, or one that others overtook."""
    if used and world.faults.strikes(Fault.stick_twice):
        return world.dice.choice(used)
    if len(letters) > 1 and world.faults.strikes(Fault.stick_old):
        return world.dice.choice(letters[:-1])
    return letters[-1]


def _torn(world: World, content: bytes) -> bytes:
    if not world.faults.strikes(Fault.stick_torn):
        return content
    ends = _ends(content)
    return content[: world.dice.choice(ends) + 5]


def _ends(content: bytes) -> list[int]:
    """List where the header and each frame but the last end: a seal has no two equal bytes."""
    _, at = read_header(content)
    ends = [0, at]
    while (found := next_frame(content, ends[-1])) is not None:
        ends.append(found[2])
    return ends[:-1]


# --- out of a device -------------------------------------------------------------------------


def write_export(world: World, device: Device) -> bool:
    """Write what waits to a file."""
    file = _file(world)
    try:
        with world.peril(device, Fault.save_killed, Fault.save_full):
            export_bundle(_session(device), file)
    except (Killed, Refused, Trouble) as error:
        world.tell(f"{device.name} export broken: {type(error).__name__}")
        return True
    world.tell(f"{device.name} exports {len(device.outbox)}")
    rounds = world.exchanges.get(device.name, 0)
    world.stick.exports.append(Letter(device.name, file.read_bytes(), rounds=rounds))
    world.look_at(device)
    return True


# --- past the server -------------------------------------------------------------------------


def _bring_to_server(world: World, letter: Letter) -> bool:
    if world.faults.strikes(Fault.stick_stranger):
        _offer_of_a_stranger(world, letter)
    answered(world, letter, _torn(world, letter.content))
    return True


def answered(world: World, letter: Letter, content: bytes) -> None:
    """Let the server answer a file."""
    world.stick.heard.append(letter)
    try:
        done = answer_bundle(world.town.service, content, None)
    except Problem as problem:
        world.tell(f"server turns a file of {letter.device} away: {problem.number.name}")
        return
    finally:
        world.read_log()
    world.tell(f"server answers a file of {letter.device}: {done.changes} {done.was_torn}")
    heads = {scope: (one.seq, one.hash) for scope, one in world.chronicle.heads.items()}
    world.stick.answers.append(Letter(letter.device, done.content, heads, letter.rounds))


def _offer_of_a_stranger(world: World, letter: Letter) -> None:
    """Somebody without the device's key writes in its name."""
    from tests.simulator.line import made_up  # the line knows the faults of this road too

    device = next(one for one in world.devices if one.name == letter.device)
    sent = made_up(world, device)
    scope = ScopeOffer(
        scope=ScopeId(GRID_SCOPE),
        cursor=0,
        hash="",
        incarnation=sent.slot.incarnation,
        changes=(sent,),
    )
    now = device.clock.read()
    offer = Offer(version=PROTOCOL_VERSION, now=now, offset_ms=0, scopes=(scope,))
    header = look(letter.content).header
    writing = Writing(world.town.service.keys.public().seal, draw_signing_key())
    reply = bytes.fromhex(header.reply)
    writer = begin_bundle(writing, Kind.offer, header.device, now.wall_ms, reply=reply)
    content = writer.begin() + writer.offer(offer) + writer.end()
    answered(world, letter, content)


# --- home again ------------------------------------------------------------------------------


def _bring_home(world: World, letter: Letter) -> bool:
    """Read an answer on the device that it is for, or on a clone of it."""
    header = look(letter.content).header
    devices = [one for one in world.alive() if one.caller.device == header.device]
    if not devices:
        for letters in (world.stick.answers, world.stick.read):
            if letter in letters:
                letters.remove(letter)
        return False
    device = world.dice.choice(devices)
    if world.faults.strikes(Fault.stick_stranger):
        read_home(world, device, Letter(letter.device, _answer_of_a_stranger(world, device)))
    if world.exchanges.get(device.name, 0) > letter.rounds:
        world.faults.note(Fault.stick_and_line)
    read_home(world, device, Letter(letter.device, _torn(world, letter.content), letter.heads))
    world.stick.read.append(letter)
    return True


def read_home(world: World, device: Device, letter: Letter) -> None:
    """Take an answer file in."""
    file = _file(world)
    file.write_bytes(letter.content)
    try:
        with world.peril(device, Fault.accept_killed, Fault.accept_full):
            done = import_bundle(_session(device), file, make_id=device.ids)
    except (Killed, Refused, Trouble) as error:
        world.tell(f"{device.name} import broken: {type(error).__name__}")
        world.look_at(device)
        world.check(device)
        return
    world.tell(f"{device.name} imports {done.received} {done.retired} {done.ending}")
    world.look_at(device)
    world.check(device)
    _check_honest(world, device, letter, done)


def _check_honest(world: World, device: Device, letter: Letter, done: Imported) -> None:
    for stand in device.stands():
        is_true = letter.heads.get(stand.scope) == (stand.cursor, stand.hash) or stand.cursor == 0
        is_true = is_true and not device.outbox
        holds = is_true or not done.is_level
        require(Law.honest, holds, "a file said to be level", stand.scope, device.name)


def _answer_of_a_stranger(world: World, device: Device) -> bytes:
    """Somebody without the server's key writes an answer with a fact that nobody judged."""
    from tests.simulator.line import forge

    stand = next((one for one in device.stands() if one.scope == GRID_SCOPE), None)
    log = world.chronicle.logs[GRID_SCOPE]
    cursor, hash_ = stand.place if stand else (0, "")
    fact = forge(world.dice.choice(log), cursor + 1, hash_)
    answer = ScopeAnswer(
        scope=ScopeId(GRID_SCOPE),
        cursor=cursor,
        was=hash_,
        incarnation=stand.incarnation if stand else "",
        status=Status.ok,
        head=fact.seq,
        head_hash=fact.hash,
        facts=(fact,),
    )
    held = tuple(ScopeId(one.scope) for one in device.stands())
    whole = Answer(
        version=PROTOCOL_VERSION, server_ms=world.time.ms, scopes=(answer,), member_of=held
    )
    keys = device.read(drawn_keys)
    writing = Writing(keys.public().seal, draw_signing_key())
    name = device.caller.device
    writer = begin_bundle(writing, Kind.answer, name, world.time.ms, about="0" * 32)
    return writer.begin() + writer.answer(whole) + writer.end(read=1)


# --- ----------------------------------------------------------------------------------------


def _file(world: World) -> Path:
    folder = world.folder / "stick"
    folder.mkdir(exist_ok=True)
    return folder / f"{len(list(folder.iterdir()))}.gsb"


def _session(device: Device) -> Any:
    """Give what exporting and importing need of a session."""
    return SimpleNamespace(
        thread=device.thread,
        desk=device.desk,
        clock=device.clock,
        enlisted=SimpleNamespace(device=device.caller.device),
        look_after=lambda: None,
    )
