"""Each step is taken once, whole or not at all, and never on a newer program's file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from fieldapp.errors import Trouble
from fieldapp.store.database import open_memory, reading, writing
from fieldapp.store.migrations import Migration, migrate, migration, version_of


@migration(1, "make the notes")
def make_notes(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE place (id INTEGER PRIMARY KEY)"))
    connection.execute(
        text(
            "CREATE TABLE note (id INTEGER PRIMARY KEY,"
            " place INTEGER REFERENCES place (id) ON DELETE CASCADE)"
        )
    )


@migration(2, "give notes a body")
def give_bodies(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE note ADD COLUMN body TEXT"))


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_memory()
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(text("SELECT name FROM sqlite_schema")).scalars())


def test_a_new_file_has_seen_no_step(engine: Engine) -> None:
    assert version_of(engine) == 0


def test_all_steps_are_taken_and_recorded(engine: Engine) -> None:
    assert migrate(engine, [make_notes, give_bodies], 1_800_000_000_000) == 2
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT n, title, at FROM schema_version")).all()
    assert [tuple(row) for row in rows] == [
        (1, "make the notes", 1_800_000_000_000),
        (2, "give notes a body", 1_800_000_000_000),
    ]


def test_only_missing_steps_are_taken(engine: Engine) -> None:
    migrate(engine, [make_notes], 1)
    migrate(engine, [make_notes, give_bodies], 2)
    migrate(engine, [make_notes, give_bodies], 3)
    with reading(engine) as connection:
        ats = connection.execute(text("SELECT at FROM schema_version ORDER BY n")).scalars().all()
    assert ats == [1, 2]


def test_a_step_that_breaks_leaves_the_step_before_it(engine: Engine) -> None:
    @migration(2, "break half-way")
    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate(engine, [make_notes, half], 1)
    assert version_of(engine) == 1
    assert "half" not in tables(engine)


def test_a_newer_programs_file_is_left_alone(engine: Engine) -> None:
    migrate(engine, [make_notes, give_bodies], 1)
    with pytest.raises(Trouble) as trouble:
        migrate(engine, [make_notes], 2)
    assert trouble.value.code == "file-is-newer"
    assert version_of(engine) == 2


def test_steps_with_a_gap_are_a_bug(engine: Engine) -> None:
    with pytest.raises(ValueError, match="without a gap"):
        migrate(engine, [Migration(2, "second", lambda _: None)], 1)


def test_rebuilding_a_table_takes_no_row_that_refers_to_it(engine: Engine) -> None:
    @migration(2, "rebuild the places")
    def rebuild(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT)"))
        connection.execute(text("INSERT INTO fresh (id) SELECT id FROM place"))
        connection.execute(text("DROP TABLE place"))
        connection.execute(text("ALTER TABLE fresh RENAME TO place"))

    migrate(engine, [make_notes], 1)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO place VALUES (7)"))
        connection.execute(text("INSERT INTO note (place) VALUES (7)"))
    migrate(engine, [make_notes, rebuild], 2)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT place FROM note")).scalars().all() == [7]


def test_a_step_that_loses_a_row_others_refer_to_is_undone(engine: Engine) -> None:
    @migration(2, "lose the places")
    def lose(connection: Connection) -> None:
        connection.execute(text("DELETE FROM place"))

    migrate(engine, [make_notes], 1)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO place VALUES (7)"))
        connection.execute(text("INSERT INTO note (place) VALUES (7)"))
    with pytest.raises(ValueError, match="without their row"):
        migrate(engine, [make_notes, lose], 2)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM place")).scalar() == 1


def test_references_are_guarded_again_after_the_steps(engine: Engine) -> None:
    migrate(engine, [make_notes], 1)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
