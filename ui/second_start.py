"""A second start over a home: the window that is open there takes its file and comes to the front.

The open window listens at a socket in the home's folder, which only its owner can enter (on
Windows at a pipe named after the folder, a name that another account could take first: it would
then learn the file's path, and the second start would end). One line comes, the file's path, and
one goes back. Who does not answer in time is waited for no longer, and not asked again: a window
that is busy takes the line up later, a socket that was left behind holds up nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from fieldapp.gate import Home, is_open_elsewhere

PATIENCE_S = 3.0
"""How long a second start waits for a home that is just being opened, or just being let go."""
_ANSWER_MS = 2000
_BETWEEN_S = 0.1
_LONGEST = 16_384
_YES = b"here\n"


def is_taken_over(home: Home, brought: Path | None, patience_s: float = PATIENCE_S) -> bool:
    """Take the home, or have the window that is open over it take the file; tells of the latter.

    When this gives False, the home is held or whoever opens it will say what is in the way.
    """
    until = time.monotonic() + patience_s
    is_answered: bool | None = None
    while is_open_elsewhere(home):
        if is_answered is None:
            is_answered = _ring(home, brought)
        if is_answered:
            return True
        if time.monotonic() >= until:
            break
        time.sleep(_BETWEEN_S)
    return False


def _ring(home: Home, brought: Path | None) -> bool | None:
    """Tell the open window; False where it does not answer, None where nobody listens."""
    socket = QLocalSocket()
    socket.connectToServer(place_of(home))
    if not socket.waitForConnected(_ANSWER_MS):
        return None
    # As hex, so that every byte a name can have comes through on one line.
    socket.write(os.fsencode(brought or "").hex().encode("ascii") + b"\n")
    said = b""
    until = time.monotonic() + _ANSWER_MS / 1000
    while not said.endswith(b"\n") and len(said) < len(_YES) and time.monotonic() < until:
        socket.waitForReadyRead(max(1, int((until - time.monotonic()) * 1000)))
        said += socket.readAll().data()
        if socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            break
    socket.abort()
    return said == _YES


def place_of(home: Home) -> str:
    """Give the name under which a home's window listens."""
    if sys.platform == "win32":
        mark = hashlib.sha256(str(home.path.resolve()).casefold().encode("utf-8", "replace"))
        return f"fieldapp-{mark.hexdigest()[:32]}"
    return str(home.path.resolve() / "window")


class Doorbell(QObject):
    """What the open window listens with; `rung` brings the file's path, or ""."""

    rung = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        """Listen, if the file system can; the home must be held, so that what lies there is old."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(4)
        self._server.newConnection.connect(self._open)
        QLocalServer.removeServer(place_of(home))
        self.is_listening = self._server.listen(place_of(home))

    def close(self) -> None:
        """Listen no more; the socket goes from the folder."""
        self._server.close()

    def _open(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Caller(socket, self)


class _Caller(QObject):
    """One connection, until its line is there or it has had time enough."""

    def __init__(self, socket: QLocalSocket, bell: Doorbell) -> None:
        super().__init__(bell)
        self._socket, self._bell, self._said = socket, bell, b""
        socket.setParent(self)
        socket.setReadBufferSize(_LONGEST)
        socket.readyRead.connect(self._hear)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_ANSWER_MS, self, self._hang_up)
        self._hear()

    def _hear(self) -> None:
        self._said += self._socket.readAll().data()
        line, end, _ = self._said.partition(b"\n")
        if not end and len(self._said) < _LONGEST:
            return
        self._socket.readyRead.disconnect(self._hear)
        file = _file_in(line) if end else None
        if file is None:
            self._hang_up()
            return
        self._socket.write(_YES)
        self._socket.flush()
        self._socket.disconnectFromServer()
        self._bell.rung.emit(file)

    def _hang_up(self) -> None:
        self._socket.abort()
        self.deleteLater()


def _file_in(line: bytes) -> str | None:
    """Read the path out of a line, "" where there is none; None for a line of another form."""
    try:
        file = os.fsdecode(bytes.fromhex(line.decode("ascii")))
    except ValueError:
        return None
    return file if not file or _is_ours(Path(file)) else None


def _is_ours(file: Path) -> bool:
    return file.is_absolute() and file.suffix.lower() == ".gsb" and "\0" not in str(file)
