"""`sanshen relevance train | reset | build` and `sanshen eval relevance` as people run them."""

from __future__ import annotations

import lzma
import subprocess
from pathlib import Path

import pytest

from app.accounts.registry import get_account
from app.db import Database
from app.demo.office import found_offices
from app.evaluation.labelled import read_labelled
from app.keys import KeyRing
from app.ledger.export import export
from app.ledger.verify import verify_file
from app.people.demo_mark import mark_demo
from app.rulesets.teaching import taught
from app.scanner.relevance.weights import Weights
from app.schema import migrate
from tests.files.making import docx, p
from tests.scanner.test_relevance import FACTS, FLU, MATCH
from tests.test_cli import run

ROWS = f"体育赛事\t球迷\t{MATCH}\n卫生计生\t接种\t{FLU}\n相关\t跑步\t市民跑步活动\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the demo's people in its database, and labelled texts among rubbish."""
    database = Database(f"sqlite:///{tmp_path / 'sanshen.sqlite3'}")
    migrate(database)
    with database.write() as db:
        found_offices(db, KeyRing.open(tmp_path / "sanshen-data"))
        mark_demo(db)
    database.close()
    texts = tmp_path / "texts"
    for name in ("民政", "不相关", "随便"):
        (texts / name).mkdir(parents=True)
    (texts / "messages.tsv").write_text(ROWS, encoding="utf-8")
    (texts / "民政" / "one.docx").write_bytes(docx(p("低保申请由民政局受理")))
    (texts / "不相关" / "two.html").write_text(f"<p>{MATCH}</p>", encoding="gb18030")
    (texts / "随便" / "three.txt").write_text(FLU, encoding="utf-8")
    (texts / "other.tsv").write_text("a\tb\tc\n民政\n\n", encoding="utf-8")
    (texts / "broken.docx").write_bytes(b"PK\x03\x04rubbish")
    (texts / "table.xlsx").write_bytes(b"PK\x03\x04rubbish")
    (texts / "binary.tsv").write_bytes(bytes(range(256)))
    return tmp_path


def train(office: Path, *arguments: str, user: str = "secadmin") -> subprocess.CompletedProcess[bytes]:
    named = ("--user", user, "--password-stdin")
    return run(office, "relevance", *arguments, *named, stdin=f"demo-{user}\n".encode())


def in_force(office: Path) -> Weights | None:
    database = Database(f"sqlite:///{office / 'sanshen.sqlite3'}")
    with database.read() as db:
        assert get_account(db, "demo", "wechat")
        found = taught(db, "demo")
    database.close()
    return found


def test_labelled_texts_are_read_and_rubbish_is_named(office: Path) -> None:
    found = read_labelled(office / "texts", FACTS)
    told = {(example.topic, example.relevant) for example in found.examples}
    assert told == {("体育赛事", False), ("卫生计生", True), (None, True), ("民政", True), (None, False)}
    left_out = {each.name: each.reason for each in found.left_out}
    assert left_out.keys() == {"other.tsv", "broken.docx", "table.xlsx", "binary.tsv", "随便/three.txt"}
    assert left_out["other.tsv"].startswith("3 行未采用，第 1 行：“a”不是主题名称")
    assert "“随便”不是主题名称" in left_out["随便/three.txt"]


def test_a_security_administrator_trains_and_takes_it_back(office: Path) -> None:
    trained = train(office, "train", "texts", "--decisions")
    assert trained.returncode == 0, trained.stderr.decode()
    assert "相关 3 篇，不相关 2 篇，有主题 3 篇" in trained.stdout.decode()
    assert "第 1 个模型已在本单位启用" in trained.stdout.decode()
    for name in ("other.tsv", "broken.docx", "table.xlsx", "binary.tsv", "随便/three.txt"):
        assert f"未采用 {name}" in trained.stderr.decode()
    model = in_force(office)
    assert model and "跑步" in model.rows
    assert train(office, "reset").returncode == 0
    assert in_force(office) is None
    assert ledger(office) == ["relevance.trained", "relevance.reset"]


def ledger(office: Path) -> list[str]:
    """The events of relevance in the ledger, once it was verified."""
    database = Database(f"sqlite:///{office / 'sanshen.sqlite3'}")
    with database.read() as db:
        exported = b"".join(export(db, KeyRing.open(office / "sanshen-data"), "demo"))
    database.close()
    (office / "ledger.jsonl").write_bytes(exported)
    assert verify_file(office / "ledger.jsonl", None, None).ok
    lines = exported.decode().splitlines()
    return [event for line in lines for event in ("relevance.trained", "relevance.reset") if event in line]


def test_a_file_is_only_written(office: Path) -> None:
    written = run(office, "relevance", "train", "texts", "-o", "model.bin")
    assert written.returncode == 0, written.stderr.decode()
    assert Weights.unpack((office / "model.bin").read_bytes()).rows
    assert train(office, "train", "texts", "-o", "again.bin").returncode == 0
    assert (office / "again.bin").read_bytes() == (office / "model.bin").read_bytes()
    assert in_force(office) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("train",), "请给出有类别标注的文件夹"),
        (("train", "texts"), "须用 --user"),
        (("train", "--decisions"), "须用 --user"),
        (("train", "nowhere", "-o", "x"), "没有文件夹 nowhere"),
        (("train", "texts/随便", "-o", "x"), "没有可供训练的文本"),
        (("build", "texts"), "没有 *.txt.xz"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(office: Path, arguments: tuple[str, ...], said: str) -> None:
    shown = run(office, "relevance", *arguments)
    assert shown.returncode == 1
    assert said in shown.stderr.decode()
    assert "Traceback" not in shown.stderr.decode()


def test_only_a_security_administrator_trains(office: Path) -> None:
    refused = train(office, "train", "texts", user="editor")
    assert (refused.returncode, "安全管理员" in refused.stderr.decode()) == (1, True)
    nothing = train(office, "train", "--decisions")
    assert (nothing.returncode, "没有可供训练的文本" in nothing.stderr.decode()) == (1, True)


def test_the_shipped_model_is_built_by_one_command(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "laws.txt.xz", "wt", encoding="utf-8") as corpus:
        corpus.write("民政局受理低保、特困供养、临时救助、养老院和殡葬事务，桥头凉亭开放。\n" * 100)
    for name in ("one.bin", "two.bin"):
        built = run(tmp_path, "relevance", "build", ".", "-o", name)
        assert built.returncode == 0, built.stderr.decode()
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "two.bin").read_bytes()
    assert "校验值" in built.stdout.decode()
    assert Weights.unpack((tmp_path / "one.bin").read_bytes()).rows
