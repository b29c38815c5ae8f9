"""Reading files that may be hostile in confined processes (受限子进程), one for each file: see `worker`."""

from __future__ import annotations

import atexit
import os
import select
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from pydantic import BaseModel, ValidationError

from app.errors import Invalid, TooLarge
from app.files.content import ReadFile
from app.files.errors import broken, too_complex

SECONDS = 120
"""Time after which a file is given up; its own process is ended before."""

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "PYTHONUTF8": "1",
}
"""All that the processes are told of where they run: no passwords, no settings.

Forking takes a process of one thread. From 1.29 on, onnxruntime would start another when it is imported, keep
an identifier in the home directory and report its use to its maker over the network.
"""
_ERRORS = {error.status: error for error in (Invalid, TooLarge)}


class Problem(BaseModel):
    """Why a file was not read."""

    status: int
    code: str
    detail: str


class Answer(BaseModel):
    """What a process says: one of the two."""

    file: ReadFile | None = None
    error: Problem | None = None


class Parent:
    """The process that forks one for each file; it ends when its socket is closed."""

    def __init__(self) -> None:
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.files.worker"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=_ENVIRONMENT,
            )

    def read(self, file: int, answer: int) -> bool:
        """Have a file read, given descriptors of it and of where to write the answer; whether it will be."""
        with suppress(ConnectionError):
            return socket.send_fds(self._requests, [b"1"], [file, answer]) > 0
        return False

    def close(self) -> None:
        """End it."""
        self._requests.close()
        self._process.wait()


class Workers:
    """Keeps a parent from the first file on, and starts another where it has died."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._parent: Parent | None = None
        atexit.register(self.close)

    def read(self, file: int, answer: int) -> None:
        """As `Parent.read`."""
        with self._lock:
            while self._parent is None or not self._parent.read(file, answer):
                self._replace(Parent())

    def close(self) -> None:
        """End the processes; a later file starts them again."""
        with self._lock:
            self._replace(None)

    def _replace(self, parent: Parent | None) -> None:
        if self._parent:
            self._parent.close()
        self._parent = parent


WORKERS = Workers()


def read(file: BinaryIO) -> ReadFile:
    """Read a file on disk as what its first bytes say; an `AppError` of 4xx where it cannot be read."""
    source, into = os.pipe()
    with os.fdopen(source, "rb") as answer:
        try:
            os.lseek(file.fileno(), 0, os.SEEK_SET)
            WORKERS.read(file.fileno(), into)
        finally:
            os.close(into)
        return _understood(_said(answer))


def _said(answer: BinaryIO) -> bytes:
    """All that a process says; nothing where it was killed or takes too long."""
    waiting = select.poll()
    waiting.register(answer, select.POLLIN)
    return answer.read() if waiting.poll(SECONDS * 1000) else b""


def _understood(said: bytes) -> ReadFile:
    try:
        answer = Answer.model_validate_json(said)
    except ValidationError as error:
        raise too_complex() from error
    if problem := answer.error:
        raise _ERRORS[problem.status](problem.code, problem.detail)
    if answer.file is None:
        raise broken()
    return answer.file
