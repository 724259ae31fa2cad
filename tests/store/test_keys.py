"""The key opens by the right PIN or the recovery key, by nothing near it, and is never replaced."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.errors import Refused, Trouble
from fieldapp.store import keys
from fieldapp.store.attempts import PinRefused
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import Keyring, NoSecrets, OsSecrets
from sync.clock import FixedClock

PIN = "730264"
CHEAP = Cost(passes=1, memory_kib=8, lanes=1)
NONE = NoSecrets()


class SecretsInMemory:
    """An operating system that keeps secrets for as long as the test runs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, name: str, secret: bytes) -> bool:
        self.kept[name] = secret
        return True

    def find(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(wall_ms=1_800_000_000_000, boot_ms=3_600_000)


def made(home: Home, os_secrets: OsSecrets = NONE) -> tuple[bytes, str]:
    return keys.create(home, PIN, cost=CHEAP, os_secrets=os_secrets)


def try_wrong_pins(home: Home, clock: FixedClock, count: int) -> PinRefused:
    for _ in range(count):
        with pytest.raises(PinRefused) as refused:
            keys.unlock(home, "111112", clock=clock, os_secrets=NONE)
    return refused.value


def test_the_pin_opens(home: Home) -> None:
    key, _ = made(home)
    assert keys.unlock(home, PIN, os_secrets=NONE) == key
    assert len(key) == keys.KEY_BYTES


def test_the_pin_opens_when_typed_full_width_with_a_line_end(home: Home) -> None:
    key, _ = made(home)
    assert keys.unlock(home, "７３０２６４\n", os_secrets=NONE) == key


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    assert made(Home(tmp_path / "one")) != made(Home(tmp_path / "two"))


@pytest.mark.parametrize("place", range(len(PIN)))
@pytest.mark.parametrize("step", [1, 9])
def test_a_pin_off_by_one_digit_does_not_open(home: Home, place: int, step: int) -> None:
    made(home)
    digit = str((int(PIN[place]) + step) % 10)
    with pytest.raises(PinRefused) as refused:
        keys.unlock(home, PIN[:place] + digit + PIN[place + 1 :], os_secrets=NONE)
    assert refused.value.code == "pin-wrong"


def test_the_recovery_key_opens(home: Home) -> None:
    key, recovery = made(home)
    assert keys.unlock_with_recovery(home, recovery) == key


def test_another_homes_recovery_key_does_not_open(home: Home, tmp_path: Path) -> None:
    made(home)
    _, other = made(Home(tmp_path / "other"))
    with pytest.raises(Refused) as refused:
        keys.unlock_with_recovery(home, other)
    assert refused.value.code == "recovery-does-not-fit"


def test_a_changed_pin_opens_the_same_key(home: Home) -> None:
    key, recovery = made(home)
    keys.change_pin(home, PIN, "904417", cost=CHEAP, os_secrets=NONE)
    assert keys.unlock(home, "904417", os_secrets=NONE) == key
    assert keys.unlock_with_recovery(home, recovery) == key


def test_the_old_pin_does_not_open_after_a_change(home: Home) -> None:
    made(home)
    keys.change_pin(home, PIN, "904417", cost=CHEAP, os_secrets=NONE)
    with pytest.raises(PinRefused):
        keys.unlock(home, PIN, os_secrets=NONE)


def test_a_pin_is_not_changed_by_who_does_not_know_it(home: Home) -> None:
    key, _ = made(home)
    with pytest.raises(PinRefused):
        keys.change_pin(home, "111112", "904417", cost=CHEAP, os_secrets=NONE)
    assert keys.unlock(home, PIN, os_secrets=NONE) == key


def test_a_new_recovery_key_opens_and_the_old_one_no_more(home: Home) -> None:
    key, old = made(home)
    new = keys.draw_recovery(home, PIN, os_secrets=NONE)
    assert keys.unlock_with_recovery(home, old) == key
    keys.change_recovery(home, PIN, new, os_secrets=NONE)
    assert keys.unlock_with_recovery(home, new) == key
    assert keys.unlock(home, PIN, os_secrets=NONE) == key
    with pytest.raises(Refused) as refused:
        keys.unlock_with_recovery(home, old)
    assert refused.value.code == "recovery-does-not-fit"


def test_a_recovery_key_is_not_changed_by_who_does_not_know_the_pin(home: Home) -> None:
    key, old = made(home)
    with pytest.raises(PinRefused):
        keys.draw_recovery(home, "111112", os_secrets=NONE)
    assert keys.unlock_with_recovery(home, old) == key


def test_a_forgotten_pin_is_set_anew_by_the_recovery_key(home: Home) -> None:
    key, recovery = made(home)
    assert keys.set_pin_with_recovery(home, recovery, "904417", cost=CHEAP, os_secrets=NONE) == key
    assert keys.unlock(home, "904417", os_secrets=NONE) == key


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "pin-short"),
        ("abcdef", "pin-not-digits"),
        ("", "pin-not-digits"),
        ("七三零二六四", "pin-not-digits"),
        ("7302²4", "pin-not-digits"),
        ("111111", "pin-weak"),
        ("123456", "pin-weak"),
        ("654321", "pin-weak"),
        ("890123", "pin-weak"),
        ("121212", "pin-weak"),
        ("123123", "pin-weak"),
        ("147258", "pin-weak"),
        ("1212121", "pin-weak"),
    ],
)
def test_a_pin_tried_first_by_a_thief_is_refused(home: Home, pin: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        keys.create(home, pin, cost=CHEAP, os_secrets=NONE)
    assert (refused.value.code, refused.value.field) == (code, "pin")
    assert not home.keys_file.exists()


def test_four_slips_cost_no_time(home: Home, clock: FixedClock) -> None:
    made(home)
    assert try_wrong_pins(home, clock, 4).retry_after_s == 0


def test_the_fifth_slip_costs_half_a_minute_and_says_so(home: Home, clock: FixedClock) -> None:
    made(home)
    refused = try_wrong_pins(home, clock, 5)
    assert refused.sentence == "PIN 不对，30 秒后再试。忘了可以用恢复码，没写完的字还在。"


def test_during_the_wait_even_the_right_pin_waits(home: Home, clock: FixedClock) -> None:
    made(home)
    try_wrong_pins(home, clock, 5)
    clock.advance(29_500)
    with pytest.raises(PinRefused) as refused:
        keys.unlock(home, PIN, clock=clock, os_secrets=NONE)
    assert (refused.value.code, refused.value.retry_after_s) == ("pin-wait", 1)


def test_after_the_wait_the_right_pin_opens_and_all_is_forgotten(
    home: Home, clock: FixedClock
) -> None:
    key, _ = made(home)
    try_wrong_pins(home, clock, 5)
    clock.advance(30_000)
    assert keys.unlock(home, PIN, clock=clock, os_secrets=NONE) == key
    assert try_wrong_pins(home, clock, 4).retry_after_s == 0


def test_the_wait_grows_to_a_quarter_of_an_hour(home: Home, clock: FixedClock) -> None:
    made(home)
    waits = []
    for _ in range(11):
        waits.append(try_wrong_pins(home, clock, 1).retry_after_s)
        clock.advance(waits[-1] * 1000)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 300, 900, 900, 900]


def test_the_wait_survives_a_restart_of_the_program(home: Home, clock: FixedClock) -> None:
    made(home)
    try_wrong_pins(home, clock, 5)
    assert keys.pin_wait_s(Home(home.path), clock=clock) == 30


@pytest.mark.parametrize("shift_ms", [-10 * 365 * 86_400_000, 10 * 365 * 86_400_000])
def test_setting_the_clock_changes_no_wait(home: Home, clock: FixedClock, shift_ms: int) -> None:
    made(home)
    try_wrong_pins(home, clock, 5)
    clock.wall_ms += shift_ms
    assert keys.pin_wait_s(home, clock=clock) == 30


def test_a_clock_set_back_and_a_reboot_end_the_wait_all_the_same(
    home: Home, clock: FixedClock
) -> None:
    made(home)
    try_wrong_pins(home, clock, 5)
    rebooted = FixedClock(wall_ms=0, boot_ms=10_000, boot_id="next")
    assert keys.pin_wait_s(home, clock=rebooted) == 20
    rebooted.advance(20_000)
    assert keys.pin_wait_s(home, clock=rebooted) == 0


def test_a_night_switched_off_ends_the_wait(home: Home, clock: FixedClock) -> None:
    made(home)
    try_wrong_pins(home, clock, 5)
    morning = FixedClock(wall_ms=clock.wall_ms + 8 * 3_600_000, boot_ms=5_000, boot_id="next")
    assert keys.pin_wait_s(home, clock=morning) == 0


def test_a_try_counts_before_it_is_judged(home: Home) -> None:
    """Ending the program while it thinks does not buy another try."""
    keys.create(home, PIN, cost=Cost(passes=60, memory_kib=16_384, lanes=1), os_secrets=NONE)
    program = (
        "import sys; from pathlib import Path; from fieldapp.store import keys\n"
        "from fieldapp.store.home import Home\n"
        "keys.unlock(Home(Path(sys.argv[1])), '111112')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(home.path)], stderr=subprocess.PIPE
    ) as thief:
        while not home.attempts_file.exists():
            assert thief.poll() is None
        thief.kill()
        assert thief.stderr is not None
        assert thief.stderr.read() == b""
    assert json.loads(home.attempts_file.read_text())["failures"] == 1


def test_a_damaged_count_is_taken_for_many_tries(home: Home, clock: FixedClock) -> None:
    made(home)
    home.attempts_file.write_bytes(b"{}")
    assert keys.pin_wait_s(home, clock=clock) == 30
    clock.advance(30_000)
    assert keys.pin_wait_s(home, clock=clock) == 0


def test_the_recovery_key_opens_during_a_wait_and_ends_it(home: Home, clock: FixedClock) -> None:
    _, recovery = made(home)
    try_wrong_pins(home, clock, 5)
    keys.set_pin_with_recovery(home, recovery, "904417", cost=CHEAP, os_secrets=NONE)
    assert keys.pin_wait_s(home, clock=clock) == 0


def test_wrong_pins_never_erase(home: Home, clock: FixedClock) -> None:
    key, _ = made(home)
    before = home.keys_file.read_bytes()
    for _ in range(40):
        clock.advance(try_wrong_pins(home, clock, 1).retry_after_s * 1000)
    assert home.keys_file.read_bytes() == before
    assert keys.unlock(home, PIN, clock=clock, os_secrets=NONE) == key


def test_keys_are_never_replaced(home: Home) -> None:
    made(home)
    home.database_file.write_bytes(b"records")
    with pytest.raises(Trouble) as trouble:
        made(home)
    assert trouble.value.code == "home-already-set-up"


def test_a_database_without_its_keys_is_told(home: Home) -> None:
    made(home)
    home.database_file.write_bytes(b"records")
    home.keys_file.unlink()
    with pytest.raises(Trouble) as trouble:
        keys.unlock(home, PIN, os_secrets=NONE)
    assert trouble.value.code == "keys-missing"


def test_any_flipped_byte_of_the_keys_is_told_and_costs_no_try(home: Home) -> None:
    made(home)
    whole = home.keys_file.read_bytes()
    meant = [at for at in range(len(whole)) if not whole[at : at + 1].isspace()]
    for at in meant[::7]:
        home.keys_file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Trouble) as trouble:
            keys.unlock(home, PIN, os_secrets=NONE)
        assert trouble.value.code in {"keys-damaged", "file-is-newer"}
    assert not home.attempts_file.exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 400, b"{}", b"[]", b'{"format": 1}', b"\xff\xfe"])
def test_keys_that_are_no_keys_are_told(home: Home, content: bytes) -> None:
    made(home)
    home.keys_file.write_bytes(content)
    with pytest.raises(Trouble) as trouble:
        keys.unlock(home, PIN, os_secrets=NONE)
    assert trouble.value.code == "keys-damaged"


def test_damaged_keys_are_told_to_the_recovery_key_too(home: Home) -> None:
    _, recovery = made(home)
    home.keys_file.write_bytes(home.keys_file.read_bytes()[:-40])
    with pytest.raises(Trouble) as trouble:
        keys.unlock_with_recovery(home, recovery)
    assert trouble.value.code == "keys-damaged"


def test_keys_of_a_newer_program_are_told(home: Home) -> None:
    made(home)
    file = json.loads(home.keys_file.read_text())
    home.keys_file.write_text(json.dumps(file | {"format": 2, "more": 1}))
    with pytest.raises(Trouble) as trouble:
        keys.unlock(home, PIN, os_secrets=NONE)
    assert trouble.value.code == "file-is-newer"


def test_the_keys_are_their_owners_alone(home: Home) -> None:
    made(home)
    assert stat.S_IMODE(home.keys_file.stat().st_mode) == 0o600


def test_nothing_half_written_is_left_beside_the_keys(home: Home) -> None:
    made(home)
    keys.change_pin(home, PIN, "904417", cost=CHEAP, os_secrets=NONE)
    assert [file.name for file in home.path.iterdir()] == ["keys.json"]


def test_neither_key_nor_pin_nor_recovery_key_is_in_any_file(home: Home) -> None:
    key, recovery = made(home)
    kept = b"".join(file.read_bytes() for file in home.path.iterdir())
    for secret in (key, key.hex().encode(), PIN.encode(), recovery.encode()):
        assert secret not in kept


def test_a_secret_of_the_os_is_mixed_in_where_there_is_one(home: Home) -> None:
    machine = SecretsInMemory()
    key, _ = made(home, machine)
    assert keys.unlock(home, PIN, os_secrets=machine) == key
    assert keys.is_bound_to_this_machine(home)


def test_where_there_is_none_the_file_says_so(home: Home) -> None:
    made(home)
    assert not keys.is_bound_to_this_machine(home)


def test_on_another_machine_the_pin_is_not_enough_and_costs_no_try(home: Home) -> None:
    made(home, SecretsInMemory())
    with pytest.raises(Trouble) as trouble:
        keys.unlock(home, PIN, os_secrets=SecretsInMemory())
    assert trouble.value.code == "os-secret-missing"
    assert not home.attempts_file.exists()


def test_the_os_secret_is_needed_and_not_only_asked_for(home: Home) -> None:
    machine = SecretsInMemory()
    made(home, machine)
    machine.kept = dict.fromkeys(machine.kept, b"\0" * 32)
    with pytest.raises(PinRefused):
        keys.unlock(home, PIN, os_secrets=machine)


def test_on_another_machine_the_recovery_key_opens_and_sets_a_pin(home: Home) -> None:
    key, recovery = made(home, SecretsInMemory())
    keys.set_pin_with_recovery(home, recovery, "904417", cost=CHEAP, os_secrets=NONE)
    assert keys.unlock(home, "904417", os_secrets=NONE) == key


def test_a_changed_pin_leaves_one_secret_with_the_os(home: Home) -> None:
    machine = SecretsInMemory()
    key, _ = made(home, machine)
    keys.change_pin(home, PIN, "904417", cost=CHEAP, os_secrets=machine)
    assert len(machine.kept) == 1
    assert keys.unlock(home, "904417", os_secrets=machine) == key


def test_a_machine_without_a_keyring_keeps_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import keyring
    from keyring.backends import fail

    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    ring = Keyring()
    assert not ring.keep("name", b"secret")
    assert ring.find("name") is None
    ring.forget("name")


def test_the_standard_cost_of_a_guess_is_felt(home: Home) -> None:
    key, _ = keys.create(home, PIN, os_secrets=NONE)
    slot = json.loads(home.keys_file.read_text())["pin"]
    assert slot["memory_kib"] * slot["passes"] >= 3 * 128 * 1024
    assert keys.unlock(home, PIN, os_secrets=NONE) == key
