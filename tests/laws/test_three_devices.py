"""Three devices, a lying line, any order of work and syncs: the laws of sync hold at all times."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fieldapp.store.unit import Unit
from tests.laws.village import (
    Fault,
    Member,
    Village,
    check_equal,
    check_everything,
    check_ryw,
    make_village,
)
from tests.postgres import Postgres
from tests.server.town import GRID_SCOPE

WHO = st.integers(0, 2)
ROW = st.integers(0, 3)
WORDS = st.sampled_from(["铃坏了，敲窗户", "门铃修好了", "有狗", "先打电话", "晚上在家"])
FAULTS = st.lists(st.sampled_from(list(Fault)), max_size=4)


class ThreeDevices(RuleBasedStateMachine):
    """Two workers and a secretary at the same households."""

    @staticmethod
    def new_url(folder: Path) -> str:
        """Give the address of a fresh server database."""
        return f"sqlite:///{folder / 'server.db'}"

    @initialize()
    def begin(self) -> None:
        """Found a village with a few doors that everybody has."""
        self.folder = Path(tempfile.mkdtemp())
        url = self.new_url(self.folder)
        self.village: Village = make_village(
            url, self.folder / "data", ["王海示例", "苗长根", "林示范"]
        )
        first = self.village.members[0]
        self.doors = [first.write(_new_door) for _ in range(4)]
        self.people = [first.write(_new_person) for _ in range(4)]
        self.village.settle()
        self.ticks = 0

    def member(self, who: int) -> Member:
        """Give a device, a little later than before."""
        member = self.village.members[who]
        member.clock.advance(1_000)
        self.village.town.time.ms += 1_000
        return member

    @rule(who=WHO, row=ROW, words=WORDS)
    def edit_hint(self, who: int, row: int, words: str) -> None:
        """Change the access hint of a door."""
        self.member(who).write(
            lambda unit: unit.patch("dwelling", self.doors[row], {"access_note": words})
        )

    @rule(who=WHO, row=ROW, name=st.sampled_from(["高玉芬", "高玉芳", "岳𬭎", "阿依努尔·吐尔逊江"]))
    def edit_name(self, who: int, row: int, name: str) -> None:
        """Change an identity field."""
        self.member(who).write(
            lambda unit: unit.patch("resident", self.people[row], {"name": name})
        )

    @rule(who=WHO, row=ROW, sentence=WORDS)
    def write_prose(self, who: int, row: int, sentence: str) -> None:
        """Add a sentence to a note."""

        def work(unit: Unit) -> None:
            before = (unit.read("resident", self.people[row]) or {}).get("note") or ""
            unit.patch("resident", self.people[row], {"note": f"{before}{sentence}。"})

        self.member(who).write(work)

    @rule(who=WHO, row=ROW, code=st.sampled_from(["ALONE", "EMPTY", "VET"]))
    def tag(self, who: int, row: int, code: str) -> None:
        """Tag a resident."""
        self.member(who).write(
            lambda unit: unit.add_to_set("resident", self.people[row], "tags", [{"code": code}])
        )

    @rule(who=WHO, row=ROW)
    def untag(self, who: int, row: int) -> None:
        """Remove all tags of a resident that this device sees."""

        def work(unit: Unit) -> None:
            dots = list(unit.set_elements("resident", self.people[row], "tags"))
            if dots:
                unit.remove_from_set("resident", self.people[row], "tags", dots)

        self.member(who).write(work)

    @rule(who=WHO, row=ROW, outcome=st.sampled_from(["met", "no_answer", "refused"]))
    def knock(self, who: int, row: int, outcome: str) -> None:
        """Log a visit."""

        def work(unit: Unit) -> None:
            unit.create(
                "visit",
                GRID_SCOPE,
                {
                    "dwelling_id": self.doors[row],
                    "outcome": outcome,
                    "author": unit.author.person,
                    "at_ms": unit.now_ms,
                },
            )

        self.member(who).write(work)

    @rule(who=WHO, row=ROW)
    def archive(self, who: int, row: int) -> None:
        """Take a resident out, or bring her back."""

        def work(unit: Unit) -> None:
            person = unit.read("resident", self.people[row]) or {}
            if person.get("archived"):
                unit.bring_back("resident", self.people[row])
            else:
                unit.archive("resident", self.people[row], "重复")

        self.member(who).write(work)

    @rule(who=WHO, row=ROW)
    def add_family(self, who: int, row: int) -> None:
        """Create a household and its head in one group."""

        def work(unit: Unit) -> None:
            with unit.group():
                person = unit.create(
                    "resident", GRID_SCOPE, {"name": "示例", "residence_type": "usual_local"}
                )
                home = unit.create("household", GRID_SCOPE, {"dwelling_id": self.doors[row]})
                unit.create("member", GRID_SCOPE, {"household_id": home, "resident_id": person})

        self.member(who).write(work)

    @rule(who=WHO)
    def send_poison(self, who: int) -> None:
        """Create a visit at a door that nobody has: it must be set aside, alone."""

        def work(unit: Unit) -> None:
            unit.create(
                "visit",
                GRID_SCOPE,
                {"dwelling_id": unit.new_id(), "outcome": "met", "author": unit.author.person},
            )

        self.member(who).write(work)

    @rule(who=WHO, take_other=st.booleans())
    def decide_conflict(self, who: int, take_other: bool) -> None:
        """Decide the first open conflict that this device sees."""
        member = self.member(who)
        conflicts = [
            row
            for row in member.dump()
            if row["kind"] == "conflict" and row["fields"]["state"] == "open"
        ]
        if not conflicts:
            return
        record = conflicts[0]

        def work(unit: Unit) -> None:
            fields = record["fields"]
            edit = None
            if take_other:
                from sync.protocol import Edit

                target = unit.read(fields["on_entity"], fields["on_row"]) or {}
                edit = Edit(old=target.get(fields["on_field"]), new=fields["other"].get("value"))
            unit.resolve(record["id"], "open", "restored" if take_other else "kept", edit)

        member.write(work)

    @rule(who=WHO, faults=FAULTS)
    def sync(self, who: int, faults: list[Fault]) -> None:
        """Sync one device over a lying line."""
        self.member(who).sync(*faults)
        check_everything(self.village)

    @invariant()
    def own_words_are_shown(self) -> None:
        """RYW on every device, after every step."""
        if hasattr(self, "village"):
            for member in self.village.members:
                check_ryw(member)

    def teardown(self) -> None:
        """When the faults stop, all drain and all are equal."""
        if not hasattr(self, "village"):
            return
        try:
            self.village.settle()
            check_everything(self.village)
            check_equal(self.village)
        finally:
            self.village.close()
            shutil.rmtree(self.folder, ignore_errors=True)


def _new_door(unit: Unit) -> str:
    return unit.create("dwelling", GRID_SCOPE, {"room_label": "502", "access_note": "铃坏了"})


def _new_person(unit: Unit) -> str:
    return unit.create("resident", GRID_SCOPE, {"name": "高玉芬", "residence_type": "usual_local"})


def _enough(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        # Shrinking runs for minutes; the failing steps are printed whole, and few enough to read.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


TestThreeDevices = ThreeDevices.TestCase
TestThreeDevices.settings = _enough(int(os.environ.get("SEEDS", "25")))


def test_the_laws_hold_on_postgresql_too(postgres: Postgres) -> None:
    class OnPostgres(ThreeDevices):
        """The same machine over the other database."""

        @staticmethod
        def new_url(folder: Path) -> str:
            """Give the address of a new and empty PostgreSQL database."""
            return postgres.create_database()

    run_state_machine_as_test(OnPostgres, settings=_enough(5))
