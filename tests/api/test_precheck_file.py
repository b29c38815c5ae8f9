"""`POST /precheck/file`: text files as people save them, and what is no text file."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import MAX_CONTENT
from tests.api.test_precheck import KEYS, assert_true_spans
from tests.desk import BASE, Desk, code


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


def test_a_form_of_a_file_has_a_file_and_nothing_else(office: Desk) -> None:
    assert code(upload(office, "a.txt", b"x", account="wechat")) == (422, "validation_error")
    for data in ({"file": "text"}, {}):
        response = office.client.post(BASE + "/precheck/file", data=data, headers=office.auth("key"))
        assert code(response) == (422, "validation_error")
