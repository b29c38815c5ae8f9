"""`sanshen typo` and `sanshen eval typo` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.evaluation.typo import Figures, Sample, Told
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
