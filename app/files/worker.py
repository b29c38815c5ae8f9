"""Reads files that may be hostile, each in a process of its own: `python -m app.files.worker`.

Standard input is a socket to `app.files.sandbox`. For each byte that comes over it, with a file and a pipe,
this process forks (预热后分叉): its children have the libraries and models at hand, which take a second to
load, and share nothing with each other. A child answers a JSON object on the pipe: `file`, what was read, or
`error`, why it was not. One that is killed answers nothing.
"""

from __future__ import annotations

import mmap
import os
import resource
import signal
import socket
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from app.errors import AppError
from app.files import pictures
from app.files.content import Writer
from app.files.errors import broken, too_complex

MEMORY = 512 << 20
"""Bytes of memory of its own; libraries that are mapped from disk do not count."""
PROCESSOR, CLOCK = 40, 90
"""Seconds of processor time, and by the clock."""
PARSERS = {b"PK": "app.files.docx", b"%P": "app.files.pdf"}
"""Who reads a file, by its first two bytes; any other is a picture."""
_HAVE_PICTURES = {b"PK": b"/media/", b"%P": b"/Image"}


def main() -> None:
    """Serve until the other end closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    with socket.socket(fileno=0) as requests:
        while descriptors := socket.recv_fds(requests, 1, 2)[1]:
            source, answer = descriptors
            parser = prepare(source)
            if os.fork() == 0:
                requests.close()
                serve(parser, source, answer)
            os.close(source)
            os.close(answer)


def prepare(source: int) -> str:
    """Load what reading the file will take, before its content is looked at; returns the parser."""
    head = os.pread(source, 2, 0)
    parser = PARSERS.get(head, pictures.__name__)
    import_module(parser)
    if pictures.can_read() and (head not in PARSERS or _holds(source, _HAVE_PICTURES[head])):
        pictures.eyes()
    return parser


def confine() -> None:
    """Put limits upon this process: memory, time, no core dump, nothing written to a file."""
    for what, limit in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.alarm(CLOCK)


def serve(parser: str, source: int, answer: int) -> None:
    """Read the file, answer and end: with `file_broken` where the parser fails in whatever way."""
    said: dict[str, Any] = {"error": broken().as_problem()}
    try:
        confine()
        with os.fdopen(source, "rb") as file:
            said = read(parser, file)
    finally:
        with os.fdopen(answer, "wb") as out:
            out.write(orjson.dumps(said))
        os._exit(0)


def read(parser: str, file: BinaryIO) -> dict[str, Any]:
    """The answer."""
    writer = Writer()
    try:
        import_module(parser).read(file, writer)
        return {"file": writer.finished()}
    except AppError as error:
        return {"error": error.as_problem()}
    except (MemoryError, RecursionError):
        return {"error": too_complex().as_problem()}


def _holds(source: int, what: bytes) -> bool:
    with mmap.mmap(source, 0, access=mmap.ACCESS_READ) as content:
        return content.find(what) >= 0


if __name__ == "__main__":
    main()
