"""`POST /precheck/file`: a file as it is, each finding with its place, and what cannot be read."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from collections.abc import Iterable, MutableMapping
from itertools import chain
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.file_shapes import FileScan
from app.content import MAX_CONTENT
from app.files.reading import MAX_FILE
from tests.api.test_precheck import KEYS, assert_true_spans
from tests.desk import BASE, Desk, code
from tests.files.making import docx, encoded, p, part, pdf, picture_run, poster, r, table


def upload(desk: Desk, name: str, data: bytes, query: str = "", **form: str) -> httpx2.Response:
    url = f"{BASE}/precheck/file{query}"
    return desk.client.post(url, files={"file": (name, data)}, data=form, headers=desk.auth("key"))


LINES = "第一行😀。\n\n请登陆网站。\n联系台湾政府。"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", LINES.encode()),
        ("A.TXT", b"\xef\xbb\xbf" + LINES.encode()),
        ("稿件.md", LINES.encode("gb18030")),
        ("a.markdown", LINES.encode("utf-16")),
        ("a.b.html", LINES.encode()),
        ("../../etc/passwd.htm", LINES.encode()),
        ('"; rm -rf.txt', LINES.encode()),
    ],
)
def test_a_text_file_is_read_as_people_save_it(office: Desk, name: str, data: bytes) -> None:
    response = upload(office, name, data)
    assert response.status_code == 200, response.text
    report = response.json()
    assert report.keys() == KEYS | {"text"}
    assert report["text"] == LINES
    assert_true_spans(report, {"body": report["text"]})
    assert {f["text"]: f["location"] for f in report["findings"]} == {
        "登陆": {"paragraph": 3},
        "台湾政府": {"paragraph": 4},
    }


def test_a_location_does_not_depend_on_the_unit_of_offsets(office: Desk) -> None:
    points = upload(office, "a.txt", ("😀" * 20 + "\n" + LINES).encode()).json()
    units = upload(office, "a.txt", ("😀" * 20 + "\n" + LINES).encode(), "?offsets=utf16").json()
    assert [f["location"] for f in points["findings"]] == [f["location"] for f in units["findings"]]
    assert points["findings"][0]["start"] != units["findings"][0]["start"]


@pytest.mark.parametrize("name", ["a.exe", "a.zip", "a", ".txt.exe", "a.txt\n.doc", "😀"])
def test_a_file_of_another_kind_is_415(office: Desk, name: str) -> None:
    assert code(upload(office, name, b"MZ")) == (415, "unsupported_file")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"\xff\xff\xff\xff", b"\xff\xfe\x00", b"a\x00b", b"\xff\xfe\x00\xd8"]
)
def test_a_file_that_is_not_text_is_422(office: Desk, data: bytes) -> None:
    assert code(upload(office, "a.txt", data)) == (422, "unreadable_file")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60), suffix=st.sampled_from(["txt", "md", "html"]))
def test_no_bytes_break_the_reading_of_a_file(office: Desk, data: bytes, suffix: str) -> None:
    response = upload(office, f"a.{suffix}", data)
    assert response.status_code in {200, 422}
    if response.status_code == 200:
        assert_true_spans(response.json(), {"body": response.json()["text"]})


def test_a_file_has_its_limits(office: Desk) -> None:
    assert code(upload(office, "a.txt", b"a" * (MAX_CONTENT + 1))) == (413, "content_too_large")
    assert code(upload(office, "a.txt", b"a" * (5 << 20))) == (413, "file_too_large")
    assert upload(office, "a.txt", b"").json()["findings"] == []


MIB = 1 << 20
SHOP = "https://item.taobao.com/item.htm?id=1"


def located(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Where each text with a finding stands."""
    return {finding["text"]: finding["location"] for finding in report["findings"]}


def test_a_word_file_has_its_findings_placed(office: Desk) -> None:
    link = f'<w:hyperlink r:id="a">{r("报名")}</w:hyperlink>'
    data = docx(
        p("关于活动的通知") + p("请登陆网站。", inside=link) + table(["单位", "台湾政府"]),
        {"a": ("hyperlink", SHOP), "b": ("header", "header1.xml"), "c": ("comments", "comments.xml")},
        {
            "word/header1.xml": part("hdr", p("机密★1年")),
            "word/comments.xml": part("comments", f"<w:comment>{p('待核实')}</w:comment>"),
        },
    )
    response = upload(office, "通知.docx", data)
    assert response.status_code == 200, response.text
    report = response.json()
    assert report.keys() == KEYS | {"text"}
    assert_true_spans(report, {"body": report["text"]})
    found = located(report)
    assert found["登陆"] == {"paragraph": 2}
    assert found["台湾政府"] == {"table": 1, "row": 1, "column": 2}
    assert found[SHOP] == {"paragraph": 2, "link": "报名"}
    assert found["机密★1年"] == {"header": 1, "paragraph": 1}
    assert found["待核实"] == {"comment": 1}
    assert report["verdict"] == "block"
    starts = [finding["start"] for finding in report["findings"]]
    assert starts == sorted(starts)


def test_a_pdf_has_its_findings_placed(office: Desk) -> None:
    report = upload(office, "a.pdf", pdf(["关于活动的通知"], ["第二页", "请登陆网站。"])).json()
    assert located(report) == {"登陆": {"page": 2, "line": 2}}
    assert report["verdict"] == "warn"


def test_a_poster_with_a_code_of_a_shop_is_blocked(office: Desk) -> None:
    response = upload(office, "poster.png", encoded(poster("请登陆网站", "欢迎参加", code=SHOP)))
    report = response.json()
    found = located(report)
    assert found["登陆"]["image"] == found[SHOP]["image"] == 1
    assert found[SHOP]["region"].keys() == {"x", "y", "w", "h"}
    assert {each["code"] for each in report["findings"]} == {"TXT-01", "LNK-01"}
    assert report["verdict"] == "block"
    assert "image-content" in {each["check"] for each in report["not_run"]}


def test_what_was_not_read_is_never_called_clean(office: Desk) -> None:
    data = docx(
        p("正文", inside=picture_run("a")), {"a": ("image", "media/1.emf")}, {"word/media/1.emf": b"\1\0"}
    )
    report = upload(office, "a.docx", data).json()
    assert [each["code"] for each in report["findings"]] == ["IMG-01"]
    assert report["verdict"] == "block"


def test_the_answer_on_a_file_is_as_documented(office: Desk) -> None:
    for name, data in {
        "a.docx": docx(p("请登陆网站。") + table(["台湾政府"])),
        "a.pdf": pdf(["请登陆网站。"]),
        "a.png": encoded(poster("请登陆网站", code="wxp://x")),
        "a.txt": "请登陆网站。".encode(),
    }.items():
        FileScan.model_validate_json(upload(office, name, data).content)


def test_offsets_of_remarks_count_in_the_unit_that_was_asked_for(office: Desk) -> None:
    comment = part("comments", f"<w:comment>{p('😀待核实')}</w:comment>")
    data = docx(
        p("😀" * 20 + "请登陆网站。"), {"c": ("comments", "comments.xml")}, {"word/comments.xml": comment}
    )
    points, units = (upload(office, "a.docx", data, query).json() for query in ("", "?offsets=utf16"))
    assert units["offset_unit"] == "utf16"
    assert located(points) == located(units)
    text = units["text"].encode("utf-16-le")
    for finding in units["findings"]:
        assert text[2 * finding["start"] : 2 * finding["end"]].decode("utf-16-le") == finding["text"]


def test_a_finding_on_a_file_keeps_its_id(office: Desk) -> None:
    comment = part("comments", f"<w:comment>{p('待核实')}</w:comment>")
    ids = []
    for before in ("", "新的一段。"):
        data = docx(
            p(before) + p("正文"), {"c": ("comments", "comments.xml")}, {"word/comments.xml": comment}
        )
        ids.append([each["id"] for each in upload(office, "a.docx", data).json()["findings"]])
    assert ids[0] == ids[1] != []


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", b"PK\x03\x04 and no more", (422, "file_broken")),
        ("a.docx", b"%PDF-1.7", (422, "file_mislabelled")),
        ("a.docm", docx(p("正文")), (422, "macro_file")),
        ("a.doc", b"\xd0\xcf\x11\xe0", (415, "unsupported_file")),
        ("a.pdf", b"", (422, "file_broken")),
        ("a.jpg", b"\0" * (MAX_FILE + 1), (413, "file_too_large")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_a_clear_4xx(
    office: Desk, name: str, data: bytes, expected: tuple[int, str]
) -> None:
    assert code(upload(office, name, data)) == expected


def streamed(desk: Desk, name: str, pieces: Iterable[bytes]) -> tuple[int, Any]:
    """Status and answer to an upload in pieces, of a length that is not said beforehand."""
    start = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    parts, said = chain([start], pieces, [b"\r\n--x--\r\n"]), []
    scope = {
        **{"type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "root_path": ""},
        **{
            "path": f"{BASE}/precheck/file",
            "query_string": b"",
            "server": ("here", 80),
            "client": ("there", 1),
        },
        "headers": [
            (b"content-type", b"multipart/form-data; boundary=x"),
            (b"authorization", desk.auth("key")["Authorization"].encode()),
        ],
    }

    async def receive() -> dict[str, Any]:
        piece = next(parts, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    anyio.run(desk.client.app, scope, receive, send)
    return said[0]["status"], json.loads(b"".join(message.get("body", b"") for message in said))


def test_an_upload_is_not_held_in_memory(office: Desk) -> None:
    status, report = streamed(office, "a.txt", ["请登陆".encode(), "网站".encode()])
    assert (status, report["text"]) == (200, "请登陆网站")
    tracemalloc.start()
    status, problem = streamed(office, "a.pdf", (bytes(MIB) for _ in range(19)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (status, problem["code"]) == (422, "file_mislabelled")
    assert peak < 8 * MIB


def test_an_upload_beyond_the_limit_of_requests_ends_there(office: Desk) -> None:
    left = iter(range(200))
    status, problem = streamed(office, "a.pdf", (bytes(MIB) for _ in left))
    assert (status, problem["code"]) == (413, "request_too_large")
    assert next(left) < 40


def test_an_upload_leaves_nothing_behind(
    office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, data in {"a.pdf": pdf(["正文"]), "b.pdf": b"x", "c.txt": b"a" * (3 * MIB)}.items():
        upload(office, name, data)
    assert list(tmp_path.iterdir()) == []


def test_a_form_of_a_file_has_a_file_and_nothing_else(office: Desk) -> None:
    assert code(upload(office, "a.txt", b"x", account="wechat")) == (422, "validation_error")
    for data in ({"file": "text"}, {}):
        response = office.client.post(BASE + "/precheck/file", data=data, headers=office.auth("key"))
        assert code(response) == (422, "validation_error")
