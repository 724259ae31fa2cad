"""Where the servers of runs keep their tables: files that are copied, or PostgreSQL templates."""

from __future__ import annotations

import itertools
import os
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url


class Databases(Protocol):
    """Makes the first database, and a copy of it for every run."""

    def first(self, folder: Path) -> str:
        """Give the address of an empty database."""
        ...

    def copy(self, url: str, folder: Path) -> str:
        """Copy a database that nobody has open; gives the copy's address."""
        ...

    def drop(self, url: str) -> None:
        """Throw a copy away."""
        ...


class Files:
    """SQLite databases."""

    def first(self, folder: Path) -> str:
        """Give the address of a file that is not there yet."""
        return f"sqlite:///{folder / 'server.db'}"

    def copy(self, url: str, folder: Path) -> str:
        """Copy the file into another folder."""
        shutil.copy(make_url(url).database or "", folder / "server.db")
        return self.first(folder)

    def drop(self, url: str) -> None:
        """The folder goes as a whole."""


@dataclass
class Templates:
    """PostgreSQL databases beside the one that `url` names."""

    url: str
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def first(self, folder: Path) -> str:
        """Create an empty database."""
        return self._create("template0")

    def copy(self, url: str, folder: Path) -> str:
        """Create a database from another one."""
        return self._create(make_url(url).database or "")

    def drop(self, url: str) -> None:
        """Drop a database."""
        self._say(f'DROP DATABASE IF EXISTS "{make_url(url).database}"')

    def _create(self, template: str) -> str:
        name = f"simulator_{os.getpid()}_{next(self._numbers)}"
        self._say(f'DROP DATABASE IF EXISTS "{name}"')
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _say(self, statement: str) -> None:
        plain = make_url(self.url).set(drivername="postgresql")
        address = plain.render_as_string(hide_password=False)
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute(statement.encode())
