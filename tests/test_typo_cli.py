"""`sanshen typo` and `sanshen eval typo` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.evaluation.judged import Judged
from app.evaluation.typo import RULES, Figures, Sample, Told
from app.rulesets.base import Base
from app.scanner.document import Draft
from app.scanner.engine import scan
from tests.files.making import docx, p
from tests.scanner.typo.test_training import ARCHIVE
from tests.test_cli import run

WRONG = "切实加强组织岭导，落实工作责任。"
RIGHT = WRONG.replace("岭", "领")
RARE = "社区要加强蚵仔煎摊挡整治，企业要加强蚵仔煎摊档整治的各项任务。"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An office's folder: texts in three formats, and rubbish."""
    folder = tmp_path / "archive"
    (folder / "older").mkdir(parents=True)
    half = len(ARCHIVE) // 2
    (folder / "notices.txt").write_text("\n".join(ARCHIVE[:half]), encoding="utf-8")
    (folder / "older" / "page.html").write_text(f"<p>{'</p><p>'.join(ARCHIVE[half:])}</p>", encoding="utf-8")
    (folder / "letter.docx").write_bytes(docx(p("关于开展蚵仔煎摊档整治的通知")))
    (folder / "table.xlsx").write_bytes(b"PK\x03\x04rubbish")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04rubbish")
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    return folder


def test_an_office_trains_and_the_check_takes_its_model_up(tmp_path: Path, archive: Path) -> None:
    trained = run(tmp_path, "typo", "train", str(archive))
    assert trained.returncode == 0, trained.stderr.decode()
    assert "略过 4 个文件" in trained.stdout.decode()
    for name in ("table.xlsx", "broken.docx", "empty.txt", "binary.txt"):
        assert name in trained.stderr.decode()
    (tmp_path / "draft.txt").write_text(RARE, encoding="utf-8")
    assert "摊挡整治" in run(tmp_path, "check", "draft.txt").stdout.decode()


def test_a_broken_model_of_the_office_stops_the_start_plainly(tmp_path: Path) -> None:
    (tmp_path / "sanshen-data").mkdir()
    (tmp_path / "sanshen-data" / "typo.bin").write_bytes(b"rubbish" * 20)
    (tmp_path / "draft.txt").write_text(RIGHT, encoding="utf-8")
    shown = run(tmp_path, "check", "draft.txt")
    assert shown.returncode == 3
    assert "模型" in shown.stderr.decode()
    assert "Traceback" not in shown.stderr.decode()


def test_too_small_an_archive_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(RIGHT, encoding="utf-8")
    assert "至少需要" in run(tmp_path, "typo", "train", str(tmp_path)).stderr.decode()
    assert "不是文件夹" in run(tmp_path, "typo", "train", str(tmp_path / "one.txt")).stderr.decode()


@pytest.mark.parametrize("command", [("typo", "eval"), ("eval", "typo")])
def test_the_figures_of_a_folder(tmp_path: Path, command: tuple[str, str]) -> None:
    (tmp_path / "typo_own.tsv").write_text(f"{WRONG}\t{RIGHT}\n{RIGHT}\t{RIGHT}\n", encoding="utf-8")
    (tmp_path / "clean_own.txt").write_text(RIGHT + "\n", encoding="utf-8")
    (tmp_path / "replies_own.tsv").write_text(f"标题\t来信\t{RIGHT}\n", encoding="utf-8")
    shown = run(tmp_path, *command, str(tmp_path), "--curve")
    assert shown.returncode == 0, shown.stderr.decode()
    table = shown.stdout.decode()
    assert "100.0" in table
    assert all(name in table for name in ("typo_own", "clean_own", "replies_o"))


def test_what_was_judged_is_counted_and_shown() -> None:
    """One warning was judged real, one false, one nobody read; the hints were not judged at all."""
    text = f"{WRONG}各级行政机关应当依法旅行职责。有关部门要加强监督捡查，确保工作落实。"
    findings = [each for each in scan(Draft(text), Base.load().ruleset).findings if each.rule in RULES]
    first, second, third = (each.id for each in findings)
    judged = Judged("replies_own", {("replies_own", first): "slip", ("replies_own", second): "false"})
    judged.add(text, findings)
    assert judged.lines() == ["replies_own 提醒 3 条，人工判定 2 条，确属差错 1 条（50%）"]
    assert [(row.id, row.judged) for row in judged.rows] == [
        (first, "slip"), (second, "false"), (third, "unjudged")
    ]  # fmt: skip
    assert judged.rows[0].context.startswith("切实加强组织【岭→领】导")
    assert Judged("other", judged.verdicts).lines() == []


def test_published_prose_is_shown_for_judging(tmp_path: Path) -> None:
    (tmp_path / "replies_own.tsv").write_text(f"标题\t来信\t{WRONG}\n", encoding="utf-8")
    (tmp_path / "typo_own.tsv").write_text(f"{WRONG}\t{RIGHT}\n", encoding="utf-8")
    (shown,) = (
        line
        for line in run(tmp_path, "eval", "typo", str(tmp_path), "--show").stdout.decode().splitlines()
        if "【" in line
    )
    source, id, *rest = shown.split("\t")
    assert (source, len(bytes.fromhex(id))) == ("replies_own", 8)
    assert rest[:3] == ["wrong-character", "unjudged", "warn"]


def test_nothing_to_measure(tmp_path: Path) -> None:
    assert "没有找到测试数据" in run(tmp_path, "typo", "eval", str(tmp_path)).stderr.decode()
    assert "文件不存在" in run(tmp_path, "typo", "eval", str(tmp_path / "none")).stderr.decode()


def test_the_figures_count_sentences_and_characters() -> None:
    figures = Figures()
    figures.add(Sample(WRONG, RIGHT), [Told(6, 7, "领", 0.99)])
    figures.add(Sample(WRONG, RIGHT), [Told(6, 7, "令", 0.99)])
    figures.add(Sample(WRONG, RIGHT), [])
    figures.add(Sample(RIGHT, RIGHT), [Told(0, 1, "确", 0.9)])
    figures.add(Sample(RIGHT, RIGHT), [])
    assert (figures.sentences, figures.wrong, figures.flagged, figures.put_right) == (5, 3, 3, 1)
    assert (figures.f1, figures.precision, figures.clean_flagged) == (1 / 3, 1 / 3, 1 / 2)
    assert figures.per_article == 3 * 1500 / (5 * len(RIGHT))
