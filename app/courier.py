"""The courier (通知投递): reminders of what is overdue, and digests, every minute or by command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database, now
from app.errors import Unavailable
from app.notifications.digest import Digest, Outlet, deliver, due
from app.notifications.mail import Mailbox
from app.notifications.sending import forget_old
from app.review.reminding import remind

log = structlog.get_logger()

ROUND_SECONDS = 60.0
"""How often a serving process makes its round."""
LAST_SECONDS = 5.0
"""How long the end of the process waits for a round. What was cut off is told again with the next digest."""


def go_round(database: Database, mailbox: Mailbox | None) -> tuple[int, int]:
    """Remind, pass on the digests that are due, forget what is old.

    Returns how many drafts people were reminded of, and how many digests were passed on: by mail or, where no
    mail server is set, in the log. A mail server that cannot be reached is tried again at the next round.
    """
    reminded = remind(database)
    with database.write() as db:
        forget_old(db)
    return reminded, _pass_on(database, mailbox)


def _pass_on(database: Database, mailbox: Mailbox | None) -> int:
    by_mail = mailbox is not None
    with database.read() as db:
        people = due(db, now(), by_mail=by_mail)
    if not people:
        return 0
    passed = 0
    try:
        with mailbox.outlet() if mailbox else _logged() as outlet:
            for person in people:
                passed += deliver(database, person, outlet, by_mail=by_mail)
    except (OSError, SMTPException) as error:
        log.warning("mail_failed", reason=type(error).__name__)
    return passed


@contextmanager
def _logged() -> Iterator[Outlet]:
    def tell(digest: Digest) -> bool:
        log.info("unread_notifications", person=digest.person_id, unread=sum(digest.counts.values()))
        return True

    yield tell


class Courier:
    """The thread of a serving process that makes the rounds."""

    def __init__(self, database: Database, mailbox: Mailbox | None) -> None:
        self._database = database
        self._mailbox = mailbox
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin with a round at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round in hand; a mail server that does not answer is not waited for to the end."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(LAST_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                go_round(self._database, self._mailbox)
            except (SQLAlchemyError, Unavailable) as error:
                # The database may be back at the next round.
                log.error("round_failed", exc_info=error)
            if self._stopped.wait(ROUND_SECONDS):
                return
