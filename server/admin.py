"""The console program `fieldserver`: arguments in, one answer out, and an exit code.

Exit codes: 0 done, 1 bug, 2 wrong input, 3 the world's trouble, 4 refused by a rule. With
`--json` exactly one JSON document goes to stdout, for errors too; diagnostics go to stderr.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import NoReturn

import msgspec

from fieldapp.domain.purge import PURGEABLE
from fieldapp.domain.roles import Role
from fieldapp.errors import Refused, Trouble
from fieldapp.usage import ChineseParser, in_chinese
from server import audit_command, bundle_command, commands, purge_command
from server.audit_reply import EVENTS
from server.problems import Problem
from server.replies import Diagnosis, Failed, Fault
from server.reply import Reply
from server.store import Busy
from server.traces import where

LOG_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
BUG, INPUT, TROUBLE, RULE = 1, 2, 3, 4

_log = logging.getLogger(__name__)

Command = Callable[[argparse.Namespace, commands.Announce], Reply | None]


class _Parser(ChineseParser):
    """A parser whose complaints take the same way as all others."""

    def error(self, message: str) -> NoReturn:
        raise Refused(
            "bad_arguments",
            f"命令没看懂。{in_chinese(message)}（怎么写：{self.prog} --help）",
            is_input=True,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG_LINE)
    out = _Out("--json" in words)
    try:
        parsed = build_parser().parse_args(words)
        command: Command = parsed.command
        reply = command(parsed, out.tell)
    except Exception as error:  # noqa: BLE001 - the last door: every error gets its code here
        return _failed(out, error)
    if reply is not None:
        out.tell(reply)
    return TROUBLE if isinstance(reply, Diagnosis) and not reply.is_clean else 0


class _Out:
    """Where answers go: sentences for people, one document for programs."""

    def __init__(self, is_json: bool) -> None:
        self._is_json = is_json

    def tell(self, reply: Reply) -> None:
        text = json.dumps(msgspec.to_builtins(reply), ensure_ascii=False)
        sys.stdout.write(f"{text if self._is_json else reply.words()}\n")
        sys.stdout.flush()

    def fail(self, fault: Fault) -> None:
        reply = Failed(error=fault)
        if self._is_json:
            self.tell(reply)
        sys.stderr.write(f"{reply.words()}\n")


def _failed(out: _Out, error: Exception) -> int:
    if isinstance(error, Refused):
        out.fail(
            Fault(
                code=error.code,
                sentence=error.sentence,
                field=error.field,
                candidates=error.candidates,
            )
        )
        return INPUT if error.is_input else RULE
    if isinstance(error, Trouble | Problem):
        out.fail(Fault(code=error.code, sentence=error.sentence))
        return TROUBLE
    if isinstance(error, Busy):
        out.fail(Fault(code="busy", sentence="数据库正忙或连不上，什么都没有改。请稍后再试。"))
        return TROUBLE
    _log.error("bug %s", where(error))
    out.fail(Fault(code="bug", sentence="程序出了差错，什么都没有改。请把上面的记录交给维护的人。"))
    return BUG


def build_parser() -> argparse.ArgumentParser:
    """Describe every command and its arguments."""
    common = _Parser(add_help=False)
    group = common.add_argument_group("都可以用的")
    group.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="数据库地址，默认是数据目录里的 SQLite（环境变量 FIELDSERVER_DATABASE）",
    )
    group.add_argument(
        "--data",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="数据目录，放 server.key 和快照（环境变量 FIELDSERVER_DATA）",
    )
    group.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="答复写成一份 JSON"
    )
    parser = _Parser(prog="fieldserver", description="网格工作的服务器。", parents=[common])
    parser.add_argument(
        "--version",
        action="version",
        version=f"fieldserver {version('grid-fieldapp')}",
        help="打印版本",
    )
    verbs = parser.add_subparsers(
        title="命令", metavar="COMMAND", required=True, parser_class=_Parser
    )
    _add_service_verbs(_Verbs(verbs, common))
    _add_people_verbs(_Verbs(verbs, common))
    _add_care_verbs(_Verbs(verbs, common))
    return parser


class _Verbs:
    """Adds commands that all take the common arguments."""

    def __init__(
        self,
        verbs: argparse._SubParsersAction[_Parser],
        common: _Parser,
    ) -> None:
        self._verbs = verbs
        self._common = common

    def add(self, name: str, help_: str, command: Command) -> argparse.ArgumentParser:
        verb = self._verbs.add_parser(name, help=help_, description=help_, parents=[self._common])
        verb.set_defaults(command=command)
        return verb

    def group(self, name: str, help_: str) -> _Verbs:
        group = self._verbs.add_parser(name, help=help_, description=help_)
        inner = group.add_subparsers(
            title="命令", metavar="COMMAND", required=True, parser_class=_Parser
        )
        return _Verbs(inner, self._common)


def _add_service_verbs(verbs: _Verbs) -> None:
    verbs.add("init", "准备数据库和密钥", commands.init)
    serve = verbs.add("serve", "开始服务，直到被叫停", commands.serve_now)
    serve.add_argument("--host", default="127.0.0.1", help="监听的地址，默认只限本机")
    serve.add_argument("--port", type=int, default=8443, help="端口；0 是任选一个空着的")
    serve.add_argument("--tls-cert", metavar="F", help="证书文件（PEM）")
    serve.add_argument("--tls-key", metavar="F", help="私钥文件（PEM）")
    serve.add_argument("--with-parent", type=int, metavar="PID", help="这个进程一结束，服务也结束")
    regions = verbs.add("import-regions", "导入区划和网格", commands.regions)
    regions.add_argument("file", metavar="FILE", help="CSV：code,parent,level,name,kind")


def _add_people_verbs(verbs: _Verbs) -> None:
    users = verbs.group("user", "人员")
    add = users.add("add", "添加一个人", commands.user_add)
    add.add_argument("name", metavar="NAME", help="姓名")
    add.add_argument("--role", required=True, choices=[role.value for role in Role], help="岗位")
    add.add_argument("--region", required=True, metavar="CODE", help="所在区划的代码")
    add.add_argument("--password-file", metavar="F", help="密码所在的文件")
    users.add("list", "列出人员", commands.user_list)
    assign = verbs.add("assign", "把网格分给人", commands.assign)
    assign.add_argument("user", metavar="USER", help="姓名或编号")
    assign.add_argument("grid", metavar="GRID", help="网格代码或名称")
    manners = ["responsible", "full", "part"]
    assign.add_argument("--as", dest="manner", required=True, choices=manners, help="怎么管")
    assign.add_argument("--from", dest="from_on", metavar="D", help="从哪天起，如 2026-11-20")
    assign.add_argument("--to", dest="to_on", metavar="D", help="到哪天止（含）")
    devices = verbs.group("device", "设备")
    code = devices.add("code", "给人一个一次性的登记码", commands.device_code)
    code.add_argument("user", metavar="USER", help="姓名或编号")
    code.add_argument("--tls-cert", metavar="F", help="证书文件；默认用最近一次服务的那张")
    devices.add("list", "列出设备", commands.device_list)
    revoke = devices.add("revoke", "停用一台设备", commands.device_revoke)
    revoke.add_argument("device", metavar="ID", help="设备编号")


def _add_care_verbs(verbs: _Verbs) -> None:
    purge = verbs.add("purge", "依法删除一个人的记录，找不回来", purge_command.purge)
    purge.add_argument("kind", metavar="KIND", choices=PURGEABLE, help="、".join(PURGEABLE))
    purge.add_argument("id", metavar="ID", help="那一条的编号")
    purge.add_argument("--reason", required=True, metavar="TEXT", help="依据，如申请的编号")
    purge.add_argument("--dry-run", action="store_true", help="只数一数会删多少，什么都不删")
    purge.add_argument("--yes", action="store_true", help="不再问")
    audit = verbs.add("audit", "谁在什么时候看过、领过、删过什么", audit_command.audit)
    audit.add_argument("--user", metavar="USER", help="只看一个人：姓名或编号")
    audit.add_argument("--event", choices=[*EVENTS], help="只看一种；点开遮住的是 revealed")
    audit.add_argument("--days", type=int, default=30, metavar="N", help="最近多少天")
    audit.add_argument("--limit", type=int, default=200, metavar="N", help="最多列多少条")
    doctor = verbs.add("doctor", "把一切重算一遍，看对不对得上", commands.doctor)
    doctor.add_argument(
        "--mend", action="store_true", help="缺的照片让平板重送，没有记录的旧照片文件清掉"
    )
    bundle = verbs.group("bundle", "U盘带来的文件")
    answer = bundle.add("answer", "收下一个文件里的内容，写好答复", bundle_command.bundle_answer)
    answer.add_argument("file", metavar="IN", help="平板导出的文件")
    answer.add_argument("out", metavar="OUT", help="答复写到哪个文件")
    update = verbs.group("update", "程序的新版")
    new = update.add("add", "把签好的新版发给平板", commands.update)
    new.add_argument("file", metavar="FILE", help="发布者签好的 .gsu 文件")
    compact = verbs.add("compact", "把很久以前的改动收起原文，留下证明", commands.compact)
    compact.add_argument(
        "--keep-days", type=int, default=400, metavar="N", help="最近多少天的原文留着，至少 100"
    )
    backup = verbs.add("backup", "备份整个数据库到一个文件", commands.backup)
    backup.add_argument("file", metavar="FILE", help="新文件")
    restore = verbs.add("restore", "从备份恢复到空的数据库", commands.restore)
    restore.add_argument("file", metavar="FILE", help="备份文件")
    restore.add_argument("--replace", action="store_true", help="把现有内容整个换掉")


if __name__ == "__main__":
    raise SystemExit(main())
