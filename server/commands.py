"""The commands of `fieldserver`: each takes its parsed arguments and gives its reply."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_dir
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from fieldapp.domain.days import ms_of
from fieldapp.domain.roles import Role
from fieldapp.errors import Refused, Trouble
from server import accounts, replies, staffing
from server.backup import restore_backup, write_backup
from server.compaction import compact as compacted
from server.doctor import examine
from server.keys import read_keys
from server.photo_care import examine_photos, mend_photos
from server.photos import PHOTOS
from server.purge import erase_again, examine_erasures
from server.regions import import_regions, known_regions, read_regions
from server.reply import Reply
from server.service import Service, found_service, open_service, wall_ms
from server.serving import Place, read_mark, serve, served_mark
from server.store import Store
from server.sweeping import sweep_if_due
from server.tables import NOWHERE

DATABASE_FILE = "server.db"
LEAST_KEPT_DAYS = 100
"""Longer than the tails of devices, so that no fact given back meets a log without words."""
Announce = Callable[[Reply], None]


def place_of(arguments: argparse.Namespace) -> tuple[str, Path]:
    """Find the database and the data folder that the arguments and environment name."""
    url = getattr(arguments, "database", None) or os.environ.get("FIELDSERVER_DATABASE")
    data = getattr(arguments, "data", None) or os.environ.get("FIELDSERVER_DATA")
    folder = Path(data) if data else _folder_beside(url)
    return url or f"sqlite:///{folder / DATABASE_FILE}", folder


def _folder_beside(url: str | None) -> Path:
    try:
        made = make_url(url) if url else None
    except ArgumentError:
        made = None  # opening the database will say what is wrong with it
    if made is not None and made.get_backend_name() == "sqlite" and made.database:
        return Path(made.database).resolve().parent
    return Path(user_data_dir("fieldserver", appauthor=False))


def clock() -> Callable[[], int]:
    """Give this machine's clock, or the moment at which the demo lets time stand still."""
    said = os.environ.get("FIELDSERVER_CLOCK")
    if not said:
        return wall_ms
    try:
        fixed = ms_of(datetime.fromisoformat(said))
    except ValueError as error:
        raise Refused(
            "bad_clock", "FIELDSERVER_CLOCK 写成 2026-11-20T09:00+08:00。", is_input=True
        ) from error
    return lambda: fixed


@contextmanager
def open_place(arguments: argparse.Namespace) -> Iterator[Service]:
    """Open the server that the arguments name; what was erased by law is erased there first."""
    service = open_service(*place_of(arguments), clock())
    try:
        erase_again(service)
        sweep_if_due(service)
        yield service
    finally:
        service.close()


def init(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Prepare the database and the keys."""
    url, folder = place_of(arguments)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Trouble("no_folder", "数据目录建不起来，请检查路径和权限。") from error
    found_service(url, folder, clock()).close()
    shown = make_url(url).render_as_string(hide_password=True)
    return replies.Initialised(database=shown, data=str(folder))


def serve_now(arguments: argparse.Namespace, announce: Announce) -> Reply | None:
    """Listen until told to stop."""
    certificate, key = arguments.tls_cert, arguments.tls_key
    place = Place(
        arguments.host,
        arguments.port,
        Path(certificate) if certificate else None,
        Path(key) if key else None,
    )

    def say(url: str, port: int) -> None:
        announce(replies.Served(url=url, port=port))

    with open_place(arguments) as service:
        serve(service, place, say, arguments.with_parent)
    return None


def regions(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Import a region file, all of it or nothing."""
    lines = read_regions(_read_file(Path(arguments.file)))
    with open_place(arguments) as service, service.store.write() as connection:
        done = import_regions(connection, service.keys, lines, service.clock())
    return replies.RegionsImported(
        regions=done.regions,
        communities=done.communities,
        grids=done.grids,
        changed=done.changed,
    )


def user_add(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Make an account."""
    name, role = arguments.name.strip(), Role(arguments.role)
    if not name or len(name) > 64 or "\0" in name:
        raise Refused("bad_name", "姓名不能空，最多 64 个字。", field="name", is_input=True)
    password = _password(arguments.password_file)
    with open_place(arguments) as service, service.store.write() as connection:
        if role in accounts.IN_COMMUNITY:
            staffing.find_community(connection, arguments.region)
        elif arguments.region not in known_regions(connection):
            raise Refused("region_unknown", "没有这个区划代码。", field="region", is_input=True)
        _require_new(accounts.list_accounts(connection), name, arguments.region)
        made = accounts.new_account(arguments.region, name, role, arguments.region)
        accounts.add_account(connection, service.keys, made, password, service.clock())
    return replies.UserAdded(user=_user(made))


def _require_new(present: list[accounts.Account], name: str, region: str) -> None:
    if any((one.name, one.region) == (name, region) for one in present):
        raise Refused(
            "person_exists", "这里已有同名的人；真是两位，请在姓名后加字区分。", field="name"
        )


def _password(file: str | None) -> str:
    if file is None:
        return ""
    text = _read_file(Path(file)).decode("utf-8", "replace").strip("\r\n")
    if len(text) < 8:
        raise Refused(
            "short_password", "密码至少要 8 个字符。", field="password-file", is_input=True
        )
    return text


def user_list(arguments: argparse.Namespace, _: Announce) -> Reply:
    """List accounts."""
    with open_place(arguments) as service, service.store.read() as connection:
        users = [_user(one) for one in accounts.list_accounts(connection)]
    return replies.Users(users=users)


def _user(account: accounts.Account) -> replies.User:
    return replies.User(
        person=account.person, name=account.name, role=account.role.value, region=account.region
    )


def assign(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Give a person a grid."""
    days = (
        staffing.read_day(arguments.from_on, "from"),
        staffing.read_day(arguments.to_on, "to"),
    )
    how = arguments.manner
    with open_place(arguments) as service, service.store.write() as connection:
        account = accounts.find_account(connection, arguments.user)
        grid = staffing.find_grid(connection, arguments.grid)
        now_ms = service.clock()
        row = staffing.assign(connection, service.keys, account, grid, how, days, now_ms)
    return replies.Assigned(
        assignment=row,
        person=account.person,
        grid=grid.code,
        role=how,
        from_on=days[0],
        to_on=days[1],
    )


def device_code(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Draw a one-time code; it bears the mark of the certificate that is served."""
    with open_place(arguments) as service:
        mark = (
            read_mark(Path(arguments.tls_cert))
            if arguments.tls_cert
            else served_mark(service.store)
        )
        with service.store.write() as connection:
            account = accounts.find_account(connection, arguments.user)
            if account.community == NOWHERE:
                raise Refused(
                    "not_field_staff",
                    "街道、部门和管理员在服务器上用，不登记设备。",
                    field="user",
                )
            code, expires_ms = accounts.issue_code(connection, account, service.clock())
    full = f"{code}-{mark}" if mark else code
    return replies.CodeIssued(code=full, person=account.person, expires_ms=expires_ms)


def device_list(arguments: argparse.Namespace, _: Announce) -> Reply:
    """List devices."""
    with open_place(arguments) as service, service.store.read() as connection:
        names = {one.person: one.name for one in accounts.list_accounts(connection)}
        devices = [
            replies.EnrolledDevice(
                device=one.id,
                person=one.person,
                owner=names.get(one.person, ""),
                name=one.name,
                enrolled_ms=one.enrolled_ms,
                seen_ms=one.seen_ms,
                revoked_ms=one.revoked_ms,
            )
            for one in accounts.list_devices(connection)
        ]
    return replies.Devices(devices=devices)


def device_revoke(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Shut a device out for good."""
    with open_place(arguments) as service, service.store.write() as connection:
        accounts.revoke(connection, arguments.device, service.clock())
    return replies.Revoked(device=arguments.device)


def doctor(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Recompute everything that must hold."""
    service = open_service(*place_of(arguments), clock())
    with closing(service):
        checkup = examine(service.store, service.keys)
        erasures = examine_erasures(service)
        photos = examine_photos(service)
        thrown_away = mend_photos(service, photos) if arguments.mend else 0
    findings = [*checkup.findings, *photos.findings, *erasures.findings]
    return replies.Diagnosis(
        is_clean=not findings,
        scopes=checkup.scopes,
        facts=checkup.facts,
        rows=checkup.rows,
        photos=photos.looked_at,
        photos_missing=len(photos.missing),
        files_unused=len(photos.unused),
        files_thrown_away=thrown_away,
        purges=erasures.marks,
        findings=[replies.Ill(scope=one.scope, code=one.code, at=one.at) for one in findings],
    )


def update(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Offer a new edition of the program to devices."""
    from server.updates import update_add

    return update_add(arguments, place_of(arguments)[1])


def compact(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Take the content from facts older than so many days."""
    days = arguments.keep_days
    if not LEAST_KEPT_DAYS <= days <= 36_500:
        raise Refused(
            "days_too_few",
            "平板上留着最近 90 天的，这里至少要留 100 天。",
            field="keep-days",
            is_input=True,
        )
    with open_place(arguments) as service:
        done = compacted(service.store, service.clock() - days * 86_400_000)
    return replies.CompactedLog(scopes=done.scopes, facts=done.facts)


def backup(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Write a backup."""
    file = Path(arguments.file)
    with open_place(arguments) as service:
        photos = service.folder / PHOTOS
        rows = write_backup(service.store, service.keys, file, service.clock(), photos)
    return replies.BackedUp(file=str(file), rows=rows, bytes=file.stat().st_size)


def restore(arguments: argparse.Namespace, _: Announce) -> Reply:
    """Put a backup back into an empty database, or in place of everything."""
    url, folder = place_of(arguments)
    store = Store(url)
    try:
        rows = restore_backup(
            store,
            read_keys(folder),
            Path(arguments.file),
            replace=arguments.replace,
            now_ms=wall_ms(),
            photos=folder / PHOTOS,
        )
    finally:
        store.close()
    with open_place(arguments):
        pass  # what was erased since the backup is erased again
    return replies.Restored(file=arguments.file, rows=rows)


def _read_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise Refused("file_missing", "找不到这个文件。", field="file", is_input=True) from error
    except OSError as error:
        raise Trouble("file_unreadable", "这个文件读不出来，请检查权限。") from error
