"""A person signed in on the command line, for acts that go into the ledger in their name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from app.config import get_settings
from app.people.callers import PersonCaller
from app.people.sessions import sign_in, sign_out
from app.runtime import Runtime
from app.schema import need_current


@contextmanager
def signed_in(user: str, password_stdin: bool) -> Iterator[tuple[Runtime, PersonCaller]]:
    """The service's parts, and the person, for as long as their work takes.

    The password is asked for, or read from standard input.
    """
    password = sys.stdin.readline().rstrip("\n") if password_stdin else typer.prompt("密码", hide_input=True)
    runtime = Runtime.open(get_settings())
    need_current(runtime.database)
    session = sign_in(
        runtime.database, runtime.ring, runtime.throttle, user, password, client="cli", lifetime=3600
    )
    try:
        runtime.rules.refresh()
        yield runtime, session.caller
    finally:
        with runtime.database.write() as db:
            sign_out(db, runtime.ring, session.caller, session.token)
        runtime.close()
