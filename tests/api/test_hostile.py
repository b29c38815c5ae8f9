"""What a hostile or broken client sends: each is answered in time with a clear status, and nothing breaks."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.desk import BASE, CLEAN, Desk, code
from tests.pace import within

MIB = 1 << 20
HANGING = 10.0
"""Seconds after which a request can only be waiting for the slow ones."""


def send(desk: Desk, body: bytes, path: str = "/precheck", who: str = "key", **headers: str) -> Any:
    kind = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return desk.client.post(BASE + path, content=body, headers=desk.auth(who) | kind)


# Malformed requests


MALFORMED = {
    "empty": b"",
    "blank": b" \n",
    "cut": b'{"body": "\xe6\x96',
    "open": b'{"body": "x"',
    "twice": b'{"body": "x"} {"body": "y"}',
    "comment": b'{"body": "x"} // x',
    "single quotes": b"{'body': 'x'}",
    "trailing comma": b'{"body": "x",}',
    "control character": b'{"body": "a\nb"}',
    "bad escape": b'{"body": "\\x"}',
    "bad unicode escape": b'{"body": "\\u12"}',
    "latin-1": '{"body": "é"}'.encode("latin-1"),
    "gb18030": '{"body": "政府"}'.encode("gb18030"),
    "utf-16": '{"body": "政府"}'.encode("utf-16"),
    "utf-16 without mark": '{"body": "∀∀"}'.encode("utf-16-le"),
    "utf-32": '{"body": "政府"}'.encode("utf-32"),
    "overlong": b'{"body": "\xc0\x80"}',
    "raw surrogate": b'{"body": "\xed\xa0\x80"}',
    "raw nul": b'{"body": "\x00"}',
    "nul around": b'\x00{"body": "x"}\x00',
    "number": b"1",
    "true": b"true",
    "string": b'"body"',
    "list": b'[{"body": "x"}]',
    "nan": b'{"body": NaN}',
    "infinity": b'{"body": "x", "text_date": -Infinity}',
    "huge number": b'{"body": "x", "text_date": 1e999999}',
    "huge integer": b'{"body": "x", "text_date": ' + b"9" * 100_000 + b"}",
    "many members": b'{"body": "x"' + b"".join(b', "k%d": 1' % n for n in range(20_000)) + b"}",
    "long name": b'{"body": "x", "' + b"k" * MIB + b'": 1}',
    "xml": b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_body_is_a_clear_4xx(office: Desk, name: str) -> None:
    response = send(office, MALFORMED[name])
    assert code(response)[0] in {400, 422}
    assert len(response.content) < 16 * MIB


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_item_leaves_the_batch_s_answer_a_clear_one(office: Desk, name: str) -> None:
    response = send(office, b'{"items": [' + MALFORMED[name] + b', {"body": "x"}]}', "/precheck/batch")
    assert response.status_code in {200, 400, 422}
    if response.status_code == 200:
        assert [item.get("status", 200) for item in response.json()["items"]][-1] == 200


def test_a_byte_order_mark_does_no_harm(office: Desk) -> None:
    assert send(office, b"\xef\xbb\xbf" + json.dumps({"body": CLEAN}).encode()).status_code == 200


def test_of_two_members_of_one_name_the_last_counts_everywhere(office: Desk) -> None:
    report = send(office, '{"body": "台湾政府", "body": "正文"}'.encode()).json()
    assert report["findings"] == []
    assert (
        report["content_sha256"] == office.post("key", "/precheck", {"body": "正文"}).json()["content_sha256"]
    )


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "x",
        "application/xml",
    ],
)
def test_another_content_type_is_a_clear_4xx(office: Desk, kind: str) -> None:
    response = send(office, json.dumps({"body": CLEAN}).encode(), Content_Type=kind)
    assert code(response)[0] in {400, 415, 422}


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/problem+json"]
)
def test_json_is_known_in_every_spelling(office: Desk, kind: str) -> None:
    assert send(office, json.dumps({"body": CLEAN}).encode(), Content_Type=kind).status_code == 200


DEEP = [
    b"[" * 33,
    b"[" * 100_000,
    b'{"a":' * 33,
    b'{"a":' * 100_000,
    b'{"body":' + b"[" * 33 + b"]" * 33 + b"}",
]


@pytest.mark.parametrize("body", DEEP, ids=range(len(DEEP)))
@pytest.mark.parametrize("kind", ["application/json", "application/merge-patch+json"])
def test_json_deeper_than_32_is_422(office: Desk, body: bytes, kind: str) -> None:
    for path in ("/precheck", "/precheck/batch", "/drafts"):
        assert code(send(office, body, path, Content_Type=kind)) == (422, "too_deep")


def test_brackets_in_a_text_are_no_depth(office: Desk) -> None:
    body = {"body": '[{"' * 40 + "\\" * 7 + '"]}' * 40, "title": "{" * 100}
    assert office.post("key", "/precheck", body).status_code == 200


def test_depth_32_is_read(office: Desk) -> None:
    deepest = b'{"items": [' + b"[" * 30 + b"]" * 30 + b"]}"
    assert send(office, deepest, "/precheck/batch").json()["items"][0]["status"] == 422


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "rot13", "hex", "unicode_escape", "x" * 1000, "\x7f"])
def test_a_form_s_charset_does_no_harm(office: Desk, charset: str) -> None:
    disposition = 'Content-Disposition: form-data; name="file"; filename="a.+2AA-\\ud800.txt"'
    data = f"--x\r\n{disposition}\r\n\r\n+2AA-\r\n--x--\r\n".encode()
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert send(office, data, "/precheck/file", Content_Type=kind).status_code in {200, 400, 415, 422}
    form = f"application/x-www-form-urlencoded; charset={charset}"
    assert send(office, b"username=+2AA-%00&password=%ff", "/auth/token", Content_Type=form).status_code in {
        401,
        422,
    }


MULTIPART = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "cut": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; fil'),
    "no name": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n",
    ),
    "no header": ("multipart/form-data; boundary=x", b"--x\r\n\r\nx\r\n--x--\r\n"),
    "many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 5000 + b"--x--\r\n",
    ),
    "many files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n' * 2000
        + b"--x--\r\n",
    ),
    "long header": ("multipart/form-data; boundary=x", b"--x\r\n" + b"A" * MIB + b": x\r\n\r\n--x--\r\n"),
    "empty boundary": ("multipart/form-data; boundary=", b"--\r\n\r\n----"),
}


@pytest.mark.parametrize("name", MULTIPART)
def test_a_malformed_form_is_a_clear_4xx(office: Desk, name: str) -> None:
    kind, data = MULTIPART[name]
    assert code(send(office, data, "/precheck/file", Content_Type=kind))[0] in {400, 413, 422}


# Sizes and slow texts


def test_a_request_of_40_mb_is_413(office: Desk) -> None:
    for path in ("/precheck", "/precheck/batch", "/drafts", "/certificates/verify"):
        assert code(send(office, b'{"body": "' + b"a" * (40 * MIB) + b'"}', path)) == (
            413,
            "request_too_large",
        )


PIECES = [
    "a",
    " ",
    "\n",
    "<",
    ">",
    "&",
    "&#",
    "*",
    "_",
    "`",
    "[",
    "](",
    "#",
    "-",
    "|",
    "~",
    "(",
    "《",
    "“",
    "。",
]
PIECES += [
    "!",
    "\u200b",
    "帐号",
    "０",
    "1",
    "1.",
    "\u0301",
    "😀",
    "http://",
    "@",
    "<b>",
    "</b>",
    "<!--",
    "台湾政府",
]
PIECES += [
    "登陆网站",
    "13800138000",
    "机密★",
    "2月30日",
    "XX",
    "\\",
    "\t",
    "> ",
    "1) ",
    "===\n",
    "\r\n",
    "<a href='",
]


SLOWEST = ["登陆网站", "[", "1) "]


@pytest.mark.parametrize(
    ("piece", "size"), [*((piece, MIB // 8) for piece in PIECES), *((piece, MIB) for piece in SLOWEST)]
)
def test_a_mebibyte_of_anything_is_answered_in_time(office: Desk, piece: str, size: int) -> None:
    """All at an eighth of what may be sent, the slowest at the whole of it.

    The language model reads so many characters and no more, which takes its time in either.
    """
    body = piece * (size // len(piece.encode()))
    for format in ("text", "html", "markdown"):
        with within(0.6 + 0.9 * size / MIB):
            response = office.post("key", "/precheck", {"body": body, "format": format, "account": "wechat"})
        assert response.status_code == 200, response.text[:200]
        for finding in response.json()["findings"]:
            assert body[finding["start"] : finding["end"]] == finding["text"]


@pytest.mark.parametrize("piece", ["帐号", "<b>x", "**x ", "\u200b文", "😀政府"])
def test_a_mebibyte_becomes_a_draft_and_a_difference_in_time(office: Desk, piece: str) -> None:
    body = piece * (MIB // len(piece.encode()) - 1)
    with within(4):
        draft_id = office.create(title="", body=body, format="html")["id"]
        edited = office.put("editor", f"/drafts/{draft_id}", {"title": "", "body": body[::-1]}, If_Match="*")
        assert edited.json()["version"] == 2
        assert office.get("editor", f"/drafts/{draft_id}/diff", **{"from": 1, "to": 2}).status_code == 200


def test_a_service_under_slow_texts_still_answers(office: Desk) -> None:
    body = {"body": "登陆<网站帐号" * 60_000, "format": "html"}
    threads = [threading.Thread(target=office.post, args=("key", "/precheck", body)) for _ in range(4)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    assert office.client.get("/healthz").status_code == 200
    assert office.get("editor", "/me").status_code == 200
    assert time.perf_counter() - began < HANGING
    for thread in threads:
        thread.join()


# Names, paths and queries


IDS = [
    "%00",
    "a%00b",
    "..%2f..%2fetc%2fpasswd",
    "....//",
    "%F0%9F%98%80",
    "%ED%A0%80",
    "%FF",
    "'%20OR%201=1--",
    "%0d%0aX:%20y",
]
IDS += ["-1", "null", "x" * 64, "x" * 65, "x" * 5000, "%25", "*", "{}", "%E5%B8%90%E5%8F%B7"]


@pytest.mark.parametrize("id", IDS, ids=range(len(IDS)))
def test_no_id_breaks_a_path(desk: Desk, id: str) -> None:
    acts = [
        ("GET", "", None),
        ("GET", "/history", None),
        ("GET", "/versions/1", None),
        ("GET", "/certificate", None),
    ]
    acts += [("POST", "/withdraw", {"reason": "撤"}), ("PUT", "", {"title": "", "body": "文"})]
    for method, path, body in acts:
        headers = desk.auth("editor") | {"If-Match": "*"}
        url = f"{BASE}/drafts/{id}{path}"
        assert code(desk.client.request(method, url, json=body, headers=headers))[0] in {404, 405, 422}
    for who, path in (("auditor", f"/reviewers/{id}/record"), ("sysadmin", f"/people/{id}/deactivate")):
        method = "GET" if who == "auditor" else "POST"
        response = desk.client.request(method, BASE + path, headers=desk.auth(who))
        assert code(response)[0] in {404, 405, 422}


@pytest.mark.parametrize("value", ["%00", "a%00", "%ED%A0%80", "%FF", "%F0%9F%98%80", "'", "x" * 8000])
def test_no_query_breaks_a_list(desk: Desk, value: str) -> None:
    for who, path, names in (
        ("editor", "/drafts", ("account", "external_ref", "status", "cursor", "limit", "unknown")),
        ("chief", "/queue", ("account", "stage", "level", "cursor")),
        ("auditor", "/ledger", ("draft", "actor", "event", "since", "cursor")),
    ):
        for name in names:
            response = desk.client.get(f"{BASE}{path}?{name}={value}", headers=desk.auth(who))
            assert response.status_code in {200, 422}, (path, name)


@pytest.mark.parametrize(
    "path", ["/static/../app/main.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fapp/main.py"]
)
def test_static_files_stay_in_their_folder(office: Desk, path: str) -> None:
    assert office.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "value",
    ["标题\r\nX-Injected: 1", "<script>alert(1)</script>", "'; DROP TABLE drafts; --", "${7*7}{{7*7}}"],
)
def test_text_is_only_text(desk: Desk, value: str) -> None:
    response = desk.post(
        "key",
        "/drafts",
        {"account": "wechat", "title": value, "body": value, "note": value, "external_ref": value},
    )
    assert response.status_code == 201
    assert "x-injected" not in response.headers
    draft = desk.draft(response.json()["id"])[0]
    assert (draft["title"], draft["body"], draft["note"], draft["external_ref"]) == (value,) * 4
    found = desk.get("key", "/drafts", external_ref=value).json()["items"]
    assert [item["id"] for item in found] == [draft["id"]]


def test_an_invented_method_is_405_and_one_figure(office: Desk) -> None:
    for n in range(5):
        response = office.client.request(f"INVENTED{n}", BASE + "/me", headers=office.auth("editor"))
        assert code(response) == (405, "method_not_allowed")
    assert "INVENTED" not in office.client.get("/metrics").text


def test_the_service_is_healthy_after_all_this(office: Desk) -> None:
    assert office.client.get("/readyz").json()["status"] == "ready"
    client = TestClient(office.client.app)
    assert client.get("/healthz").json() == {"status": "ok"}
