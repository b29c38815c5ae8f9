"""`sanshen eval relevance`: the measures by themselves, the data that is read, the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from app.cli import app
from app.errors import Invalid
from app.evaluation.relevance import (
    FOREIGN,
    LENGTH,
    PUBLIC,
    auc,
    by_length,
    calibration_error,
    read_data,
    topic_scores,
)
from app.scanner.document import Draft
from app.scanner.relevance.learning import Example, learn
from tests.scanner.test_relevance import FACTS, FLU, MATCH

scores = st.lists(st.floats(0, 1), min_size=1, max_size=20).map(np.array)


@given(scores, scores)
def test_auc_is_the_share_of_pairs_in_order(low: np.ndarray, high: np.ndarray) -> None:
    pairs = [(b > a) + (b == a) / 2 for a in low for b in high]
    assert auc(low, high) == pytest.approx(sum(pairs) / len(pairs))
    assert auc(high, low) == pytest.approx(1 - auc(low, high))


def test_length_alone_counts_whichever_way_it_tells() -> None:
    assert by_length(["短"], ["长一些"]) == by_length(["长一些"], ["短"]) == 1
    assert by_length(["同长"], ["同样"]) == 0.5


def test_calibration_compares_scores_with_shares() -> None:
    assert calibration_error([np.zeros(5)], [np.ones(9)]) == 0
    assert calibration_error([np.full(5, 0.5)], [np.full(500, 0.5)]) == pytest.approx(0)
    assert calibration_error([np.full(5, 0.9)], [np.full(5, 0.9)]) == pytest.approx(0.4)


def test_f1_of_topics() -> None:
    told = topic_scores(["民政", "民政", "政法"], ["民政", "政法", "政法"])
    assert told == {"民政": pytest.approx(2 / 3), "政法": pytest.approx(2 / 3)}
    assert topic_scores(["民政"], [""]) == {"民政": 0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Very small data of every kind."""
    size = min(len(FLU), len(MATCH))
    relief = ("低保和养老院由民政局办理，" * 4)[:size]
    lines = [
        f"{name}\t{(MATCH if name in FOREIGN else FLU)[:size]}"
        for name in (*FOREIGN, *PUBLIC)
        for _ in range(10)
    ]
    (tmp_path / "headlines_topic_dev.tsv").write_text("\n".join(lines), encoding="utf-8")
    rows = [f"卫生计生\t{FLU[:size]}\t第{n}问" for n in range(4)]
    rows += [f"民政\t{relief}\t第{n}问" for n in range(4)]
    (tmp_path / "messages_topic_dev.tsv").write_text("\n".join(rows), encoding="utf-8")
    reply = f"网友您好！{FLU * 5}"
    (tmp_path / "replies_dev.tsv").write_text(f"题目\t留言\t{reply}\n" * 3, encoding="utf-8")
    return tmp_path


def test_what_is_read(folder: Path) -> None:
    data = read_data(folder)
    assert data.headlines.keys() == {*FOREIGN, *PUBLIC}
    assert [len(text) for text in data.joined("sports")] == [LENGTH]
    assert data.replies == [FLU * 5] * 3
    assert all(len(text) == LENGTH for text in data.long_replies())
    assert data.joined("weather") == []


def test_missing_and_broken_data_are_named(folder: Path) -> None:
    (folder / "replies_dev.tsv").write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"replies_dev\.tsv 第 1 行应有 3 列"):
        read_data(folder)
    (folder / "replies_dev.tsv").unlink()
    with pytest.raises(Invalid, match=r"没有 replies\*\.tsv"):
        read_data(folder)


def evaluate(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["eval", "relevance", str(folder), *options])


def test_the_table_and_its_exit_status(folder: Path) -> None:
    shown = evaluate(folder)
    assert shown.exit_code == 0, shown.output
    for words in ("短文 AUC", "只看长短", "先用一半训练", "标题 sports", "主题 F1：卫生计生 1.000"):
        assert words in shown.output
    model = folder / "model.bin"
    model.write_bytes(learn([Example(Draft(body=FLU), relevant=False)] * 50, FACTS).file)
    worse = evaluate(folder, "--model", str(model))
    assert worse.exit_code == 1
    assert "先用一半训练" not in worse.output
    model.write_bytes(b"rubbish")
    assert isinstance(evaluate(folder, "--model", str(model)).exception, Invalid)
    assert isinstance(evaluate(folder, "--model", str(folder / "none")).exception, Invalid)
