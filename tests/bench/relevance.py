"""How well relevance tells government work from foreign matter: `python -m tests.bench.relevance DIR`.

DIR holds `headlines_topic_dev.tsv` (class, headline), `messages_topic_dev.tsv` (topic, title, message) and
`replies_dev.tsv` (title, message, reply). Printed are areas under the ROC curve, the shares of foreign and
of official texts that are judged irrelevant, how often the topic is right, and the time a text takes.
"""

from __future__ import annotations

import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.scanner.document import Draft, parse
from app.scanner.facts import Facts
from app.scanner.relevance import Relevance, judge

FOREIGN = ("entertainment", "game", "sports", "stocks", "realty")
LEXICON = Path(__file__).parents[2] / "lexicons" / "topics.toml"
FACTS = Facts(vocab={"topics": tomllib.loads(LEXICON.read_text("utf-8"))})
_GREETING = re.compile("^.{0,60}?(?:您好|你好)[！!，,。：:]?|^.{0,80}?(?:回复|答复)如下[：:]")


def relevance(text: str) -> Relevance:
    return judge(parse(Draft(body=text), FACTS), None)


def scores(texts: Sequence[str]) -> list[float]:
    return [relevance(text).score for text in texts]


def auc(against: Sequence[float], for_: Sequence[float]) -> float:
    """The chance that a text of `for_` scores higher than one of `against`, a tie being half."""
    low = np.sort(np.asarray(against))
    below = np.searchsorted(low, for_, "left") + np.searchsorted(low, for_, "right")
    return float(below.mean() / 2 / len(low))


def rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        yield line.split("\t")


def tens(lines: Sequence[str]) -> list[str]:
    return ["\n".join(lines[i : i + 10]) for i in range(0, len(lines) - 9, 10)]


def verdicts(name: str, texts: Sequence[str]) -> None:
    counts = Counter(relevance(text).verdict for text in texts)
    shares = "  ".join(
        f"{verdict} {counts[verdict] / len(texts):6.1%}"
        for verdict in ("relevant", "uncertain", "irrelevant")
    )
    print(f"{name:32} {len(texts):6}  {shares}")


def main(folder: Path) -> None:
    headlines: dict[str, list[str]] = {}
    for name, headline in rows(folder / "headlines_topic_dev.tsv"):
        headlines.setdefault(name, []).append(headline)
    messages = list(rows(folder / "messages_topic_dev.tsv"))
    replies = [_GREETING.sub("", row[2]) for row in rows(folder / "replies_dev.tsv")]
    foreign = [headline for name in FOREIGN for headline in headlines[name]]
    joined = {
        name: ["\n".join(lines[i : i + 10]) for i in range(0, len(lines) - 9, 10)]
        for name, lines in headlines.items()
    }
    foreign_joined = [text for name in FOREIGN for text in joined[name]]
    length = int(np.median([len(text) for text in foreign_joined]))
    cut = [reply[:length] for reply in replies]

    titles = [row[1] for row in messages]
    print(f"AUC, headlines against message titles  {auc(scores(foreign), scores(titles)):.4f}")
    print(f"AUC, ten headlines against replies     {auc(scores(foreign_joined), scores(cut)):.4f}")
    print(f"ten headlines, and replies cut to them {length} characters")
    for name, lines in headlines.items():
        verdicts(f"headline {name}", lines)
    for name, texts in joined.items():
        verdicts(f"ten headlines {name}", texts)
    verdicts("message titles", titles)
    verdicts("messages", [row[2] for row in messages])
    verdicts("replies, cut", cut)
    verdicts("replies", replies)
    right = sum(relevance(f"{row[1]}\n{row[2]}").topic == row[0] for row in messages)
    print(f"topic of messages right {right / len(messages):.1%}")
    timing(replies)


def timing(texts: Sequence[str]) -> None:
    text = "".join(texts)[:1500]
    relevance(text)
    start = time.perf_counter()
    for _ in range(100):
        relevance(text)
    print(f"{len(text)} characters in {(time.perf_counter() - start) * 10:.3f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
