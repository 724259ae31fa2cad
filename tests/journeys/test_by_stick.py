"""A week of a village carried on a stick there and back: real homes, a real server, no line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.driver import Driver, StepRefused
from tests.journeys.server_process import ServerProcess
from tests.journeys.test_main_job import (
    PIN,
    Crew,
    check_against_journal,
    check_no_plaintext,
    check_same_bytes,
    plan_of,
    rows_of,
)

WORKERS = ("worker", "second")


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    """Three enrolled homes; the workers never call the server again."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    server = ServerProcess(tmp_path / "server", f"sqlite:///{tmp_path / 'server.db'}")
    server.found()
    server.start()
    made = Crew(server, tmp_path)
    yield made
    server.kill()


def test_a_week_goes_there_and_back_on_a_stick(crew: Crew, tmp_path: Path) -> None:
    """Both workers' week is everywhere, once, and every doctor is content."""
    worker, _, secretary = (
        crew.enrol(name, person)
        for name, person in (
            ("worker", "王海示例"), ("second", "苗长根"), ("secretary", "林示范")
        )
    )  # fmt: skip
    worker.call("sync")
    worker.call("building", "add", "乙1", "--floors", "6", "--doors", "4")
    crew.settle()
    doors = sorted(row["id"] for row in rows_of(worker) if row["kind"] == "dwelling")
    plans = {name: plan_of(name, doors)[:40] for name in WORKERS}
    for name, plan in plans.items():
        crew.drivers[name].run(plan)

    stick = tmp_path / "stick"
    stick.mkdir()
    crew.server.kill()  # the secretary's machine has no line just now
    export_all(crew, stick)
    with pytest.raises(StepRefused, match="ended with 3"):
        secretary.call("bundle", "carry", str(stick), "--to-server")
    crew.server.start()
    assert secretary.call("bundle", "carry", str(stick), "--to-server")["forwarded"] == 2
    assert import_all(crew, stick) > 0

    for file in stick.iterdir():
        file.unlink()
    export_all(crew, stick)  # what the other one brought has to come back too
    secretary.call("bundle", "carry", str(stick), "--to-server")
    import_all(crew, stick)
    secretary.call("sync")

    check_same_bytes(crew)
    check_against_journal(rows_of(secretary), plans)
    for driver in crew.drivers.values():
        assert driver.call("status")["outbox"] == 0
        assert driver.call("doctor")["is_well"] is True
    check_no_plaintext(crew)
    assert_sealed(stick)
    crew.server.stop()
    assert crew.server.run("doctor")


def test_a_file_brought_to_the_servers_own_machine_is_answered(crew: Crew, tmp_path: Path) -> None:
    worker = crew.enrol("worker", "王海示例")
    worker.call("sync")
    worker.call("building", "add", "乙1", "--floors", "2", "--doors", "2")
    out, back = tmp_path / "there.gsb", tmp_path / "back.gsb"
    waiting = worker.call("bundle", "export", str(out))["count"]
    crew.server.stop()
    assert crew.server.run("bundle", "answer", str(out), str(back))["changes"] == waiting
    done = worker.call("bundle", "import", str(back))
    assert (done["retired"], done["waiting"], done["is_level"]) == (waiting, 0, True)


def export_all(crew: Crew, stick: Path) -> None:
    """Both workers put what waits on the stick."""
    for name in WORKERS:
        crew.drivers[name].call("bundle", "export", str(stick / f"{name}.gsb"))


def import_all(crew: Crew, stick: Path) -> int:
    """Both workers read receipt and answer; counts what has been entered."""
    retired = 0
    for name in WORKERS:
        driver: Driver = crew.drivers[name]
        driver.call("bundle", "import", str(stick / f"{name}-收条.gsb"))
        done = driver.call("bundle", "import", str(stick / f"{name}-回信.gsb"))
        assert done["waiting"] == 0
        retired += done["retired"]
    return retired


def assert_sealed(stick: Path) -> None:
    """No word that was typed can be read on the stick, and no half file is left."""
    files = list(stick.iterdir())
    assert len(files) == 6
    for file in files:
        content = file.read_bytes()
        assert file.suffix == ".gsb"
        assert not any(word.encode() in content for word in ("第", "日记", "access_note", "grid:"))
