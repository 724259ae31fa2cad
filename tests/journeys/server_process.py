"""A real `fieldserver` in a process of its own, which can be killed and started again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

REGIONS = """code,parent,level,name,kind
5601,,city,云川市,
560102,5601,district,明湖区,
560102001,560102,street,河湾街道,
560102001006,560102001,community,杏林社区,社区
560102001006003,560102001006,grid,第三网格,综合
"""
COMMUNITY, GRID = "560102001006", "560102001006003"
SERVER = (sys.executable, "-m", "server.admin")


@dataclass
class ServerProcess:
    """A founded server: its folder, its database, its port, and the process while it runs."""

    folder: Path
    database: str
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108 - it is defined below
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where devices find it."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, code: int = 0) -> dict[str, object]:
        """Run one `fieldserver` command and give its JSON document."""
        done = subprocess.run(
            [*self._command(), "--json", *arguments],
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, done.stderr.decode()[-2000:]
        document: dict[str, object] = json.loads(done.stdout)
        return document

    def found(self) -> None:
        """Make the database, the regions, and the usual three people."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("init")
        regions = self.folder / "regions.csv"
        regions.write_text(REGIONS, encoding="utf-8")
        self.run("import-regions", str(regions))
        for name, role in (("王海示例", "worker"), ("苗长根", "worker"), ("林示范", "secretary")):
            password = self.folder / f"{role}.password"
            password.write_text("long enough to be one\n")
            self.run(
                "user", "add", name, "--role", role, "--region", COMMUNITY,
                "--password-file", str(password),
            )  # fmt: skip
        self.run("assign", "王海示例", GRID, "--as", "responsible")
        self.run("assign", "苗长根", GRID, "--as", "full")

    def code(self, person: str) -> str:
        """Draw an enrolment code."""
        return str(self.run("device", "code", person)["code"])

    def start(self) -> None:
        """Start serving and wait until it answers."""
        command = [*self._command(), "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        for _ in range(300):
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()[-2000:]
            try:
                if requests.get(f"{self.url}/v1/health", timeout=1).ok:
                    return
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.1)
        raise AssertionError("the server never answered")

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def _command(self) -> list[str]:
        return [*SERVER, "--database", self.database, "--data", str(self.folder / "data")]


def free_port() -> int:
    """Give a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
