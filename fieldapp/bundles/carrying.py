"""代为转交: this machine takes others' files in, hands them to the server, and gives answers back.

It cannot read what it carries and orders nothing. A receipt tells the device that its file is in
good hands; only the answer, read there, counts as delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from msgspec.structs import replace

from fieldapp.bundles import faults
from fieldapp.bundles.custody import Custody, Held
from fieldapp.bundles.stick import bundles_in, read_file, write_file
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.session import Session
from fieldapp.store.seals import DeviceKeys, own_keys, server_keys
from fieldapp.troubles import turned_away
from sync.bundle import BadBundle, Fault, Kind, Look, Receipt, look
from sync.bundle_writer import Writing, begin_bundle
from sync.line import TurnedAway, Unreachable
from sync.seal import PublicKeys, fingerprint

log = EventLog("bundle")

ANSWER_MARK, RECEIPT_MARK = "-回信", "-收条"
_FOR_GOOD = 6000
"""Problems of this kind are about the file itself: handing it in again would change nothing."""


@runtime_checkable
class Carrier(Protocol):
    """A line over which another's file can be handed in."""

    def carry(self, content: bytes) -> bytes:
        """Hand a file in and give its answer."""
        ...


@dataclass(slots=True)
class Carried:
    """What one go of handing on did. `sentences` say, file by file, what was not done and why."""

    taken: int = 0
    torn: int = 0
    receipts: int = 0
    forwarded: int = 0
    given: int = 0
    held: int = 0
    is_away: bool = False
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file on the stick that is now in custody."""

    file: Path
    held: Held


class Carry:
    """One go of handing on, over the files and folders named."""

    def __init__(
        self,
        session: Session,
        *,
        is_cancelled: Callable[[], bool] = lambda: False,
        on_share: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._session = session
        self._custody = Custody(session)
        self._is_cancelled = is_cancelled
        self._on_share = on_share
        self._own, self._server = self._keys()
        self.done = Carried()

    def _keys(self) -> tuple[DeviceKeys, PublicKeys]:
        own, server = self._session.thread.run(
            lambda connection: (own_keys(connection), server_keys(connection)), write=False
        )
        if own is None or server is None:
            raise faults.keys_missing()
        return own, server

    def run(self, paths: Sequence[Path], line: object | None) -> Carried:
        """Take in, hand to the server where there is a line, and put answers on the sticks.

        Raises what reading and writing the stick raises; what was taken in before stays.
        """
        seen = self._take_all(paths)
        self._on_share(0.3)
        if isinstance(line, Carrier):
            self._forward_all(line)
        self._on_share(0.9)
        self._give_back(seen)
        self.done.held = sum(one.forwarded_ms is None for one in self._custody.all())
        self._session.desk.tell(frozenset({"sync"}))
        log.info("carried", taken=self.done.taken, forwarded=self.done.forwarded)
        self._on_share(1.0)
        return self.done

    def _take_all(self, paths: Sequence[Path]) -> list[_Seen]:
        seen = []
        for path in paths:
            is_folder = path.is_dir()
            for file in bundles_in(path) if is_folder else [path]:
                self._pause()
                try:
                    seen.append(self._take(file))
                except Refused as refused:
                    # In a folder lie answers and receipts too; a file that was named is answered.
                    if not is_folder:
                        raise
                    if refused.code not in ("bundle-is-answer", "not-bundle"):
                        self.done.sentences.append(f"{file.name}：{refused.sentence}")
        return seen

    def _take(self, file: Path) -> _Seen:
        content = read_file(file)
        try:
            found = look(content)
        except BadBundle as bad:
            raise faults.refusal(bad.fault) from bad
        if found.header.kind is not Kind.offer:
            raise faults.not_export()
        if found.header.to != fingerprint(self._server.seal):
            raise faults.refusal(Fault.elsewhere)
        held = self._custody.take(found, content)
        self.done.taken += 1
        self.done.torn += not held.is_whole
        self._give_receipt(file, found, held)
        return _Seen(file, held)

    def _give_receipt(self, file: Path, found: Look, held: Held) -> None:
        """Leave a receipt beside the file; a stick that cannot be written is no harm here."""
        if not found.header.reply:
            return
        receipt = Receipt(
            carrier=self._session.enlisted.device,
            at_ms=held.at_ms,
            digest=held.digest,
            is_whole=held.is_whole,
        )
        writing = Writing(bytes.fromhex(found.header.reply), self._own.signing)
        writer = begin_bundle(writing, Kind.receipt, held.device, held.at_ms, about=held.id)
        try:
            write_file(
                _beside(file, RECEIPT_MARK),
                [writer.begin(), writer.receipt(receipt), writer.end()],
            )
            self.done.receipts += 1
        except Trouble as trouble:
            self.done.sentences.append(f"收条没写上：{trouble.sentence}")

    def _forward_all(self, line: Carrier) -> None:
        waiting = [one for one in self._custody.all() if one.forwarded_ms is None]
        for number, held in enumerate(waiting):
            self._pause()
            try:
                self._forward(line, held)
            except Unreachable:
                self.done.is_away = True
                return
            except TurnedAway as away:
                self._turned_away(held, away)
            self._on_share(0.3 + 0.6 * (number + 1) / len(waiting))

    def _forward(self, line: Carrier, held: Held) -> None:
        answer = line.carry(self._custody.content(held))
        try:
            header = look(answer).header
        except BadBundle as bad:
            raise Unreachable("answer malformed") from bad
        if (header.kind, header.about) != (Kind.answer, held.id):
            raise Unreachable("another answer")
        self._custody.keep_answer(held, answer)
        self.done.forwarded += 1

    def _turned_away(self, held: Held, away: TurnedAway) -> None:
        """Note why the server did not take a file; of the line's own troubles it is kept for."""
        error = turned_away(away.problem)
        sentence = error.sentence if isinstance(error, Refused | Trouble) else ""
        if away.problem.number // 1000 * 1000 == _FOR_GOOD:
            now_ms = self._session.clock.read().wall_ms
            self._custody.note(replace(held, forwarded_ms=now_ms, problem=sentence))
        self.done.sentences.append(sentence)

    def _give_back(self, seen: Iterable[_Seen]) -> None:
        """Put onto each stick the answers to its files, and older ones of the same devices."""
        by_id = {one.id: one for one in self._custody.all()}
        given: set[str] = set()
        places = list(seen)
        for one in places:
            held = by_id.get(one.held.id, one.held)
            self._give(held, _beside(one.file, ANSWER_MARK), given)
        for one in places:
            for held in by_id.values():
                if held.device == one.held.device and held.given_ms is None:
                    name = f"民情-{held.id[:8]}{ANSWER_MARK}.gsb"
                    self._give(held, one.file.with_name(name), given)

    def _give(self, held: Held, file: Path, given: set[str]) -> None:
        answer = None if held.id in given else self._custody.answer(held)
        if answer is None:
            return
        write_file(file, [answer])
        given.add(held.id)
        self._custody.note(replace(held, given_ms=self._session.clock.read().wall_ms))
        self.done.given += 1

    def _pause(self) -> None:
        if self._is_cancelled():
            raise faults.cancelled("停下了。已经收下的都在这台电脑上，没有丢。")


def _beside(file: Path, mark: str) -> Path:
    return file.with_name(f"{file.stem}{mark}{file.suffix}")
