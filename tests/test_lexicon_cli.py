"""`sanshen lexicon import | list | approve` as two administrators run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.db import Database
from app.demo.office import found_offices
from app.keys import KeyRing
from app.ledger.export import export
from app.ledger.verify import verify_file
from app.people.demo_mark import mark_demo
from app.schema import migrate
from tests.test_cli import run

LIST = "词条,建议,级别\n启明工程,启明行动,阻断\n曙光计划,,\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the demo's people in its database, and a list."""
    database = Database(f"sqlite:///{tmp_path / 'sanshen.sqlite3'}")
    migrate(database)
    with database.write() as db:
        found_offices(db, KeyRing.open(tmp_path / "sanshen-data"))
        mark_demo(db)
    database.close()
    (tmp_path / "office.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def import_list(
    office: Path, *options: str, user: str = "secadmin", stdin: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    arguments = ("--name", "office-terms", "--reason", "统一用语", "--user", user, "--password-stdin")
    typed = f"demo-{user}\n" if stdin is None else stdin
    return run(office, "lexicon", "import", "office.csv", *arguments, *options, stdin=typed.encode())


def approve(office: Path, user: str) -> subprocess.CompletedProcess[bytes]:
    arguments = ("--user", user, "--password-stdin", "--yes")
    return run(office, "lexicon", "approve", "office-terms", *arguments, stdin=f"demo-{user}\n".encode())


def events(office: Path) -> list[str]:
    """The ledger's events, once the ledger was verified."""
    database, ring = (
        Database(f"sqlite:///{office / 'sanshen.sqlite3'}"),
        KeyRing.open(office / "sanshen-data"),
    )
    with database.read() as db:
        ledger = b"".join(export(db, ring, "demo"))
    database.close()
    (office / "ledger.jsonl").write_bytes(ledger)
    assert verify_file(office / "ledger.jsonl", None, None).ok
    return [json.loads(line).get("event", "") for line in ledger.splitlines()]


def test_two_administrators_bring_a_list_into_force(office: Path) -> None:
    proposed = import_list(office, "--code", "POL-07", "--yes")
    assert proposed.returncode == 0, proposed.stderr.decode()
    shown = proposed.stdout.decode()
    for expected in (
        "新增 2 条，删除 0 条，修改 0 条",
        "近 90 天稿件 0 篇",
        "已提出词库 office-terms 第 1 版",
    ):
        assert expected in shown
    assert "第 1 版，待批准，2 条，郑工提出：统一用语" in run(office, "lexicon", "list").stdout.decode()

    own = approve(office, "secadmin")
    assert own.returncode == 1
    assert "另一位安全管理员" in own.stderr.decode()
    done = approve(office, "secadmin2")
    assert done.returncode == 0, done.stderr.decode()
    assert "第 1 版已批准" in done.stdout.decode()
    assert "第 1 版，在用，2 条" in run(office, "lexicon", "list").stdout.decode()
    assert [event for event in events(office) if event.startswith("lexicon")] == [
        "lexicon.proposed",
        "lexicon.approved",
    ]
    again = approve(office, "secadmin2")
    assert (again.returncode, "没有待批准" in again.stderr.decode()) == (1, True)


def test_without_a_yes_nothing_is_proposed(office: Path) -> None:
    shown = import_list(office, "--code", "POL-07", stdin="demo-secadmin\nn\n")
    assert shown.returncode == 1
    assert "新增 2 条" in shown.stdout.decode()
    assert "office-terms" not in run(office, "lexicon", "list").stdout.decode()


def test_every_broken_row_is_printed(office: Path) -> None:
    (office / "office.csv").write_text("词条,级别\n" + "甲,\n启明,重\n" * 3, encoding="utf-8")
    shown = import_list(office, "--code", "POL-07", "--yes")
    assert shown.returncode == 1
    printed = shown.stderr.decode()
    assert [f"第 {line} 行：" in printed for line in range(1, 9)] == [False, *[True] * 6, False]
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"user": "editor"}, "须由安全管理员"),
        ({"stdin": "wrong\n"}, "密码不正确"),
    ],
)
def test_only_a_security_administrator_imports(office: Path, options: dict[str, str], says: str) -> None:
    shown = import_list(office, "--code", "POL-07", "--yes", **options)
    assert shown.returncode == 1
    assert says in shown.stderr.decode()


def test_a_file_that_is_not_there_is_said(office: Path) -> None:
    (office / "office.csv").unlink()
    shown = import_list(office, "--code", "POL-07", "--yes")
    assert (shown.returncode, "无法读取" in shown.stderr.decode()) == (1, True)
