"""A real server process: over TLS with a pinned certificate, and killed during a push."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from server.doctor import examine
from server.service import open_service
from sync.http import HttpTransport, pin_certificate, split_code
from sync.line import Enrolled, TurnedAway, Unreachable, WrongServer
from sync.protocol import Sent, Status
from tests.server.certificates import make_certificate
from tests.server.running import Console
from tests.server.town import COMMUNITY, GRID, GRID_SCOPE, REGIONS, Phone, Time, Town


@pytest.fixture
def console(database_url: str, tmp_path: Path) -> Console:
    """A server with a worker of a grid, once on each database."""
    made = Console(database_url, tmp_path / "data")
    file = tmp_path / "regions.csv"
    file.write_text(REGIONS, encoding="utf-8")
    for words in (
        ["init"],
        ["import-regions", str(file)],
        ["user", "add", "王海示例", "--role", "worker", "--region", COMMUNITY],
        ["assign", "王海示例", GRID, "--as", "responsible"],
    ):
        made.do(*words)
    return made


def code_of(console: Console) -> tuple[str, str]:
    return split_code(console.do("device", "code", "王海示例")["code"])


def phone_of(console: Console, enrolled: Enrolled) -> Phone:
    """Make a bare device that speaks for what was enrolled over the line."""
    service = open_service(console.url, console.data)
    caller = service.caller(enrolled.token)
    service.close()
    return Phone(Town(service, Time(time.time_ns() // 1_000_000)), caller, enrolled.token)


def test_a_device_enrols_and_exchanges_over_http(console: Console) -> None:
    with console.serving() as serving:
        enrolled = HttpTransport(serving.url).enrol(code_of(console)[0], "平板")
        phone = phone_of(console, enrolled)
        line = HttpTransport(serving.url, enrolled.token)
        offer = phone.offer(*phone.send(phone.create("village_group", name="上沟组")))
        answer = line.exchange(offer)
    assert answer.scopes[0].head == 1


def test_an_answer_on_a_kept_line_does_not_wait_for_an_acknowledgement(console: Console) -> None:
    with console.serving() as serving, requests.Session() as line:
        seconds = []
        for _ in range(20):
            start = time.perf_counter()
            line.get(f"{serving.url}/v1/health", timeout=10)
            seconds.append(time.perf_counter() - start)
    # The first answer never waits; those after it did, 40 ms each.
    assert min(seconds[1:]) < 0.03


def test_over_tls_the_code_names_the_certificate(console: Console, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    tls = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with console.serving(*tls) as serving:
        assert serving.url.startswith("https://")
        code, mark = code_of(console)
        pinned = pin_certificate(serving.url, mark)
        enrolled = HttpTransport(serving.url, fingerprint=pinned).enrol(code, "平板")
        with pytest.raises(WrongServer):
            pin_certificate(serving.url, "A" * 32)
        with pytest.raises(Unreachable):
            HttpTransport(serving.url, fingerprint="00" * 32).enrol(code, "平板")
    assert GRID_SCOPE in enrolled.scopes


def test_a_used_code_is_told_by_its_number(console: Console) -> None:
    with console.serving() as serving:
        line = HttpTransport(serving.url)
        code, _ = code_of(console)
        line.enrol(code, "平板")
        with pytest.raises(TurnedAway) as caught:
            line.enrol(code, "平板")
    assert caught.value.problem.number == 2003


def test_a_bare_visitor_may_ask_for_health(console: Console) -> None:
    with console.serving() as serving:
        assert requests.get(f"{serving.url}/v1/health", timeout=10).json()["protocol"] == 1


@dataclass
class Errand:
    """A device that keeps offering what is not answered yet."""

    phone: Phone
    waiting: list[Sent] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def push_until_broken(self, line: HttpTransport) -> None:
        """Make changes and offer all that waits, until the line breaks."""
        while True:
            names = [f"{len(self.ids) + index}组" for index in range(40)]
            made = (self.phone.create("village_group", name=name) for name in names)
            new = self.phone.send(*made)
            self.waiting += new
            self.ids += [one.id for one in new]
            try:
                self.offer(line)
            except Unreachable:
                return

    def offer(self, line: HttpTransport) -> None:
        """Offer what waits and take the answer in."""
        answer = line.exchange(self.phone.offer(*self.waiting[:200])).scopes[0]
        assert answer.status is Status.ok
        self.phone.take(answer)
        judged = {one.id for one in answer.judged}
        self.waiting = [one for one in self.waiting if one.id not in judged]


def test_a_server_killed_while_pushed_to_loses_and_doubles_nothing(console: Console) -> None:
    errand: Errand | None = None
    for turn in range(3):
        with console.serving() as serving:
            if errand is None:
                enrolled = HttpTransport(serving.url).enrol(code_of(console)[0], "平板")
                errand = Errand(phone_of(console, enrolled))
            line = HttpTransport(serving.url, errand.phone.token)
            killer = threading.Timer(0.3 + 0.07 * turn, serving.process.kill)
            killer.start()
            errand.push_until_broken(line)
            killer.join()
    assert errand is not None
    with console.serving() as serving:
        line = HttpTransport(serving.url, errand.phone.token)
        while errand.waiting:
            errand.offer(line)
    service = open_service(console.url, console.data)
    facts = Town(service, Time()).facts(GRID_SCOPE)
    findings = examine(service.store, service.keys).findings
    service.close()
    assert [fact.id for fact in facts] == errand.ids
    assert findings == []
