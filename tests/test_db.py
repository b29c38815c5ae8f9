"""The database: nothing stays open once it is closed."""

import sqlite3
import threading

import psycopg
import pytest
from sqlalchemy import text

from app.runtime import Runtime


def test_what_a_thread_still_uses_is_closed_when_it_is_done(runtime: Runtime) -> None:
    reading, closed = threading.Event(), threading.Event()
    used = []

    def read() -> None:
        with runtime.database.read() as db:
            db.execute(text("SELECT 1"))
            used.append(db.connection().connection.dbapi_connection)
            reading.set()
            closed.wait(10)

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(10)
    runtime.database.close()
    closed.set()
    thread.join()
    (connection,) = used
    with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError), match="closed"):
        connection.cursor()
