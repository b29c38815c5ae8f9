"""`sanshen check` on files of every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.checking import check_files
from app.errors import AppError
from app.files.location import in_words
from tests.files.making import docx, encoded, p, pdf, poster, table

FILES = {
    "notice.docx": docx(p("通知") + table(["单位", "请登陆网站"])),
    "notice.pdf": pdf(["通知"], ["请登陆网站。"]),
    "poster.jpg": encoded(poster("联系台湾政府"), "JPEG"),
    "notice.txt": "通知\n请登陆网站。".encode(),
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in FILES]


def test_every_finding_is_shown_with_its_place(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert check_files(files, None, "text", None) == 2
    shown = capsys.readouterr().out
    for expected in (
        "表格 1 第 1 行 第 2 列",
        "第 2 页 第 1 行",
        "图片 1（距左",
        "第 2 行",
        "未检查 image-content",
    ):
        assert expected in shown


def test_json_lines_are_in_the_order_of_the_files(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    check_files(files, None, "json", None)
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["file"] for report in reports] == files
    for report in reports:
        for finding in report["findings"]:
            assert report["text"][finding["start"] : finding["end"]] == finding["text"]


def test_a_file_that_cannot_be_read_stops_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(AppError) as refused:
        check_files([str(tmp_path / "a.docx")], None, "text", None)
    assert refused.value.code == "file_broken"


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ({"paragraph": 3}, "第 3 段"),
        ({"header": 1, "text_box": 2}, "页眉 1 文本框 2"),
        ({"page": 2, "comment": 1}, "第 2 页 批注 1"),
        ({"paragraph": 2, "link": "报名"}, "第 2 段 链接"),
        (
            {"image": 1, "region": {"x": 5, "y": 6, "w": 7, "h": 8}, "code": "QRCode"},
            "图片 1 中的码（距左 5、距上 6 像素）",
        ),
    ],
)
def test_a_place_in_words(location: dict[str, object], words: str) -> None:
    assert in_words(location) == words
