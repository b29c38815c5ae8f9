"""How long reading and checking files takes: a Word file of 100 pages, a PDF of 50, a poster with a QR code.

    python -m tests.bench.files [--rounds 5]

Prints the median of some rounds on one core, reading and checking together, and beside it the first round, in
which the reading process starts and the models are loaded.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from app.files.report import precheck_file
from app.rulesets.base import Base
from tests.files.making import docx, encoded, p, pdf, poster, read, table

PROSE = [line for line in (Path(__file__).parent / "notice.txt").read_text().split("\n") if len(line) > 20]
PAGE = 700
"""Characters on a page of GB/T 9704: 22 lines of 28, and some for what is wider."""
SHOP = "https://item.taobao.com/item.htm?id=1"
POSTER = (
    *(
        "宿州市数据资源局",
        "政务服务进社区活动",
        "时间：2026年11月21日上午九时",
        "地点：埇桥区市民中心一楼大厅",
    ),
    *(
        "请登陆政务网站查询办理进度",
        "活动期间提供咨询、办理、预约等服务",
        "联系电话：0557-12345678",
        "欢迎参加",
    ),
)


def word_file(pages: int) -> bytes:
    """A Word file of prose, with a table every other page."""
    body, length = [], 0
    while length < pages * PAGE:
        line = PROSE[len(body) % len(PROSE)]
        body.append(table(*[["项目", line[:10], "说明"]] * 5) if len(body) % 13 == 12 else p(line))
        length += len(line)
    return docx("".join(body))


def pdf_file(pages: int) -> bytes:
    """A PDF of prose, 28 characters a line and 22 lines a page."""
    text = "".join(PROSE) * (pages * 616 // len("".join(PROSE)) + 1)
    lines = [text[at : at + 28] for at in range(0, pages * 616, 28)]
    return pdf(*[lines[at : at + 22] for at in range(0, len(lines), 22)])


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "Word, 100 pages": ("a.docx", lambda: word_file(100)),
    "PDF, 50 pages": ("a.pdf", lambda: pdf_file(50)),
    "poster, 1080 × 1920 (png)": ("a.png", lambda: encoded(poster(*POSTER, code=SHOP, size=(1080, 1920)))),
    "poster, 3000 × 4000 (jpg)": (
        "a.jpg",
        lambda: encoded(poster(*POSTER, code=SHOP, size=(3000, 4000), height=120), "JPEG"),
    ),
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    ruleset = Base.load(None).ruleset
    for title, (name, make) in FILES.items():
        data, took = make(), []
        for _ in range(rounds + 1):
            began = time.perf_counter()
            report = precheck_file(read(name, data), ruleset)
            took.append(time.perf_counter() - began)
        found = f"{len(report['text']):7,} characters, {len(report['findings'])} findings"
        print(f"{title:26} first {took[0]:5.2f} s, then {median(took[1:]):5.2f} s   {found}")


if __name__ == "__main__":
    main()
