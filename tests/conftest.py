"""What every test stands on: no screen, no real home, nothing of the caller's own settings."""

from __future__ import annotations

import os

# Qt reads these once, when the first module of it is imported: so before any other import.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Postgres, running_postgres

_OF_THE_CALLER = (
    "FIELDAPP_PIN",
    "FIELDAPP_HOME",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "REQUESTS_CA_BUNDLE",
)

# A loaded machine is slow, not wrong: no deadline. A failure prints how to see it again.
settings.register_profile(
    "usual",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("usual"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_the_callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the caller's proxies, PIN and folders, so that a test meets only what it made."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _OF_THE_CALLER:
            patch.delenv(name, raising=False)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.getbasetemp() / name.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Start one real PostgreSQL for the whole run, the first time a test asks."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """Give the address of a new and empty PostgreSQL database."""
    return postgres.create_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a new server database, once of each make."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'server.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.create_database()
