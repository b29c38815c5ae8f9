"""`sanshen eval relevance` on the terminal: the figures beside their goals, then the classes and topics."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import Invalid
from app.evaluation.relevance import (
    FOREIGN,
    LENGTH,
    PUBLIC,
    Data,
    Judge,
    Scores,
    after_training,
    auc,
    by_length,
    calibration_error,
    read_data,
    topics_of,
)
from app.rulesets.base import Base
from app.scanner.document import Draft
from app.scanner.relevance import IRRELEVANT, Verdict
from app.scanner.relevance.weights import ModelError, Weights

_VERDICTS: dict[Verdict, str] = {"relevant": "相关", "uncertain": "不确定", "irrelevant": "无关"}
_ARTICLE = 1500
_TIMES = 100


class Figures:
    """Figures with their goals, as they are printed; `reached` tells whether all goals were."""

    def __init__(self) -> None:
        self.table = Table("指标", "结果", "目标", "达标")
        self.reached = True

    def add(self, name: str, value: float, goal: float | None = None, *, most: bool = False) -> None:
        """A figure that should be `goal` or more, or with `most` no more than it."""
        words, reached = "", ""
        if goal is not None:
            met = value <= goal if most else value >= goal
            words, reached = f"{'≤' if most else '≥'} {goal}", "是" if met else "否"
            self.reached = self.reached and met
        self.table.add_row(name, f"{value:.4f}", words, reached)


def print_figures(folder: Path, model: Path | None) -> int:
    """Print the figures of a folder of data; exit status 0 if all goals are reached, else 1.

    With `model`, a file of `sanshen relevance train`, what it teaches is added to the shipped model.
    """
    data, judged = read_data(folder), Judge(Base.load().ruleset.facts, _read(model) if model else None)
    console, figures = Console(highlight=False, soft_wrap=True), Figures()
    _relevance(figures, data, judged)
    topics = topics_of(judged, data.messages)
    figures.add("主题：群众留言，各类 F1 的平均", sum(topics.values()) / len(topics), 0.70)
    if model is None:
        halves = after_training(judged.facts, data.messages)
        figures.add(f"同上，先用一半训练，测另一半（{len(halves)} 次平均）", sum(halves) / len(halves), 0.85)
    figures.add(f"{_ARTICLE} 字用时，毫秒", _milliseconds(judged, data))
    console.print(figures.table)
    console.print(_classes(data, judged))
    console.print("主题 F1：" + "，".join(f"{topic} {score:.3f}" for topic, score in topics.items()))
    return 0 if figures.reached else 1


def _relevance(figures: Figures, data: Data, judged: Judge) -> None:
    headlines = [headline for name in FOREIGN for headline in data.headlines.get(name, ())]
    joined = [text for name in FOREIGN for text in data.joined(name)]
    titles, replies = data.titles(), data.long_replies()
    short, long = judged.scores(headlines), judged.scores(joined)
    of_titles, of_replies = judged.scores(titles), judged.scores(replies)
    figures.add("短文 AUC：外来主题的新闻标题，对群众留言的标题", auc(short, of_titles), 0.93)
    figures.add("同上，只看长短", by_length(headlines, titles), 0.6, most=True)
    figures.add(f"长文 AUC：标题十条相连，对官方答复，均为 {LENGTH} 字", auc(long, of_replies), 0.98)
    figures.add("同上，只看长短", by_length(joined, replies), 0.6, most=True)
    figures.add("长文：外来主题判为无关的比例", _flagged(long), 0.90)
    figures.add("长文：官方答复判为无关的比例", _flagged(of_replies), 0.02, most=True)
    figures.add("短文：外来主题判为无关的比例", _flagged(short))
    figures.add("短文：群众留言标题判为无关的比例", _flagged(of_titles))
    public = [headline for name in PUBLIC for headline in data.headlines.get(name, ())]
    in_favour = [of_titles, of_replies, judged.scores(public)]
    figures.add(
        "评分与实际比例之差（ECE），含时政、教育、社会标题", calibration_error([short, long], in_favour)
    )


def _flagged(scores: Scores) -> float:
    return float((scores <= IRRELEVANT).mean())


def _classes(data: Data, judged: Judge) -> Table:
    table = Table("文本", "篇数", *_VERDICTS.values())
    for name, headlines in data.headlines.items():
        _verdicts(table, f"标题 {name}", headlines, judged)
        _verdicts(table, f"十条标题 {name}", data.joined(name), judged)
    _verdicts(table, "群众留言标题", data.titles(), judged)
    _verdicts(table, "群众留言", [message.text for message in data.messages], judged)
    _verdicts(table, "官方答复", data.replies, judged)
    return table


def _verdicts(table: Table, name: str, texts: Sequence[str], judged: Judge) -> None:
    counts = Counter(judged.of(Draft(body=text)).verdict for text in texts)
    shares = (f"{counts[verdict] / max(len(texts), 1):.1%}" for verdict in _VERDICTS)
    table.add_row(name, str(len(texts)), *shares)


def _milliseconds(judged: Judge, data: Data) -> float:
    draft = Draft(body="".join(data.replies)[:_ARTICLE])
    judged.of(draft)
    began = time.perf_counter()
    for _ in range(_TIMES):
        judged.of(draft)
    return (time.perf_counter() - began) * 1000 / _TIMES


def _read(model: Path) -> Weights:
    try:
        return Weights.unpack(model.read_bytes())
    except OSError as error:
        raise Invalid("unreadable_file", f"无法读取 {model}：{error.strerror}") from error
    except ModelError as error:
        raise Invalid("bad_model", f"{model}：{error}") from error
