"""The PostgreSQL that tests run on: real, not root's, durable, and gone afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text

from tests.postgres import Postgres, running_postgres


def _ask(url: str, question: str) -> object:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(text(question)).scalar_one()
    finally:
        engine.dispose()


def test_a_new_database_is_empty_and_speaks_utf8(postgres_url: str) -> None:
    assert _ask(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    assert _ask(postgres_url, "SELECT length('吕𬭎')") == 2


def test_each_database_is_its_own(postgres: Postgres) -> None:
    first, second = postgres.create_database(), postgres.create_database()
    with psycopg.connect(first.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE household (id text)")
    assert _ask(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_commits_wait_for_the_disk(postgres_url: str) -> None:
    assert _ask(postgres_url, "SHOW fsync") == "on"
    assert _ask(postgres_url, "SHOW synchronous_commit") == "on"


def test_it_does_not_run_as_root(postgres: Postgres) -> None:
    pid = int((postgres.tables / "postmaster.pid").read_text().splitlines()[0])
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_it_changes_no_permission_of_the_folders_above() -> None:
    before = [
        (folder, folder.stat().st_mode) for folder in Path(tempfile.gettempdir(), "x").parents
    ]
    with running_postgres():
        assert before == [(folder, folder.stat().st_mode) for folder, _ in before]


def test_it_leaves_nothing_behind() -> None:
    with running_postgres() as server:
        pid = int((server.tables / "postmaster.pid").read_text().splitlines()[0])
    assert not server.folder.exists()
    assert not Path(f"/proc/{pid}").exists()
