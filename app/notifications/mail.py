"""Digests by mail (SMTP): how many notifications wait, and where to read them. Nothing of a draft."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from app.config import Settings
from app.errors import StartupError
from app.notifications.digest import Digest, Outlet
from app.notifications.models import TITLES, Kind

log = structlog.get_logger()

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE = 20
"""Seconds that the mail server may take for each answer."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The office's mail server, the sender, and the address of the pages."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str
    pages: str

    @classmethod
    def of(cls, settings: Settings) -> Mailbox | None:
        """The one that is set, or None; `StartupError` where the settings do not fit."""
        if settings.smtp_url is None:
            return None
        url = urlsplit(settings.smtp_url.get_secret_value())
        port = _port(url)
        if port is None or not url.hostname:
            raise StartupError("SANSHEN_SMTP_URL 应如 smtp://、smtp+starttls:// 或 smtps:// 开头的地址。")
        if not settings.mail_from:
            raise StartupError("设置了 SANSHEN_SMTP_URL，还须设置发件人 SANSHEN_MAIL_FROM。")
        user, password = unquote(url.username or ""), unquote(url.password or "")
        return cls(url.scheme, url.hostname, port, user, password, settings.mail_from, settings.public_url)

    @contextmanager
    def outlet(self) -> Iterator[Outlet]:
        """A connection that passes digests on; `OSError` or `SMTPException` where there is none."""
        with self._connected() as server:
            if self.user:
                server.login(self.user, self.password)
            yield lambda digest: self._send(server, digest)

    def _connected(self) -> smtplib.SMTP:
        # Without a context of our own, smtplib does not look at the server's certificate.
        context = ssl.create_default_context()
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        if self.scheme == "smtp+starttls":
            server.starttls(context=context)
        return server

    def _send(self, server: smtplib.SMTP, digest: Digest) -> bool:
        try:
            server.send_message(self.message(digest))
        except smtplib.SMTPResponseException as refusal:
            log.warning("mail_refused", person=digest.person_id, smtp_code=refusal.smtp_code)
            return False
        except smtplib.SMTPRecipientsRefused:
            log.warning("mail_refused", person=digest.person_id)
            return False
        return True

    def message(self, digest: Digest) -> EmailMessage:
        """The mail that a digest makes."""
        total = sum(digest.counts.values())
        lines = [f"{TITLES[Kind(kind)]}：{digest.counts[kind]} 条" for kind in Kind if kind in digest.counts]
        where = f"{self.pages.rstrip('/')}/notifications" if self.pages else "三审系统"
        message = EmailMessage()
        message["Subject"] = f"三审：{total} 条未读通知"
        message["From"], message["To"] = self.sender, digest.address
        message["Date"], message["Message-ID"] = (
            formatdate(),
            make_msgid(domain=self.sender.rpartition("@")[2]),
        )
        message["Auto-Submitted"] = "auto-generated"
        body = [f"{digest.name}，您好：", "", *lines, "", f"请登录查看：{where}", ""]
        message.set_content("\n".join([*body, "不需要邮件时，请在“通知”页清空邮箱。"]))
        return message


def _port(url: SplitResult) -> int | None:
    """The port of a mail address that can be used, or None."""
    try:
        return url.port or PORTS.get(url.scheme)
    except ValueError:
        return None
