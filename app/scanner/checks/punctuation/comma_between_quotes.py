"""TXT-03: 、 between quotations or titles in a row (并列引号、书名号之间的顿号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import sentence
from app.scanner.document import Page
from app.scanner.outline import has

# It starts at the mark, which is rarer than what stands before it.
_BETWEEN = re.compile("、(?:(?<=”.)(?=“)|(?<=》.)(?=《))")
_ANNOTATED = re.compile(
    "[)）][、，](?=[“《])|[”》](?:[^，。；、“”《》]{1,12}|[(（][^()（）]{1,30}[)）])、[“《]"
)


@check(
    "TXT-03",
    "comma-between-quotes",
    "GB/T 15834-2011《标点符号用法》4.5.3.5",
    shape=has(b"P,Q", b">,<"),
    about=About(
        "引号间的顿号",
        "并列的引号之间、书名号之间通常不用顿号；其中有括注等成分时，用顿号是对的，不提示。",
        "坚持“谁主管、谁负责”、“谁主办、谁负责”的原则。",
        "坚持“谁主管、谁负责”“谁主办、谁负责”的原则。",
    ),
)
def comma_between_quotes(page: Page) -> Iterator[Hit]:
    """、 between quotations or titles that follow each other (并列的引号、书名号之间的顿号).

    Why: the marks part them already. Where an item of the list has a note behind it (《办法》（2018年修订）、
    《细则》), all need 、, and there is no hit in that sentence.

    Example: “三审”、“三校” → “三审”“三校”.
    Basis: GB/T 15834-2011, 4.5.3.5 (顿号).
    """
    for field in page.fields:
        text = field.text
        for match in _BETWEEN.finditer(text):
            start, end = match.start() - 1, match.end() + 1
            if not _ANNOTATED.search(sentence(text, start)):
                right = text[start] + text[end - 1]
                message = f"并列的{'引号' if right == '”“' else '书名号'}之间通常不用顿号。"
                yield Hit(field, start, end, message, (right,))
