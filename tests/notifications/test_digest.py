"""Digests: at most one an hour, only of what is new and unread, by mail or in the log; nothing of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
import time_machine
from pydantic import SecretStr
from sqlalchemy import select
from structlog.testing import LogCapture

from app import courier
from app.config import Settings
from app.courier import Courier, go_round
from app.errors import Invalid, StartupError
from app.notifications.digest import PAUSE, address_of, set_address
from app.notifications.mail import Mailbox
from app.people.models import Person
from tests.desk import Desk, on_sqlite
from tests.notifications.post_office import PostOffice

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
TITLE = "关于窗口调整的内部消息"


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def post() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


def mailbox(post: PostOffice, **more: str) -> Mailbox:
    """The settings for this post office, as the service reads them."""
    url = SecretStr(more.pop("url", post.url))
    found = Mailbox.of(Settings(smtp_url=url, mail_from="sanshen@office.example", **more))
    assert found
    return found


def choose(desk: Desk, who: str, address: str) -> None:
    """Somebody states where their digest goes."""
    with desk.runtime.database.write() as db:
        person = db.scalars(select(Person.id).where(Person.username == who)).one()
        set_address(db, person, address)
        assert address_of(db, person) == address


def wait_for_chiefs(desk: Desk) -> str:
    """One more draft that waits for the section chiefs."""
    again = Desk(desk.client, desk.runtime)
    draft = str(again.create(title=TITLE)["id"])
    again.submit("editor", draft)
    return draft


def test_a_digest_counts_and_tells_nothing_of_a_draft(
    desk: Desk, post: PostOffice, clock: time_machine.Coordinates
) -> None:
    choose(desk, "chief", "zhou@office.example")
    draft = wait_for_chiefs(desk)
    desk.post("editor", f"/drafts/{draft}/comments", {"text": "@周明远 请先看这一篇的机密段落。"})
    wait_for_chiefs(desk)
    box = mailbox(post, public_url="https://sanshen.office.example/")
    assert go_round(desk.runtime.database, box)[1] == 1
    (mail,) = post.mails
    assert (mail["To"], mail["From"]) == ("zhou@office.example", "sanshen@office.example")
    assert mail["Subject"] == "三审：3 条未读通知"
    text = mail.get_content()
    assert "周明远，您好" in text and "待您审核：2 条" in text and "批注中提到您：1 条" in text
    assert "https://sanshen.office.example/notifications" in text
    assert TITLE not in mail.as_string() + text and "机密" not in text and draft not in text


def test_one_an_hour_and_only_of_what_is_new(
    desk: Desk, post: PostOffice, clock: time_machine.Coordinates
) -> None:
    choose(desk, "chief", "zhou@office.example")
    wait_for_chiefs(desk)
    database, box = desk.runtime.database, mailbox(post)

    def round_after(pause: timedelta) -> int:
        clock.shift(pause)
        return go_round(database, box)[1]

    assert round_after(timedelta()) == 1
    wait_for_chiefs(desk)
    assert round_after(PAUSE - timedelta(minutes=1)) == 0
    assert round_after(timedelta(minutes=2)) == 1
    assert post.mails[1]["Subject"] == "三审：1 条未读通知"
    assert round_after(PAUSE + timedelta(minutes=1)) == 0
    wait_for_chiefs(desk)
    Desk(desk.client, desk.runtime).post("chief", "/notifications/read", {"through": 2**31 - 1})
    assert round_after(PAUSE) == 0


@on_sqlite
def test_a_server_that_is_away_is_tried_again_at_the_next_round(
    desk: Desk, post: PostOffice, clock: time_machine.Coordinates
) -> None:
    choose(desk, "chief", "zhou@office.example")
    wait_for_chiefs(desk)
    away = PostOffice()
    away.close()
    assert go_round(desk.runtime.database, mailbox(away))[1] == 0
    assert go_round(desk.runtime.database, mailbox(post))[1] == 1


@on_sqlite
def test_a_refused_recipient_stops_nobody_else_and_is_tried_again_in_an_hour(
    desk: Desk, post: PostOffice, clock: time_machine.Coordinates
) -> None:
    choose(desk, "chief", "gone@office.example")
    choose(desk, "chief2", "he@office.example")
    wait_for_chiefs(desk)
    post.unknown = {"gone@office.example"}
    database, box = desk.runtime.database, mailbox(post)
    assert go_round(database, box)[1] == 1
    post.unknown = set()
    assert go_round(database, box)[1] == 0
    clock.shift(PAUSE)
    assert go_round(database, box)[1] == 1
    assert [mail["To"] for mail in post.mails] == ["he@office.example", "gone@office.example"]


@on_sqlite
def test_who_gave_no_address_or_left_gets_no_mail(
    desk: Desk, post: PostOffice, clock: time_machine.Coordinates
) -> None:
    choose(desk, "chief2", "he@office.example")
    wait_for_chiefs(desk)
    people = {p["username"]: p["id"] for p in desk.get("sysadmin", "/people").json()["items"]}
    desk.post("sysadmin", f"/people/{people['chief2']}/deactivate", {})
    assert go_round(desk.runtime.database, mailbox(post))[1] == 0
    assert post.mails == []


@on_sqlite
def test_without_a_mail_server_the_log_says_who_has_something_unread(
    desk: Desk, clock: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = LogCapture()
    logger = structlog.wrap_logger(None, processors=[lines], wrapper_class=structlog.BoundLogger)
    monkeypatch.setattr(courier, "log", logger)
    wait_for_chiefs(desk)
    assert go_round(desk.runtime.database, None)[1] == 2
    assert go_round(desk.runtime.database, None)[1] == 0
    assert [(line["event"], line["unread"]) for line in lines.entries] == [("unread_notifications", 1)] * 2
    assert TITLE not in str(lines.entries)


@on_sqlite
def test_the_courier_makes_its_rounds_while_serving(desk: Desk, post: PostOffice) -> None:
    choose(desk, "chief", "zhou@office.example")
    wait_for_chiefs(desk)
    rounds = Courier(desk.runtime.database, mailbox(post, url=post.url.replace("//", "//user:p%40ss@")))
    rounds.start()
    rounds.stop()
    assert len(post.mails) == post.logins == 1


# Settings


@pytest.mark.parametrize(
    "url", ["mail.office.example", "http://mail", "smtp://", "smtp://mail:x", "smtp://mail:99999"]
)
def test_an_address_of_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(StartupError, match="SANSHEN_SMTP_URL"):
        Mailbox.of(Settings(smtp_url=SecretStr(url), mail_from="a@b.cn"))


def test_a_sender_is_needed() -> None:
    with pytest.raises(StartupError, match="SANSHEN_MAIL_FROM"):
        Mailbox.of(Settings(smtp_url=SecretStr("smtp://mail"), data_dir=Path("x")))


@pytest.mark.parametrize(
    ("url", "port"), [("smtp://m", 25), ("smtp+starttls://m", 587), ("smtps://m", 465), ("smtps://m:7", 7)]
)
def test_the_port_follows_from_the_scheme(url: str, port: int) -> None:
    box = Mailbox.of(Settings(smtp_url=SecretStr(url), mail_from="a@b.cn"))
    assert box and box.port == port
    assert "secret" not in repr(
        Mailbox.of(Settings(smtp_url=SecretStr("smtp://u:secret@m"), mail_from="a@b"))
    )


@on_sqlite
@pytest.mark.parametrize(
    "address", ["x", "a@b", "a b@c.cn", "a@b.cn\nBcc: c@d.cn", "张@办.cn", "a@b.cn,c@d.cn"]
)
def test_what_is_no_address_is_refused(desk: Desk, address: str) -> None:
    with pytest.raises(Invalid, match="邮箱"):
        choose(desk, "chief", address)
