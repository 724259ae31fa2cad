"""A relay between a device and its server that counts bytes, and can be as slow as a real line."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue


@dataclass(frozen=True, slots=True)
class Link:
    """A line: bits in a second each way, and seconds there and back."""

    bits: float
    there_and_back: float


VILLAGE_4G = Link(10_000_000, 0.040)
"""What a tablet has in a village: 10 Mbit/s and 40 ms there and back."""


@dataclass
class Relay:
    """Passes connections on to `port` and counts what flows each way; `url` is its own address.

    With a `link` what is passed on takes as long as over it, connecting too. One set later holds
    for the connections made from then on.
    """

    port: int
    link: Link | None = None
    up: int = 0
    down: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)

    def __enter__(self) -> Relay:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    @property
    def url(self) -> str:
        """Where a device connects to."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def reset(self) -> None:
        """Count from zero again."""
        self.up = self.down = 0

    @property
    def total(self) -> int:
        """Bytes both ways since the last reset."""
        return self.up + self.down

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(client, self.link), daemon=True).start()

    def _join(self, client: socket.socket, link: Link | None) -> None:
        if link is not None:
            time.sleep(link.there_and_back)  # SYN and its answer
        server = socket.create_connection(("127.0.0.1", self.port))
        for end in (client, server):  # the relay must not wait where the two ends do not
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for source, target, is_up in ((client, server, True), (server, client, False)):
            threading.Thread(
                target=self._pump, args=(source, target, is_up, link), daemon=True
            ).start()

    def _pump(
        self, source: socket.socket, target: socket.socket, is_up: bool, link: Link | None
    ) -> None:
        parts = self._counted(source, is_up)
        for part in parts if link is None else _late(parts, link):
            target.sendall(part)
        target.close()

    def _counted(self, source: socket.socket, is_up: bool) -> Iterator[bytes]:
        while part := _received(source):
            if is_up:
                self.up += len(part)
            else:
                self.down += len(part)
            yield part


def _late(parts: Iterator[bytes], link: Link) -> Iterator[bytes]:
    """Give each part when its last bit would have come over the link."""
    due: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def send() -> None:
        free_at = 0.0
        for part in parts:
            free_at = max(free_at, time.perf_counter()) + len(part) * 8 / link.bits
            due.put((free_at + link.there_and_back / 2, part))
        due.put((0.0, b""))

    threading.Thread(target=send, daemon=True).start()
    while (entry := due.get())[1]:
        time.sleep(max(0.0, entry[0] - time.perf_counter()))
        yield entry[1]


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(16384)
    except OSError:
        return b""
