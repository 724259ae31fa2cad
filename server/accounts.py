"""Accounts and their devices: who a token speaks for, and how a device comes to have one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from fieldapp.domain.roles import Role
from fieldapp.errors import Refused
from server.access import Caller
from server.audit import Entry, note
from server.credentials import (
    draw_code,
    draw_token,
    hash_password,
    hashed,
    is_password,
    nobodys_hash,
)
from server.founding import Wanted, begin_scopes, write_wanted
from server.keys import Keys
from server.problems import Number, Problem
from server.tables import ACCOUNT, DEVICE, ENROL_CODE, NOWHERE

CODE_LIFE_MS = 24 * 3_600_000
IN_COMMUNITY = frozenset({Role.worker, Role.secretary})
"""Roles that hold scopes; the others work on the server alone."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. `community` is where her diary lives, or nowhere."""

    community: str
    person: str
    name: str
    role: Role
    region: str


@dataclass(frozen=True, slots=True)
class Device:
    """One enrolled device."""

    id: str
    person: str
    name: str
    enrolled_ms: int
    seen_ms: int
    revoked_ms: int | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a device learns once when its code was right; the token is nowhere else."""

    account: Account
    device: str
    token: str


def add_account(
    connection: Connection, keys: Keys, account: Account, password: str, now_ms: int
) -> None:
    """Write an account; a worker's or secretary's staff row and diary come with it."""
    connection.execute(
        insert(ACCOUNT).values(
            community_id=account.community,
            person=account.person,
            name=account.name,
            role=account.role.value,
            region=account.region,
            password=hash_password(password) if password else "",
            made_ms=now_ms,
        )
    )
    if account.role in IN_COMMUNITY:
        begin_scopes(connection, keys, account.community, [f"diary:{account.person}"])
        enlist(connection, keys, account, account.community, now_ms)


def enlist(
    connection: Connection, keys: Keys, account: Account, community: str, now_ms: int
) -> None:
    """Make a person staff of a community, her own or one where she helps out."""
    fields = {
        "name": account.name,
        "role": account.role.value,
        "region": account.community,
        "is_active": True,
    }
    wanted = Wanted("staff", account.person, fields)
    write_wanted(connection, keys, f"community:{community}", [wanted], now_ms)


def new_account(community: str, name: str, role: Role, region: str) -> Account:
    """Make an account value with a fresh person id."""
    home = community if role in IN_COMMUNITY else NOWHERE
    return Account(home, str(uuid.uuid4()), name, role, region)


def list_accounts(connection: Connection) -> list[Account]:
    """List all accounts by region and name."""
    query = select(ACCOUNT).order_by(ACCOUNT.c.region, ACCOUNT.c.name, ACCOUNT.c.person)
    return [_account(row) for row in connection.execute(query)]


def find_account(connection: Connection, wanted: str) -> Account:
    """Find an account by id or unambiguous name. Raises `Refused` with the candidates."""
    query = select(ACCOUNT).where((ACCOUNT.c.person == wanted) | (ACCOUNT.c.name == wanted))
    found = [_account(row) for row in connection.execute(query)]
    if len(found) == 1:
        return found[0]
    candidates = tuple(sorted(f"{one.person} {one.name} {one.region}" for one in found))
    sentence = "同名的不止一位，请改用编号。" if found else "没有这个人，请核对姓名或编号。"
    code = "person_ambiguous" if found else "person_unknown"
    raise Refused(code, sentence, field="user", is_input=True, candidates=candidates)


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(row.community_id, row.person, row.name, Role(row.role), row.region)


def check_sign_in(connection: Connection, user: str, password: str) -> tuple[Account | None, bool]:
    """Find the account of an unambiguous name or id, and tell whether the password is its own."""
    query = select(ACCOUNT).where((ACCOUNT.c.person == user) | (ACCOUNT.c.name == user))
    found = connection.execute(query).all()
    stored = found[0].password if len(found) == 1 else ""
    is_right = is_password(stored or nobodys_hash(), password) and bool(stored)
    return (_account(found[0]) if len(found) == 1 else None), is_right


def issue_code(connection: Connection, account: Account, now_ms: int) -> tuple[str, int]:
    """Draw a one-time enrolment code; give it and the moment it expires."""
    code, expires_ms = draw_code(), now_ms + CODE_LIFE_MS
    connection.execute(
        insert(ENROL_CODE).values(
            community_id=account.community,
            code_hash=hashed(code),
            person=account.person,
            expires_ms=expires_ms,
            used_ms=None,
        )
    )
    return code, expires_ms


def admit(connection: Connection, code: str, device_name: str, now_ms: int) -> Admitted:
    """Use up a code and make a device. Raises `Problem` for a wrong, used or expired one."""
    mark = hashed(code)
    found = connection.execute(
        select(ENROL_CODE).where(ENROL_CODE.c.code_hash == mark).with_for_update()
    ).one_or_none()
    if found is None or found.used_ms is not None or found.expires_ms < now_ms:
        raise Problem(Number.unknown_code)
    connection.execute(
        update(ENROL_CODE)
        .where(ENROL_CODE.c.community_id == found.community_id, ENROL_CODE.c.code_hash == mark)
        .values(used_ms=now_ms)
    )
    account = find_account(connection, found.person)
    return _make_device(connection, account, device_name, now_ms)


def _make_device(connection: Connection, account: Account, name: str, now_ms: int) -> Admitted:
    device, token = str(uuid.uuid4()), draw_token()
    connection.execute(
        insert(DEVICE).values(
            community_id=account.community,
            id=device,
            person=account.person,
            name=name,
            token_hash=hashed(token),
            enrolled_ms=now_ms,
            seen_ms=now_ms,
            revoked_ms=None,
        )
    )
    entry = Entry(account.community, account.person, device, "enrolled", now_ms)
    note(connection, entry)
    return Admitted(account, device, token)


def caller_of(connection: Connection, token: str) -> Caller:
    """Tell whom a token speaks for. Raises `Problem` for an unknown or revoked device."""
    return _caller(connection, DEVICE.c.token_hash == hashed(token))


def caller_on(connection: Connection, device: str) -> Caller:
    """Tell whose a device is or was, which is known by another sign than its token."""
    return _anybody(connection, DEVICE.c.id == device)


def caller_leaving(connection: Connection, token: str) -> Caller:
    """Tell whose a device is or was: a revoked one may hand in what it holds. Raises `Problem`."""
    return _anybody(connection, DEVICE.c.token_hash == hashed(token))


def _caller(connection: Connection, is_it: ColumnElement[bool]) -> Caller:
    found = _anybody(connection, is_it)
    if found.is_revoked:
        raise Problem(Number.revoked_device)
    return found


def _anybody(connection: Connection, is_it: ColumnElement[bool]) -> Caller:
    found = connection.execute(select(DEVICE).where(is_it)).one_or_none()
    if found is None:
        raise Problem(Number.unknown_device)
    home = found.community_id
    role = connection.scalars(
        select(ACCOUNT.c.role).where(
            ACCOUNT.c.community_id == home, ACCOUNT.c.person == found.person
        )
    ).one()
    own = select(DEVICE.c.id).where(DEVICE.c.community_id == home, DEVICE.c.person == found.person)
    devices = frozenset(connection.scalars(own))
    is_revoked = found.revoked_ms is not None
    return Caller(found.person, found.id, Role(role), home, devices, is_revoked)


def list_devices(connection: Connection) -> Sequence[Device]:
    """List all devices, the newest first."""
    query = select(DEVICE).order_by(DEVICE.c.enrolled_ms.desc(), DEVICE.c.id)
    return [
        Device(one.id, one.person, one.name, one.enrolled_ms, one.seen_ms, one.revoked_ms)
        for one in connection.execute(query)
    ]


def revoke(connection: Connection, device: str, now_ms: int) -> None:
    """Stop a device's token for good. Raises `Refused` when there is no such device."""
    found = connection.execute(select(DEVICE).where(DEVICE.c.id == device)).one_or_none()
    if found is None:
        raise Refused("device_unknown", "没有这台设备，请核对编号。", field="device", is_input=True)
    if found.revoked_ms is not None:
        return
    connection.execute(
        update(DEVICE)
        .where(DEVICE.c.community_id == found.community_id, DEVICE.c.id == device)
        .values(revoked_ms=now_ms)
    )
    note(connection, Entry(found.community_id, found.person, device, "revoked", now_ms))
