"""Devices of the demo: real homes, enrolled at the embedded server with one PIN."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from fieldapp.rounds import sync_now
from fieldapp.session import Enlisted, Enrolment, Home, Session, enrol, keys, open_session
from sync.client import Progress
from sync.clock import Clock
from sync.http import HttpTransport
from ui.line import HttpConnect

PIN = "274951"


class NoKeyring:
    """The demo leaves the keyring of whoever tries it alone."""

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep nothing."""
        return False

    def find(self, name: str) -> bytes | None:
        """Find nothing."""
        return None

    def forget(self, name: str) -> None:
        """Forget nothing."""


class DemoConnect(HttpConnect):
    """Reaches the embedded server, whose port is another one at every start."""

    def __init__(self, url: str) -> None:
        self.url = url

    def again(self, enlisted: Enlisted) -> HttpTransport:
        """Open the line of a device that was enrolled when the port was another."""
        return super().again(msgspec.structs.replace(enlisted, server=self.url))


@dataclass(slots=True)
class DemoDevice:
    """One device: its folder, who works on it, and what it is called."""

    key: str
    person: str
    home: Home
    connect: DemoConnect

    def enrol(self, code: str, clock: Clock) -> None:
        """Become a device of the server."""
        self.home.become_demo()
        with self.home:
            wish = Enrolment(self.connect.url, code, PIN, f"演示 {self.person}")
            enrol(self.home, self.connect, wish, os_secrets=NoKeyring(), clock=clock)

    def open(self, clock: Clock) -> Session:
        """Open the device with its PIN. Raises Trouble when its home is in use."""
        self.home.lock()
        try:
            key = keys.unlock(self.home, PIN, clock=clock, os_secrets=NoKeyring())
            return open_session(self.home, key, clock=clock)
        except BaseException:
            self.home.unlock()
            raise

    def sync(self, session: Session) -> Progress:
        """Run one real round. Raises Trouble."""
        line = self.connect.again(session.enlisted)
        try:
            return sync_now(session, line)
        finally:
            line.close()


def device(folder: Path, key: str, person: str, connect: DemoConnect) -> DemoDevice:
    """Name a device under the demo's folder."""
    return DemoDevice(key, person, Home(folder / key), connect)
