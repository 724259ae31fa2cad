"""Troubles on the line to the server, in the words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fieldapp.errors import Refused, Trouble
from sync.client import Cancelled, RoundStuck
from sync.line import Problem, TurnedAway, Unreachable, WrongServer

_AWAY = "没有连上社区。写的都存在这台平板上，有网再试。"
_SENTENCES = {
    "device_unknown": "社区不认得这台平板。写的都还在，找管账号的人重新登记。",
    "code_unknown": "登记码不对，或者用过了、过期了。请管账号的人再发一个。",
    "too_many_tries": "试得太多了，歇一会儿再试。",
    "busy": "社区那边正忙，过一会儿会自己再送。写的都还在。",
    "protocol_version": "这个程序和社区的版本对不上，写的都还在。请管账号的人装新版。",
}

_REVOKED = 2002
_STOPPED = "这台平板已停用。写的都没有丢，交上去的都有回执。要再用，找管账号的人重新登记。"
"""Said here: the server's own words are of before anything was handed in."""


@contextmanager
def line_troubles() -> Iterator[None]:
    """Turn what the line brings into `Trouble` or `Refused` with a sentence."""
    try:
        yield
    except Unreachable as error:
        raise Trouble("network-away", _AWAY) from error
    except WrongServer as error:
        raise Trouble(
            "wrong-server",
            "这台服务器的证书和登记码对不上，没有把东西交给它。"
            "核对地址和登记码；都对，就向管账号的人再要一个登记码。",
        ) from error
    except TurnedAway as error:
        raise turned_away(error.problem) from error
    except Cancelled as error:
        raise Trouble("cancelled", "停下了。已经送到的都算数，剩下的在这台平板上。") from error
    except RoundStuck as error:
        raise Trouble("stuck", "这次没有送完，剩下的都在这台平板上，过一会儿再试。") from error


def turned_away(problem: Problem) -> Exception:
    """Say a numbered problem in words; the server's own sentence where it has one."""
    code = problem.code.replace("_", "-")
    if problem.number == _REVOKED:
        return Trouble(code, _STOPPED)
    sentence = problem.sentence or _SENTENCES.get(problem.code, _AWAY)
    if problem.code == "unknown_code":
        return Refused(code, sentence, field="code", is_input=True)
    return Trouble(code, f"{sentence}（{problem.number}）", retry_after_s=problem.retry_after_s)
