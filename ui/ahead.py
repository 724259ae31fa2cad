"""What is made ready behind the lock screen, so that nothing has to be read after the PIN.

It begins once the lock is drawn: before that, it would only be in the way.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine

from ui import theme
from ui.bridge import Bridge
from ui.viewmodels.registry import PAGES, WORKER_RAIL

FIRST_PAGE = PAGES[WORKER_RAIL[0]]


class Ahead(QObject):
    """Imports on a thread of its own, then has Qt compile the first page on one of its own."""

    def __init__(self, engine: QQmlEngine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._bridge = bridge
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._read: Future[None] | None = None
        self._page: QQmlComponent | None = None

    def begin(self) -> None:
        """Begin, if nobody has yet."""
        if self._read is None:
            self._read = self._thread.submit(read)
            self._bridge.hand_over(self, self._read, lambda _: self._compile())

    @property
    def is_read(self) -> bool:
        """Whether everything is imported."""
        return self._read is not None and self._read.done()

    def wait(self) -> None:
        """Wait until everything is imported; for a thread that may wait."""
        if self._read is not None:
            self._read.result()

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(cancel_futures=True)

    def _compile(self) -> None:
        # Held, because Qt forgets what nobody uses.
        file = QUrl.fromLocalFile(str(theme.QML_FOLDER / "pages" / f"{FIRST_PAGE.file}.qml"))
        mode = QQmlComponent.CompilationMode.Asynchronous
        self._page = QQmlComponent(self._engine, file, mode, self)


def read() -> None:
    """Import what an opened session and its first page need."""
    from fieldapp import gate

    gate.ready()
    import fieldapp.queries
    import fieldapp.services
    import ui.work  # noqa: F401 - to have it read

    FIRST_PAGE.read()
    fieldapp.services.load()
    fieldapp.queries.load()
