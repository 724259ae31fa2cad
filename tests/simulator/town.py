"""The server of a run: founded once, copied for every seed, killed, filled up, restored."""

from __future__ import annotations

import contextlib
import random
import secrets
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from fieldapp.domain.roles import Role
from fieldapp.errors import Trouble
from server.access import Caller
from server.accounts import Account, add_account, issue_code, new_account
from server.backup import restore_backup, write_backup
from server.founding import Wanted, write_wanted
from server.problems import Problem
from server.purge import erase_again
from server.regions import import_regions, read_regions
from server.service import Service, found_service, open_service
from server.staffing import assign, find_grid
from server.store import Busy
from sync.codec import pack, unpack
from sync.line import Problem as Told
from sync.line import TurnedAway, Unreachable
from sync.protocol import Offer, SnapshotRef
from tests.simulator.clocks import WorldTime
from tests.simulator.databases import Databases
from tests.simulator.fuse import Fuse, Killed

COMMUNITY = "560102001006"
GRID = f"{COMMUNITY}003"
GRID_SCOPE, CARE_SCOPE = f"grid:{GRID}", f"care:{GRID}"
COMMUNITY_SCOPE = f"community:{COMMUNITY}"
REGIONS = """code,parent,level,name,kind
5601,,city,云川市,
560102,5601,district,明湖区,
560102001,560102,street,河湾街道,
560102001006,560102001,community,杏林社区,社区
560102001006003,560102001006,grid,第三网格,综合
"""
GRID_2 = f"{COMMUNITY}004"
SECOND = f"code,parent,level,name,kind\n{GRID_2},{COMMUNITY},grid,第四网格,综合\n"
"""Rows can be handed to it, where a town is a wide one: Wang and the secretary hold both."""
WANG, MIAO, LIN = "王海示例", "苗长根", "林示范"
DEVICES = {"wang-1": WANG, "wang-2": WANG, "miao-1": MIAO, "miao-2": MIAO, "lin-1": LIN}
SPARES = {"wang-3": WANG, "miao-3": MIAO, "lin-2": LIN}


@contextmanager
def fixed_chance(seed: int) -> Iterator[None]:
    """Make what the server draws at random the same each time, so that runs can be compared."""
    source = random.Random(seed)
    with (
        patch.object(uuid, "uuid4", lambda: uuid.UUID(int=source.getrandbits(128), version=4)),
        patch.object(secrets, "token_bytes", lambda n=32: source.randbytes(n)),
        patch.object(secrets, "token_urlsafe", lambda n=32: source.randbytes(n).hex()),
        patch.object(secrets, "choice", source.choice),
    ):
        yield


@dataclass
class Town:
    """A server with its people, as long as a run lasts."""

    service: Service
    url: str
    folder: Path
    time: WorldTime
    callers: dict[str, Caller]
    fuse: Fuse = field(default_factory=Fuse)
    backups: list[Path] = field(default_factory=list)

    def open(self) -> None:
        """Open the server again on what is in its database."""
        self.service.close()
        self.service = open_service(self.url, self.folder, self.time)
        self.fuse.put_into(self.service.store.engine)

    def answer(
        self, caller: Caller, packed: bytes, blow: tuple[int, Callable[[], BaseException]] | None
    ) -> bytes:
        """Answer an offer as it travels; with `blow`, break at that statement.

        Raises what a line brings: `Unreachable`, `TurnedAway`.
        """
        if blow is not None:
            self.fuse.set(*blow)
        try:
            answer = self.service.exchange.answer(caller, unpack(Offer, packed))
        except Killed:
            self.open()
            raise Unreachable("server killed") from None
        except Problem as problem:
            number = problem.number
            raise TurnedAway(Told(number=int(number), code=number.name)) from None
        except (Busy, Trouble) as error:
            raise Unreachable(type(error).__name__) from None
        except Exception as error:
            if self.fuse.has_blown:
                raise Unreachable("server failed") from error
            raise
        finally:
            self.fuse.clear()
        if blow is not None and blow[1] is Killed:
            self.open()
            raise Unreachable("server killed after the commit")
        return pack(answer)

    def snapshot(self, caller: Caller, ref: SnapshotRef) -> bytes:
        """Give a snapshot's bytes."""
        try:
            return self.service.snapshot(caller, ref.name)
        except Problem as problem:
            number = problem.number
            raise TurnedAway(Told(number=int(number), code=number.name)) from None

    def back_up(self) -> None:
        """Write a backup by the shipping command."""
        file = self.folder / f"backup-{len(self.backups)}"
        write_backup(self.service.store, self.service.keys, file, self.time())
        self.backups.append(file)

    def restore(self, number: int) -> None:
        """Go back to a backup; the keys stay what they are."""
        file = self.backups[number]
        service = self.service
        restore_backup(service.store, service.keys, file, replace=True, now_ms=self.time())
        self.open()
        # Whatever opens the server does this before it serves anybody.
        erase_again(self.service)

    def revoke(self, name: str) -> None:
        """Let a person be no member any more."""
        fields = {"is_active": False}
        with self.service.store.write() as connection:
            wanted = [Wanted("staff", self.callers[name].person, fields)]
            write_wanted(connection, self.service.keys, COMMUNITY_SCOPE, wanted, self.time())

    def close(self) -> None:
        """Let go of the database."""
        self.service.close()


def found(url: str, folder: Path, time: WorldTime, *, is_wide: bool = False) -> Town:
    """Found the town and enrol every device that a run may need."""
    regions = [REGIONS, SECOND] if is_wide else [REGIONS]
    with fixed_chance(1), patch("server.regions.starting_rows", lambda: ()):
        service = found_service(url, folder, time)
        town = Town(service, url, folder, time, {})
        with service.store.write() as connection:
            for text in regions:
                import_regions(connection, service.keys, read_regions(text.encode()), time())
        people = {
            name: _add(town, name, role)
            for name, role in ((WANG, Role.worker), (MIAO, Role.worker), (LIN, Role.secretary))
        }
        _assign(town, people[WANG], "responsible")
        _assign(town, people[MIAO], "part")
        if is_wide:
            _assign(town, people[WANG], "full", GRID_2)
        for device, name in (DEVICES | SPARES).items():
            town.callers[device] = _enrol(town, people[name], device)
        for name in people:
            town.callers[name] = next(
                town.callers[device] for device, one in DEVICES.items() if one == name
            )
    town.fuse.put_into(service.store.engine)
    return town


def _add(town: Town, name: str, role: Role) -> Account:
    account = new_account(COMMUNITY, name, role, COMMUNITY)
    with town.service.store.write() as connection:
        add_account(connection, town.service.keys, account, "", town.time())
    return account


def _assign(town: Town, account: Account, how: str, code: str = GRID) -> None:
    with town.service.store.write() as connection:
        grid = find_grid(connection, code)
        assign(connection, town.service.keys, account, grid, how, (None, None), town.time())


def _enrol(town: Town, account: Account, device: str) -> Caller:
    with town.service.store.write() as connection:
        code = issue_code(connection, account, town.time())[0]
    done = town.service.enrol(code, device, "127.0.0.1")
    return town.service.caller(done.admitted.token)


def copy_town(template: Town, folder: Path, time: WorldTime, databases: Databases) -> Town:
    """Copy a town that nobody has open."""
    folder.mkdir(parents=True)
    for name in ("server.key",):
        shutil.copy(template.folder / name, folder / name)
    with contextlib.suppress(FileNotFoundError):
        shutil.copytree(template.folder / "snapshots", folder / "snapshots")
    url = databases.copy(template.url, folder)
    service = open_service(url, folder, time)
    town = Town(service, url, folder, time, dict(template.callers))
    town.fuse.put_into(service.store.engine)
    return town
