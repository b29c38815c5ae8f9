"""Compiling a ruleset: here, or aside in a process of its own.

A hundred thousand terms take most of a second, in steps of which each keeps every other thread of Python
waiting. A process that answers requests therefore lets a child of low priority do it, and takes the result
through a pipe piece by piece: between two pieces the others have their turn.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple

from app import __version__
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.lexicon import LexiconError
from app.scanner.memory import lasting
from app.scanner.ruleset import Ruleset, build

WARM_UP = "请登陆网站 https://www.gov.cn 查询。"
LOWEST = 19
"""The niceness of the child: it takes what the requests leave."""
File = tuple[str, bytes]
"""Name and content of a lexicon file."""


class _Fault(NamedTuple):
    """What is wrong with a file: the parts of a `LexiconError`, since an exception does not travel well."""

    path: str
    line: int
    reason: str
    entry: str


class NotCompiled(ValueError):
    """The child came to no end, e.g. for lack of memory."""


def compile_here(files: Iterable[File]) -> Ruleset:
    """The ruleset of these files; `LexiconError` if one is wrong.

    It comes warm: a first scan loads dictionaries, and nobody should wait for that.
    """
    with lasting():
        ruleset = build(files)
    scan(Draft(body=WARM_UP), ruleset)
    return ruleset


def compile_aside(files: Iterable[File]) -> Ruleset:
    """The same, made in another process; `NotCompiled` if that process came to no end.

    It runs the program that lies on the disk, which after an upgrade is not the one that is running here.
    """
    with subprocess.Popen(
        [sys.executable, "-c", "from app.rulesets.compiling import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin and child.stdout
        try:
            pickle.dump((__version__, list(files)), child.stdin)
            child.stdin.close()
            with lasting():
                made: Ruleset | _Fault = pickle.Unpickler(child.stdout).load()
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as error:
            raise NotCompiled("编译词库的进程意外结束，可能内存不足。") from error
    if isinstance(made, _Fault):
        raise LexiconError(*made)
    return made


def main() -> None:
    """The child: files from standard input, the ruleset or what is wrong with them to standard output."""
    os.nice(LOWEST)
    gc.disable()
    version, files = pickle.load(sys.stdin.buffer)
    if version != __version__:
        sys.exit("程序已升级，请重启服务。")
    made: Ruleset | _Fault
    try:
        made = build(files)
    except LexiconError as error:
        made = _Fault(error.path, error.line, error.reason, error.entry)
    pickle.dump(made, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
