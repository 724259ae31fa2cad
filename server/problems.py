"""The numbered catalogue of problems: why a request was turned away. Nothing was changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import msgspec


class Number(IntEnum):
    """Stable numbers; a number is never used again for something else."""

    malformed = 1001
    too_large = 1002
    unknown_version = 1003
    not_found = 1004
    wrong_method = 1005
    bad_range = 1006
    part_damaged = 1007
    other_offset = 1008
    photo_damaged = 1009
    unknown_device = 2001
    revoked_device = 2002
    unknown_code = 2003
    too_many_tries = 2004
    wrong_password = 2005
    not_member = 3001
    photo_unknown = 3002
    moved_on = 3003
    not_bundle = 6001
    newer_bundle = 6002
    damaged_bundle = 6003
    bundle_elsewhere = 6004
    stranger_bundle = 6005
    bug = 5000
    busy = 5031


@dataclass(frozen=True, slots=True)
class Entry:
    """HTTP status, stable code and the sentence a person reads."""

    status: int
    code: str
    sentence: str


CATALOGUE: dict[Number, Entry] = {
    Number.malformed: Entry(
        400, "malformed", "服务器看不懂这次发来的内容，什么都没有改。请更新本软件再试。"
    ),
    Number.too_large: Entry(
        413, "too_large", "一次发得太多，服务器没有收，什么都没有改。会自动分小份再发。"
    ),
    Number.unknown_version: Entry(
        400, "unknown_version", "这台设备的软件版本与服务器对不上，已写的都在本机。请更新本软件。"
    ),
    Number.not_found: Entry(404, "not_found", "服务器上没有这一项。"),
    Number.wrong_method: Entry(405, "wrong_method", "这个地址不这样用。"),
    Number.bad_range: Entry(416, "bad_range", "要接着下载的位置不对，请从头再来。"),
    Number.part_damaged: Entry(
        400, "part_damaged", "照片的这一段在路上坏了，没有收。会自动重送这一段。"
    ),
    Number.other_offset: Entry(
        409, "other_offset", "照片要从另一处接着送，这一段没有收。会自动从那里接着送。"
    ),
    Number.photo_damaged: Entry(
        422, "photo_damaged", "照片收齐了，内容却对不上，没有留。会自动从头再送。"
    ),
    Number.unknown_device: Entry(
        401, "unknown_device", "服务器不认识这台设备，已写的都在本机。请找管理员要新的登记码。"
    ),
    Number.revoked_device: Entry(
        401, "revoked_device", "这台设备已停用，已写的都在本机。请与社区书记联系。"
    ),
    Number.unknown_code: Entry(
        403, "unknown_code", "登记码不对，或者用过、过期了。请核对一遍，或找管理员要新的。"
    ),
    Number.too_many_tries: Entry(429, "too_many_tries", "试的次数太多，请稍等一会儿再试。"),
    Number.wrong_password: Entry(401, "wrong_password", "姓名或密码不对，请再核对一遍。"),
    Number.not_member: Entry(403, "not_member", "这里的内容不在你的岗位范围里。"),
    Number.photo_unknown: Entry(
        404, "photo_unknown", "社区还没有这张照片的记录，或者已经撤了。文字送到以后再送照片。"
    ),
    Number.moved_on: Entry(
        409, "moved_on", "这边又有了新的记录，先同步再核对，什么都没有改。会自动再来。"
    ),
    Number.not_bundle: Entry(
        400, "not_bundle", "这不是平板导出的文件，没有用它。请挑 .gsb 结尾的导出文件。"
    ),
    Number.newer_bundle: Entry(
        400, "newer_bundle", "这个文件是更新的软件写的，没有用它。请先更新服务器的软件，再带一次。"
    ),
    Number.damaged_bundle: Entry(
        400, "damaged_bundle", "文件在路上坏了，一条也读不出来。平板上的都还在，请重新导出一次。"
    ),
    Number.bundle_elsewhere: Entry(
        403, "bundle_elsewhere", "这个文件是写给别处服务器的，没有用它。请交到它自己的社区去。"
    ),
    Number.stranger_bundle: Entry(
        403, "stranger_bundle", "写这个文件的平板没有在这里登记过，没有用它。请找管理员核对。"
    ),
    Number.bug: Entry(
        500, "bug", "服务器出了差错，这次什么都没有改，已写的都在本机。请稍后再试，或告诉管理员。"
    ),
    Number.busy: Entry(503, "busy", "服务器正忙，什么都没有改。过一会儿会自动再试。"),
}


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of `application/problem+json`."""

    number: int
    code: str
    sentence: str
    retry_after_s: int | None = None


class Problem(Exception):
    """A request is turned away; the transaction around it is rolled back."""

    def __init__(self, number: Number, *, retry_after_s: int | None = None) -> None:
        entry = CATALOGUE[number]
        super().__init__(entry.code)
        self.number = number
        self.status = entry.status
        self.code = entry.code
        self.sentence = entry.sentence
        self.retry_after_s = retry_after_s

    def body(self) -> ProblemBody:
        """Give what travels."""
        return ProblemBody(
            number=int(self.number),
            code=self.code,
            sentence=self.sentence,
            retry_after_s=self.retry_after_s,
        )
