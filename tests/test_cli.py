"""The `sanshen` command as a user runs it: a process, its exit status, what it prints."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.desk import CLEAN

BROKEN = (
    'kind = "terms"\nname = "own"\ncode = "TXT-01"\nmessage = "错"\n[sources.s]\ntitle = "本单位"\n[terms]\n'
)


def run(
    folder: Path, *arguments: str, stdin: bytes | None = None, **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder with settings given without their prefix."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=folder,
        env=environment(settings),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The process's environment, with the project on the path."""
    root = str(Path(__file__).parents[1])
    return os.environ | {"PYTHONPATH": root} | {f"SANSHEN_{k.upper()}": v for k, v in settings.items()}


@pytest.mark.parametrize(
    ("text", "status", "verdict"),
    [(CLEAN, 0, "pass"), ("请登陆政务网站查询。", 1, "warn"), ("联系台湾政府。", 2, "block")],
)
def test_check_exits_by_the_verdict(tmp_path: Path, text: str, status: int, verdict: str) -> None:
    (tmp_path / "notice.txt").write_text(text, encoding="utf-8")
    shown = run(tmp_path, "check", "notice.txt")
    assert shown.returncode == status, shown.stderr
    lines = run(tmp_path, "check", "notice.txt", "--format", "json").stdout.splitlines()
    report = json.loads(lines[0])
    assert (len(lines), report["file"], report["verdict"]) == (1, "notice.txt", verdict)


def test_check_shows_line_text_reason_suggestion_and_basis(tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text("# 通知\n\n请登陆**政务**网站。\n", encoding="utf-8")
    shown = run(tmp_path, "check", "notice.md").stdout.decode()
    for expected in ("第 3 行", "TXT-01", "文字关", "“登陆”", "建议：登录", "依据："):
        assert expected in shown


def test_check_reads_standard_input_and_gb18030(tmp_path: Path) -> None:
    shown = run(tmp_path, "check", "-", "--format", "json", stdin="联系台湾政府。".encode("gb18030"))
    assert shown.returncode == 2
    assert json.loads(shown.stdout)["file"] == "-"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", None, "无法读取"),
        ("a.doc", b"PK", "暂不支持"),
        ("a.docx", b"PK", "内容却不是这种格式"),
        ("a.txt", b"\x00\x01\xff\xfe\x81", "不是可识别的文本"),
    ],
)
def test_check_says_what_it_cannot_read(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    shown = run(tmp_path, "check", name)
    assert shown.returncode == 3
    assert says in shown.stderr.decode()
    assert "Traceback" not in shown.stderr.decode()


def test_a_broken_lexicon_stops_the_start_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.toml").write_text(BROKEN + '"甲乙" = { source = "nowhere" }\n', encoding="utf-8")
    run(tmp_path, "migrate")
    for command in (["lexicon", "check"], ["serve", "--port", "0"], ["check", "-"]):
        shown = run(tmp_path, *command, stdin=b"", lexicon_dir=str(folder))
        assert shown.returncode in {1, 3}
        assert "own.toml:8:" in shown.stderr.decode()


def test_serve_says_that_the_tables_are_missing(tmp_path: Path) -> None:
    shown = run(tmp_path, "serve", "--port", "0")
    assert shown.returncode == 1
    assert "sanshen migrate" in shown.stderr.decode()


def test_the_demo_refuses_a_database_that_is_not_its_own(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    founded = run(
        tmp_path, "org", "add", "office", "某局", "--sysadmin", "wang", "--person", "王工",
        "--password", "a-good-password",
    )  # fmt: skip
    assert founded.returncode == 0, founded.stderr
    shown = run(tmp_path, "demo", "--port", "0")
    assert shown.returncode == 1
    assert "不是演示库" in shown.stderr.decode()


def test_an_office_starts_from_nothing(tmp_path: Path) -> None:
    run(tmp_path, "migrate")
    run(
        tmp_path, "org", "add", "office", "某局", "--sysadmin", "wang", "--person", "王工",
        "--password", "a-good-password",
    )  # fmt: skip
    with Server(tmp_path, "serve") as base:
        form = {"username": "wang", "password": "a-good-password"}
        token = httpx.post(f"{base}/api/v1/auth/token", data=form).json()["access_token"]
        me = httpx.get(f"{base}/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
        assert (me["org"], me["roles"]) == ("office", ["system_admin"])
        key = {"Authorization": "Bearer sk_demo_precheck"}
        assert httpx.post(f"{base}/api/v1/precheck", json={"body": ""}, headers=key).status_code == 401
    keys = tmp_path / "sanshen-data" / "keys"
    assert [file.stat().st_mode & 0o777 for file in keys.iterdir()] == [0o600]


def test_the_demo_starts_again_on_its_database_and_its_ledger_verifies(tmp_path: Path) -> None:
    for _ in range(2):
        with Server(tmp_path, "demo") as base:
            form = {"username": "auditor", "password": "demo-auditor"}
            token = httpx.post(f"{base}/api/v1/auth/token", data=form).json()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            export = httpx.get(f"{base}/api/v1/ledger/export", headers=headers).content
            stages = {
                item["status"] for item in httpx.get(f"{base}/api/v1/drafts", headers=headers).json()["items"]
            }
    screen = (tmp_path / SCREEN).read_text(encoding="utf-8")
    assert screen.strip().endswith("Ctrl+C")
    assert stages == {
        "editing", "first_review", "second_review", "final_review", "released",
        "returned", "rejected", "withdrawn", "revoked",
    }  # fmt: skip
    (tmp_path / "ledger.jsonl").write_bytes(export)
    whole = run(tmp_path, "ledger", "verify", "ledger.jsonl")
    assert whole.returncode == 0, whole.stdout
    lines = export.splitlines(keepends=True)
    (tmp_path / "ledger.jsonl").write_bytes(b"".join([*lines[:9], lines[10], lines[9], *lines[11:]]))
    swapped = run(tmp_path, "ledger", "verify", "ledger.jsonl")
    assert swapped.returncode == 1
    assert "seq=10" in swapped.stdout.decode()


SCREEN = "screen.txt"


class Server:
    """A real server process, stopped gracefully at the end; what it prints goes to the file `SCREEN`."""

    def __init__(self, folder: Path, command: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        with (folder / SCREEN).open("wb") as screen:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", command, "--port", str(port)],
                cwd=folder,
                env=environment({}),
                stdout=screen,
            )

    def __enter__(self) -> str:
        for _ in range(600):
            try:
                if httpx.get(f"{self.base}/readyz").status_code == 200:
                    return self.base
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=15) in {0, -signal.SIGTERM}
