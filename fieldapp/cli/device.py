"""Commands about the device itself: enroll, status, sync, doctor, dump."""

from __future__ import annotations

import platform
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command
from fieldapp.cli.console import Exit, Spoken, diagnose, encoded
from fieldapp.cli.diary_page import moment_words
from fieldapp.cli.opening import home_of, opened, pin_of
from fieldapp.doctor import examine
from fieldapp.errors import Refused, Trouble
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import Sending, send_photos
from fieldapp.queries.dump import DumpQuery
from fieldapp.queries.notices import NoticesQuery
from fieldapp.queries.photos import PhotoCountQuery
from fieldapp.queries.standing import RoundRow, Standing, StandingQuery
from fieldapp.rounds import sync_now
from fieldapp.services.dumping import LogDump
from fieldapp.session import Connect, Enrolment, Line, Session, enrol, open_session
from fieldapp.store import keys
from sync.attachments import AttachmentLine
from sync.client import Progress

_OUTCOMES = {"level": "两边对齐", "done": "还没有对齐", "stick": "用U盘带回"}


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    _register_enroll(commands)
    command(commands, "status", "这台设备怎么样了", status, shapes.Status)
    command(commands, "sync", "和社区同步一次", sync, shapes.SyncDone)
    command(commands, "doctor", "检查这台设备的记录", doctor, shapes.DoctorReport)
    dump = command(commands, "dump", "按行打印全部记录", dump_rows, shapes.Dump)
    dump.add_argument("--scope", metavar="SCOPE", help="只要这一范围")
    dump.add_argument("--reveal", action="store_true", help="须保密的也照原样（会留下记录）")


def _register_enroll(commands: Commands) -> None:
    parser = command(
        commands, "enroll", "用登记码把一个空文件夹变成一台设备", enroll, shapes.Enrolled
    )
    parser.add_argument("--server", required=True, metavar="URL", help="服务器网址")
    parser.add_argument("--code", required=True, metavar="CODE", help="登记码")
    parser.add_argument("--recovery-file", metavar="FILE", help="把恢复码写进这个新文件")
    parser.add_argument(
        "--device-name", default=platform.node(), metavar="NAME", help="这台设备叫什么"
    )


def enroll(options: Namespace, connect: Connect) -> Spoken:
    """Become a device of a server."""
    home = home_of(options)
    wish = Enrolment(
        options.server, options.code, pin_of(options, confirm=True), options.device_name
    )
    target = Path(options.recovery_file) if options.recovery_file else None
    home.prepare()
    with home:
        with _reserved(target):
            recovery = enrol(home, connect, wish)
        if target is not None:
            _write_secret(target, recovery)
        with open_session(home, keys.unlock(home, wish.pin)) as session:
            enlisted = session.enlisted
    document = shapes.Enrolled(
        person=enlisted.person,
        name=enlisted.person_name,
        role=enlisted.role,
        device=enlisted.device,
        community=enlisted.community,
        recovery_key=recovery,
    )
    lines = (f"登记好了：{enlisted.person_name}", f"恢复码（只显示这一次，抄下来）：{recovery}")
    return Spoken(document, lines)


def status(options: Namespace, connect: Connect) -> Spoken:
    """Tell outbox, cursors, heads, last round, conflicts, quarantine, and what is proven."""
    with opened(options, also_closed=True) as session:
        standing = session.desk.ask(StandingQuery()).result()
        notices = session.desk.ask(NoticesQuery()).result()
        is_closed, enlisted = session.desk.is_closed, session.enlisted
    document = shapes.Status(
        person=enlisted.person,
        role=enlisted.role,
        device=enlisted.device,
        is_closed=is_closed,
        notices=tuple(
            shapes.Notice(code=one.code, sentence=one.sentence, advice=one.advice)
            for one in notices
        ),
        **_of_standing(standing),
    )
    lines = (
        f"{enlisted.person_name}：{_state(standing)}",
        f"要选的 {standing.conflicts} 处，没收下的 {standing.quarantine} 条",
        *([standing.photos.text] if standing.photos.text else ()),
        *_round_lines(standing.last_round),
        *(f"{one.sentence}{one.advice}" for one in notices),
        *(
            f"  {one.scope}  读到 {one.cursor}，那边有 {one.head}，待送 {one.waiting}"
            for one in standing.scopes
        ),
    )
    return Spoken(document, lines)


def _state(standing: Standing) -> str:
    if standing.is_proven:
        return "已同步"
    if standing.photos.waiting and not standing.outbox:
        return "文字都送了，照片还在送"
    return f"{standing.outbox} 条在这台设备上等着送"


def _round_lines(last: RoundRow | None) -> Iterator[str]:
    if last is None:
        yield "还没有同步过"
    else:
        outcome = _OUTCOMES.get(last.outcome, f"没有送完（{last.outcome}）")
        when = moment_words(last.started_ms)
        yield f"上一次同步 {when}：送 {last.sent} 条，收 {last.received} 条，{outcome}"


def _of_standing(standing: Standing) -> dict[str, Any]:
    last = standing.last_round
    return {
        "outbox": standing.outbox,
        "conflicts": standing.conflicts,
        "quarantine": standing.quarantine,
        "photos_waiting": standing.photos.waiting,
        "photos_received": standing.photos.received,
        "is_proven": standing.is_proven,
        "proven_ms": standing.proven_ms,
        "scopes": tuple(
            msgspec.convert(one, shapes.ScopeStatus, from_attributes=True)
            for one in standing.scopes
        ),
        "last_round": msgspec.convert(last, shapes.LastRound, from_attributes=True)
        if last
        else None,
    }


def sync(options: Namespace, connect: Connect) -> Spoken:
    """Run one round."""

    def show(progress: Progress) -> None:
        diagnose(f"送 {progress.retired} 条，收 {progress.received} 条")

    with opened(options, also_closed=True) as session:
        session.examine()
        line = connect.again(session.enlisted)
        try:
            done = sync_now(session, line, on_progress=show)
            photos_sent = _bring_photos(session, line)
            if photos_sent:  # their receipts are words again
                sync_now(session, line)
        finally:
            line.close()
        count = session.desk.ask(PhotoCountQuery()).result()
    document = shapes.SyncDone(
        sent=done.retired,
        received=done.received,
        quarantined=done.quarantined,
        exchanges=done.exchanges,
        photos_sent=photos_sent,
        photos_waiting=count.waiting,
        is_level=done.is_level and not count.waiting,
    )
    word = "同步完" if done.is_level else "这一次送完了，还没有对齐，再试一次"
    lines = [f"{word}：送 {done.retired} 条，收 {done.received} 条"]
    if count.total:
        lines.append(count.text)
    return Spoken(document, tuple(lines))


def _bring_photos(session: Session, line: Line) -> int:
    """Bring what photographs wait, after the words; what stands in the way is told, no more."""
    if not isinstance(line, AttachmentLine):
        return 0
    album, told = Album(session), Sending()
    try:
        send_photos(album, line, told)
    except Trouble as trouble:
        diagnose(trouble.sentence)
    return told.sent


def doctor(options: Namespace, connect: Connect) -> Spoken:
    """Examine the records: file, checksums, outbox, base images, chain; tell what was found."""
    with opened(options, also_closed=True) as session:
        findings = tuple(
            shapes.Finding(check=one.check, is_well=one.is_well, sentence=one.sentence)
            for one in examine(session)
        )
    is_well = all(one.is_well for one in findings)
    lines = tuple(f"{'好' if one.is_well else '要看'}  {one.sentence}" for one in findings)
    document = shapes.DoctorReport(is_well=is_well, findings=findings)
    return Spoken(document, lines, Exit.done if is_well else Exit.world)


def dump_rows(options: Namespace, connect: Connect) -> Spoken:
    """Print the whole view, one JSON object a line, the same on every equal replica."""
    with opened(options) as session:
        if options.reveal:
            session.desk.do(LogDump(options.scope)).result()
        rows = session.desk.ask(DumpQuery(options.scope, options.reveal)).result()
    dumped = tuple(msgspec.convert(row, shapes.DumpedRow) for row in rows)
    lines = tuple(encoded(row) for row in dumped) if not options.json else ()
    return Spoken(shapes.Dump(count=len(rows), rows=dumped), lines)


@contextmanager
def _reserved(path: Path | None) -> Iterator[None]:
    """Make the file for the recovery key before a code is spent; gone again if nothing comes of it.

    Raises `Refused` when it is there already: it may hold the key of another device.
    """
    if path is None:
        yield
        return
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        sentence = "放恢复码的文件已经有了，没有动它。换个文件名。"
        raise Refused(
            "recovery-file-exists", sentence, field="recovery-file", is_input=True
        ) from error
    except OSError as error:
        sentence = "放恢复码的文件写不了，还没有登记。换个位置再来。"
        raise Trouble("recovery-file", sentence) from error
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write_secret(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        sentence = f"恢复码没写进文件，登记已经好了。现在就抄下来：{text}"
        raise Trouble("recovery-file", sentence) from error
