"""The processes that read files: confined, bare, one for each file, and replaced when they die."""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.errors import AppError
from app.files import sandbox
from tests.files.making import docx, encoded, p, poster, read, refusal


def process() -> subprocess.Popen[bytes]:
    """The process that forks the others; it runs after a file was read."""
    read("a.docx", docx(p("正文")))
    assert sandbox.WORKERS._parent
    return sandbox.WORKERS._parent._process


def test_it_has_one_thread_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.WORKERS.close()
    monkeypatch.setenv("SANSHEN_DATABASE_URL", "postgresql://user:secret@host/name")
    read("a.png", encoded(poster("通知", size=(300, 200))))
    proc = Path(f"/proc/{process().pid}")
    assert len(list((proc / "task").iterdir())) == 1
    assert b"secret" not in (proc / "environ").read_bytes()
    assert b"ORT_DISABLE_TELEMETRY=1" in (proc / "environ").read_bytes()


def test_another_takes_the_place_of_one_that_died() -> None:
    first = process()
    first.kill()
    first.wait()
    assert process() is not first


def test_files_are_read_beside_each_other() -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = pool.map(lambda number: read("a.docx", docx(p(f"第{number}号"))).text, range(40))
    assert list(texts) == [f"第{number}号" for number in range(40)]


def test_a_file_leaves_no_process_and_no_descriptor_behind() -> None:
    process()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        read("a.docx", docx(p("正文")))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    children = Path(f"/proc/{process().pid}/task/{process().pid}/children").read_text()
    assert len(children.split()) <= 1


def test_a_process_that_says_nothing_or_nonsense_counts_as_killed() -> None:
    for said in (b"", b"{", b"[]", b'{"file": 1}', b'{"error": {}}'):
        with pytest.raises(AppError) as refused:
            sandbox._understood(said)
        assert refused.value.code == "file_too_complex"
    with pytest.raises(AppError) as refused:
        sandbox._understood(b"{}")
    assert refused.value.code == "file_broken"


HARM = {
    "takes memory": "bytearray(1 << 30)",
    "takes time": "exec('while True: pass')",
    "sleeps": "__import__('time').sleep(1000)",
    "crashes": "__import__('os').abort()",
    "raises": "1 / 0",
    "recurses": "read(file, writer)",
    "writes a file": "__import__('tempfile').TemporaryFile(buffering=0).write(b'x')",
}
CODES = dict.fromkeys(HARM, "file_too_complex") | dict.fromkeys(("raises", "writes a file"), "file_broken")


START = (
    "from app.files import worker as w; w.PARSERS[b'PK'] = 'harm'; w.PROCESSOR, w.CLOCK = {limits}; w.main()"
)


class Harmful(sandbox.Parent):
    """A parent whose parser of Word files does harm."""

    def __init__(self, folder: Path, does: str, limits: tuple[int, int]) -> None:
        (folder / "harm.py").write_text(f"def read(file, writer):\n    {does}\n")
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START.format(limits=limits)],
                stdin=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": f"{folder}:{Path(sandbox.__file__).parents[2]}"},
            )


@pytest.mark.parametrize("what", HARM)
def test_what_a_parser_may_do_is_bounded(what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workers = sandbox.Workers()
    workers._parent = Harmful(tmp_path, HARM[what], (20, 1) if what == "sleeps" else (1, 20))
    monkeypatch.setattr(sandbox, "WORKERS", workers)
    assert refusal("a.docx", docx(p("正文"))) == (422, CODES[what])
    workers.close()
