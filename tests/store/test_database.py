"""The file is encrypted, its transactions are real, and what the world does to it is told."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, exc, text
from sqlalchemy.exc import IntegrityError, OperationalError

from fieldapp.errors import Trouble
from fieldapp.store import keys
from fieldapp.store.database import (
    create_database,
    find_damage,
    open_database,
    open_memory,
    reading,
    writing,
)
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets

KEY = bytes(range(32))
NOTE = "蘑菇炖粉条，高玉芬说腿疼得厉害"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "field.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = create_database(path, KEY)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT UNIQUE)"))
    yield engine
    engine.dispose()


def add(engine: Engine, *bodies: str) -> None:
    with writing(engine) as connection:
        for body in bodies:
            connection.execute(text("INSERT INTO note (body) VALUES (:body)"), {"body": body})


def break_after(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))
    raise ZeroDivisionError


def read_all(path: Path) -> None:
    engine = open_database(path, KEY)
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT body FROM note")).all()
    finally:
        engine.dispose()


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM note")).scalar_one())


def setting(engine: Engine, name: str) -> object:
    with reading(engine) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    return trouble.value.code


def damage_each_page(path: Path, *, first: int) -> None:
    content = bytearray(path.read_bytes())
    for at in range(first * 4096 + 100, len(content), 4096):
        content[at] ^= 1
    path.write_bytes(content)


def test_rows_are_there_after_reopening(engine: Engine, path: Path) -> None:
    add(engine, NOTE)
    engine.dispose()
    again = open_database(path, KEY)
    assert count(again) == 1
    again.dispose()


def test_a_rollback_after_the_second_statement_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        break_after(
            connection,
            "INSERT INTO note (body) VALUES ('one')",
            "INSERT INTO note (body) VALUES ('two')",
        )
    assert count(engine) == 0


def test_a_new_table_is_rolled_back_too(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        break_after(connection, "CREATE TABLE more (id INTEGER)")
    with reading(engine) as connection:
        names = connection.execute(text("SELECT name FROM sqlite_schema")).scalars().all()
    assert "more" not in names


def test_a_statement_that_fails_leaves_nothing_of_its_transaction(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        add(engine, "one", "one")
    assert count(engine) == 0


def test_a_writer_holds_the_lock_from_its_first_moment(engine: Engine, path: Path) -> None:
    other = open_database(path, KEY)
    with other.connect() as idle:
        idle.exec_driver_sql("PRAGMA busy_timeout = 0")
    with writing(engine), pytest.raises(Trouble) as trouble, writing(other):
        pass
    other.dispose()
    assert code_of(trouble) == "home-in-use"


def test_a_reader_sees_one_state_while_another_writes(engine: Engine, path: Path) -> None:
    other = open_database(path, KEY)
    with reading(other) as connection:
        seen = [connection.execute(text("SELECT count(*) FROM note")).scalar()]
        add(engine, NOTE)
        seen.append(connection.execute(text("SELECT count(*) FROM note")).scalar())
    other.dispose()
    assert seen == [0, 0]


def test_a_reader_cannot_write(engine: Engine) -> None:
    with pytest.raises(OperationalError), reading(engine) as connection:
        connection.execute(text("INSERT INTO note (body) VALUES ('one')"))
    assert count(engine) == 0


def test_a_transaction_inside_a_transaction_is_a_bug_that_shows(engine: Engine) -> None:
    with reading(engine), pytest.raises(exc.TimeoutError), writing(engine):
        pass


def test_another_thread_cannot_use_the_connection(engine: Engine) -> None:
    troubles: list[BaseException] = []

    def read() -> None:
        try:
            count(engine)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is looked at below
            troubles.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(troubles) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)],
)
def test_the_settings_that_keep_records_safe_are_on(
    engine: Engine, name: str, value: object
) -> None:
    assert setting(engine, name) == value


def test_a_missing_file_is_not_made_anew(path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        open_database(path, KEY)
    assert code_of(trouble) == "database-missing"
    assert not path.exists()


def test_an_empty_file_is_not_taken_for_a_new_one(path: Path) -> None:
    path.touch()
    with pytest.raises(Trouble) as trouble:
        open_database(path, KEY)
    assert code_of(trouble) == "file-damaged"


def test_a_file_with_records_is_not_made_anew(engine: Engine, path: Path) -> None:
    add(engine, NOTE)
    with pytest.raises(Trouble) as trouble:
        create_database(path, KEY)
    assert code_of(trouble) == "database-exists"
    assert count(engine) == 1


def test_a_wrong_key_is_told_and_changes_nothing(engine: Engine, path: Path) -> None:
    add(engine, NOTE)
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(Trouble) as trouble:
        open_database(path, bytes(32))
    assert code_of(trouble) == "key-does-not-fit"
    assert path.read_bytes() == before


def test_a_plain_file_is_not_opened(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(8176))
    with pytest.raises(Trouble) as trouble:
        open_database(path, KEY)
    assert code_of(trouble) == "key-does-not-fit"


def test_a_broken_page_is_told_when_it_is_read(engine: Engine, path: Path) -> None:
    add(engine, *(f"{NOTE}{number}" for number in range(400)))
    engine.dispose()
    damage_each_page(path, first=1)
    with pytest.raises(Trouble) as trouble:
        read_all(path)
    assert code_of(trouble) == "file-damaged"


def test_a_file_cut_short_is_told(engine: Engine, path: Path) -> None:
    add(engine, *(f"{NOTE}{number}" for number in range(400)))
    engine.dispose()
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    with pytest.raises(Trouble) as trouble:
        read_all(path)
    assert code_of(trouble) == "file-damaged"


def test_a_sound_file_has_no_damage(engine: Engine) -> None:
    add(engine, NOTE)
    with reading(engine) as connection:
        assert find_damage(connection) == ()


def test_a_full_disk_is_told_and_earlier_records_stay(engine: Engine) -> None:
    add(engine, NOTE)
    with writing(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as trouble:
        add(engine, "two", "x" * 100_000)
    assert code_of(trouble) == "disk-full"
    assert count(engine) == 1


def test_a_disk_that_stops_writing_is_told_and_earlier_records_stay(tmp_path: Path) -> None:
    """The kernel's limit on the size of a file stands for a disk that gives up."""
    program = """
import resource, signal, sys
from pathlib import Path
from sqlalchemy import text
from fieldapp.errors import Trouble
from fieldapp.store.database import create_database, reading, writing
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = create_database(Path(sys.argv[1]), bytes(range(32)))
with writing(engine) as connection:
    connection.execute(text("CREATE TABLE note (body TEXT)"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO note VALUES (:body)"), {"body": "x" * 400_000})
except Trouble as trouble:
    print(trouble.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with writing(engine) as connection:
    connection.execute(text("INSERT INTO note VALUES ('after')"))
with reading(engine) as connection:
    print(connection.execute(text("SELECT count(*) FROM note")).scalar())
"""
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "field.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() in (["disk-error", "1"], ["disk-full", "1"])
    assert told.stderr == ""


def test_the_message_of_an_error_holds_no_value(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as error:
        add(engine, NOTE, NOTE)
    assert NOTE not in str(error.value)


def test_a_database_in_memory_is_encrypted_too() -> None:
    engine = open_memory(KEY)
    assert setting(engine, "cipher_version")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE note (body TEXT)"))
    assert count(engine) == 0
    engine.dispose()


def test_no_plain_text_is_in_any_file_of_a_home(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with home:
        key, _ = keys.create(
            home, "730264", cost=Cost(passes=1, memory_kib=8, lanes=1), os_secrets=NoSecrets()
        )
        engine = create_database(home.database_file, key)
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)"))
        add(engine, *(f"{NOTE}{number}" for number in range(2000)))
        with writing(engine) as connection:
            connection.execute(text("UPDATE note SET body = body || body WHERE id % 3 = 0"))
        files = {file.name: file.read_bytes() for file in home.path.iterdir()}
        engine.dispose()
    assert {"field.db", "field.db-wal", "field.db-shm", "keys.json"} <= files.keys()
    assert len(files["field.db-wal"]) > 100_000
    for word in ("蘑菇炖粉条", "高玉芬", "CREATE TABLE", "SQLite format"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert not [name for name in files if word.encode(encoding) in files[name]]


_SAVES = """
import sys
from pathlib import Path
from sqlalchemy import text
from fieldapp.store.database import open_database, writing
engine = open_database(Path(sys.argv[1]), bytes(range(32)))
for number in range(1_000_000):
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO note (body) VALUES (:body)"), {"body": f"a{number}"})
        connection.execute(text("INSERT INTO note (body) VALUES (:body)"), {"body": f"b{number}"})
    print(number, flush=True)
"""


@pytest.mark.parametrize("seen", [1, 57, 300])
def test_what_was_committed_is_there_after_a_kill(engine: Engine, path: Path, seen: int) -> None:
    engine.dispose()
    with subprocess.Popen(
        [sys.executable, "-c", _SAVES, str(path)], stdout=subprocess.PIPE
    ) as saves:
        assert saves.stdout is not None
        for _ in range(seen):
            saves.stdout.readline()
        saves.send_signal(signal.SIGKILL)
        last = int((saves.stdout.read().split() or [seen - 1])[-1])
    again = open_database(path, KEY)
    with reading(again) as connection:
        bodies = set(connection.execute(text("SELECT body FROM note")).scalars())
        damage = find_damage(connection)
    again.dispose()
    assert damage == ()
    assert {f"{half}{number}" for half in "ab" for number in range(last + 1)} <= bodies
    assert len(bodies) % 2 == 0
