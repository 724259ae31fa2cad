"""What was erased by law is in no copy beside the file either."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from fieldapp.store import scopes
from fieldapp.store.aside import FOLDER
from fieldapp.store.database import create_database
from fieldapp.store.fold import Fold
from fieldapp.store.forgetting import forget
from fieldapp.store.schema import create_everything
from fieldapp.store.sweeping import sweep_if_due
from fieldapp.store.worker import DatabaseThread
from tests.devices import GRID_SCOPE
from tests.store.test_worker import KEY


def test_the_copy_from_before_an_update_goes_with_the_words(tmp_path: Path) -> None:
    copy = tmp_path / FOLDER / "field.db"
    copy.parent.mkdir()
    copy.write_bytes(b"older words")

    def erase(connection: Connection) -> None:
        create_everything(connection)
        scopes.join(connection, (GRID_SCOPE,), ["incarnation-1"])
        work = Fold(connection, scopes.require(connection, GRID_SCOPE))
        forget(connection, work, GRID_SCOPE, {("resident", "r1")})

    with DatabaseThread(lambda: create_database(tmp_path / "field.db", KEY)) as thread:
        thread.run(erase, write=True)
        sweep_if_due(thread)
        assert not copy.parent.exists()
