"""Whatever order files and rounds come in, torn or twice, nothing is lost and all end level."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.bundles.importing import import_bundle
from fieldapp.doctor import examine as examine_device
from fieldapp.errors import Refused, Trouble
from server.backup import restore_backup, write_backup
from server.bundles import answer_bundle
from server.doctor import examine
from tests.bundles.team import Mate, Team
from tests.server.town import GRID_SCOPE, NINE

WHO = st.sampled_from([0, 1])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), WHO, st.just(0)),
        st.tuples(st.just("round"), WHO, st.just(0)),
        st.tuples(st.just("export"), WHO, st.just(0)),
        st.tuples(st.just("answer"), st.integers(0, 5), st.integers(0, 100)),
        st.tuples(st.just("import"), st.integers(0, 5), st.integers(0, 100)),
        st.tuples(st.just("backup"), st.just(0), st.just(0)),
        st.tuples(st.just("restore"), st.just(0), st.just(0)),
    ),
    max_size=24,
)


@dataclass
class Play:
    """Two workers, what they wrote, and the files that lie about."""

    team: Team
    mates: list[Mate]
    written: list[list[str]] = field(default_factory=lambda: [[], []])
    exports: list[bytes] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    backup: Path | None = None

    def do(self, step: tuple[str, int, int]) -> None:
        """Do one step, if there is anything to do it with."""
        name, which, tear = step
        getattr(self, f"_{name}")(which, tear)

    def _write(self, who: int, _: int) -> None:
        label = f"{'甲乙'[who]}{len(self.written[who])}"
        self.mates[who].build(label, doors=2)
        self.written[who].append(label)

    def _round(self, who: int, _: int) -> None:
        with suppress(Trouble):
            self.mates[who].sync()

    def _export(self, who: int, _: int) -> None:
        file = self.team.stick / f"{len(self.exports)}.gsb"
        self.mates[who].export(file)
        self.exports.append(file.read_bytes())

    def _answer(self, which: int, tear: int) -> None:
        if not self.exports:
            return
        self.team.town.time.ms += 1000
        content = _torn(self.exports[which % len(self.exports)], tear)
        with suppress(Exception):
            done = answer_bundle(self.team.town.service, content, None)
            devices = [one.session.enlisted.device for one in self.mates]
            self.answers.append((devices.index(done.device), done.content))

    def _import(self, which: int, tear: int) -> None:
        if not self.answers:
            return
        who, content = self.answers[which % len(self.answers)]
        file = self.team.stick / "back.gsb"
        file.write_bytes(_torn(content, tear))
        with suppress(Refused, Trouble):
            import_bundle(self.mates[who].session, file)
        self.shows_own(who)

    def _backup(self, _: int, __: int) -> None:
        service = self.team.town.service
        if self.backup is None:
            self.backup = self.team.folder / "backup"
            write_backup(service.store, service.keys, self.backup, NINE)

    def _restore(self, _: int, __: int) -> None:
        service = self.team.town.service
        if self.backup is not None:
            restore_backup(service.store, service.keys, self.backup, replace=True, now_ms=NINE)

    def shows_own(self, who: int) -> None:
        """What somebody wrote is on her screen at all times."""
        assert set(self.written[who]) <= set(buildings(self.mates[who]))

    def settle(self) -> None:
        """Let both sync until nobody hears news."""
        for _ in range(4):
            for mate in self.mates:
                mate.sync()


def buildings(mate: Mate) -> list[str]:
    """List the labels of the buildings that a device shows."""
    rows = [one for one in mate.dump() if one["kind"] == "building"]
    return sorted(one["fields"]["label"] for one in rows)


def _torn(content: bytes, tear: int) -> bytes:
    """Cut a file off; more often than not it is whole."""
    return content[: len(content) * tear // 60] if tear < 50 else content


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_nothing_is_lost_in_any_order(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder))
        try:
            play = Play(team, [team.enrol(name) for name in ("王海示例", "苗长根")])
            for mate in play.mates:
                mate.sync()
            for step in steps:
                play.do(step)
            play.settle()
            _assert_level(play)
        finally:
            team.close()


def _assert_level(play: Play) -> None:
    wrote = sorted([*play.written[0], *play.written[1]])
    for mate in play.mates:
        assert buildings(mate) == wrote
        assert mate.waiting() == 0
        assert all(one.is_well for one in examine_device(mate.session))
    ids = [fact.id for fact in play.team.town.facts(GRID_SCOPE)]
    assert len(ids) == len(set(ids))
    service = play.team.town.service
    assert examine(service.store, service.keys).findings == []
