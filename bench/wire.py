"""A counting relay between a device and its server: bytes of HTTP, heads and bodies."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class Relay:
    """Passes connections on to `port` and counts what flows each way; `url` is its own address."""

    port: int
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
            server = socket.create_connection(("127.0.0.1", self.port))
            for end in (client, server):  # the relay must not wait where the two ends do not
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, target, is_up in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._pump, args=(source, target, is_up), daemon=True
                ).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        while part := _received(source):
            if is_up:
                self.up += len(part)
            else:
                self.down += len(part)
            target.sendall(part)
        target.close()


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(65536)
    except OSError:
        return b""
