"""What each command of `fieldserver` answers: one JSON document, or its sentence in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from server.audit_reply import Audit
from server.purge_words import told
from server.reply import Reply, moment


class Initialised(Reply, frozen=True, kw_only=True):
    """The database is ready."""

    database: str
    data: str

    def words(self) -> str:
        """Say it to a person."""
        return (
            f"数据库已准备好。数据目录：{self.data}\n请把其中的 server.key 另存一份，丢了就没有。"
        )


class Served(Reply, frozen=True, kw_only=True):
    """The server listens; the first line that `serve` prints."""

    url: str
    port: int

    def words(self) -> str:
        """Say it to a person."""
        return self.url


class RegionsImported(Reply, frozen=True, kw_only=True):
    """A region file was taken."""

    regions: int
    communities: int
    grids: int
    changed: int

    def words(self) -> str:
        """Say it to a person."""
        return f"已读 {self.regions} 行，{self.grids} 个网格，新增或改动 {self.changed} 行。"


class User(Reply, frozen=True, kw_only=True):
    """One account."""

    person: str
    name: str
    role: str
    region: str

    def words(self) -> str:
        """Say it to a person."""
        return f"{self.person}  {_ROLES[self.role]}  {self.region}  {self.name}"


class UserAdded(Reply, frozen=True, kw_only=True):
    """An account was made."""

    user: User

    def words(self) -> str:
        """Say it to a person."""
        return f"已添加：{self.user.words()}"


class Users(Reply, frozen=True, kw_only=True):
    """All accounts."""

    users: Sequence[User]

    def words(self) -> str:
        """Say it to a person."""
        return "\n".join(user.words() for user in self.users) or "还没有添加人员。"


class Assigned(Reply, frozen=True, kw_only=True):
    """A person works a grid."""

    assignment: str
    person: str
    grid: str
    role: str
    from_on: str | None = None
    to_on: str | None = None

    def words(self) -> str:
        """Say it to a person."""
        days = f"{self.from_on or '即日'} 至 {self.to_on or '另行通知'}"
        return f"已分工：网格 {self.grid}，{_MANNERS[self.role]}，{days}。"


class CodeIssued(Reply, frozen=True, kw_only=True):
    """A one-time code for one device."""

    code: str
    person: str
    expires_ms: int

    def words(self) -> str:
        """Say it to a person."""
        hint = "" if "-" in self.code else _NO_MARK
        return f"登记码：{self.code}\n只能用一次，{moment(self.expires_ms)} 前有效。{hint}"


class EnrolledDevice(Reply, frozen=True, kw_only=True):
    """One enrolled device; `owner` is the name of whoever works on it."""

    device: str
    person: str
    owner: str
    name: str
    enrolled_ms: int
    seen_ms: int
    revoked_ms: int | None = None

    def words(self) -> str:
        """Say it to a person."""
        state = "已停用" if self.revoked_ms else f"上次联系 {moment(self.seen_ms)}"
        return f"{self.device}  {self.owner}  {state}  {self.name}"


class Devices(Reply, frozen=True, kw_only=True):
    """All devices."""

    devices: Sequence[EnrolledDevice]

    def words(self) -> str:
        """Say it to a person."""
        return "\n".join(device.words() for device in self.devices) or "还没有登记的设备。"


class Revoked(Reply, frozen=True, kw_only=True):
    """A device was shut out."""

    device: str

    def words(self) -> str:
        """Say it to a person."""
        return "这台设备已停用，不能再同步。"


class Ill(Reply, frozen=True, kw_only=True):
    """Something the doctor found."""

    scope: str
    code: str
    at: str

    def words(self) -> str:
        """Say it to a person."""
        return f"{self.scope}  {self.code}  {self.at}"


class Diagnosis(Reply, frozen=True, kw_only=True):
    """What the doctor looked at and found."""

    is_clean: bool
    scopes: int
    facts: int
    rows: int
    photos: int
    photos_missing: int
    files_unused: int
    files_thrown_away: int
    purges: int
    findings: Sequence[Ill]

    def words(self) -> str:
        """Say it to a person."""
        looked = (
            f"查了 {self.scopes} 个范围、{self.facts} 条记录、{self.rows} 行数据、"
            f"{self.photos} 张照片、{self.purges} 个依法删除的记号，"
        )
        if self.is_clean:
            return f"{looked}全部对得上。{self._unused()}"
        told = "\n".join(one.words() for one in self.findings)
        advice = "请先停下服务，从备份恢复到另一处核对。"
        if self.photos_missing == len(self.findings):
            advice = "加 --mend 再查一次，还存着它们的平板会重送；备份里有的，也可以恢复出来。"
        lost = f"照片缺 {self.photos_missing} 张。\n" if self.photos_missing else ""
        return f"{looked}有对不上的地方：\n{told}\n{lost}{advice}{self._unused()}"

    def _unused(self) -> str:
        if self.files_thrown_away:
            return f"\n清掉了 {self.files_thrown_away} 个没有记录的旧照片文件。"
        if self.files_unused:
            return f"\n有 {self.files_unused} 个旧照片文件没有记录，加 --mend 就清掉。"
        return ""


class CompactedLog(Reply, frozen=True, kw_only=True):
    """Old facts lost their content and kept what proves them."""

    scopes: int
    facts: int

    def words(self) -> str:
        """Say it to a person."""
        return f"收起了 {self.facts} 条旧改动的原文。" if self.facts else "没有这么旧的原文。"


class UpdateOffered(Reply, frozen=True, kw_only=True):
    """A new edition is offered to devices."""

    version: str
    bytes: int

    def words(self) -> str:
        """Say it to a person."""
        return f"{self.version} 版放好了，平板在“更新”里看得到；签名由平板核对。"


class BackedUp(Reply, frozen=True, kw_only=True):
    """A backup was written."""

    file: str
    rows: int
    bytes: int

    def words(self) -> str:
        """Say it to a person."""
        return f"备份已写好：{self.file}，{self.rows} 行。server.key 要另外保存。"


class Restored(Reply, frozen=True, kw_only=True):
    """A backup was put back."""

    file: str
    rows: int

    def words(self) -> str:
        """Say it to a person."""
        return f"已从备份恢复 {self.rows} 行。"


class Purged(Reply, frozen=True, kw_only=True):
    """A record was erased by law, or, unless `is_done`, what that would take.

    `rows` and `mentions` count by kind; what only mentions the person stays as it is.
    """

    kind: str
    row: str
    is_done: bool
    is_swept: bool
    scopes: Sequence[str]
    rows: dict[str, int]
    facts: int
    photos: int
    mentions: dict[str, int]

    def words(self) -> str:
        """Say it to a person."""
        counts = (sum(self.rows.values()), self.facts, self.photos)
        is_again = self.is_done and not self.scopes
        return told(counts, self.mentions, self.is_done, self.is_swept, is_again)


class BundleAnswered(Reply, frozen=True, kw_only=True):
    """A sealed file was answered. `stuck` is the code of a problem with one of its changes."""

    file: str
    device: str
    offers: int
    changes: int
    photos: int
    was_torn: bool
    stuck: str

    def words(self) -> str:
        """Say it to a person."""
        torn = "文件不完整，后面的要请平板再导一次。" if self.was_torn else ""
        stuck = f"有一条看不懂（{self.stuck}），从它起没有收。" if self.stuck else ""
        photos = f"，照片 {self.photos} 张" if self.photos else ""
        return f"收到 {self.changes} 条{photos}。{torn}{stuck}答复写好了：{self.file}"


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a command did not do it."""

    code: str
    sentence: str
    field: str | None = None
    candidates: Sequence[str] = ()


class Failed(Reply, frozen=True, kw_only=True):
    """A command did not do it; nothing was changed."""

    error: Fault

    def words(self) -> str:
        """Say it to a person."""
        return "\n".join([self.error.sentence, *self.error.candidates])


REPLIES: dict[str, type[Reply]] = {
    "init": Initialised,
    "serve": Served,
    "import-regions": RegionsImported,
    "user-add": UserAdded,
    "user-list": Users,
    "assign": Assigned,
    "device-code": CodeIssued,
    "device-list": Devices,
    "device-revoke": Revoked,
    "audit": Audit,
    "purge": Purged,
    "doctor": Diagnosis,
    "compact": CompactedLog,
    "backup": BackedUp,
    "restore": Restored,
    "bundle-answer": BundleAnswered,
    "update-add": UpdateOffered,
    "error": Failed,
}
"""The answer of each command, by the name of its schema in docs/schemas/fieldserver."""

_ROLES = {
    "worker": "网格员",
    "secretary": "社区书记",
    "street": "街道",
    "department": "部门",
    "admin": "管理员",
}
_NO_MARK = "\n码里没有证书的记号。证书是自己签的，先 serve 一次再给码，或者加 --tls-cert。"
_MANNERS = {"responsible": "专管", "full": "专职", "part": "兼职"}
