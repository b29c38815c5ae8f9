"""A mail server that keeps what it is given (SMTP, RFC 5321), as far as the digests need one."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes mail on a free port until it is closed; refuses recipients in `unknown`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.mails: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.logins = 0
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address for `SANSHEN_SMTP_URL`."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Stop taking mail."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Counter(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office = cast(PostOffice, self.server)
        self._say("220 office")
        while line := self.rfile.readline():
            verb = line.split(maxsplit=1)[0].upper()
            if verb == b"EHLO":
                self._say("250-office\r\n250 AUTH PLAIN")
            elif verb == b"AUTH":
                office.logins += 1
                self._say("235 welcome")
            elif verb == b"RCPT" and any(name.encode() in line for name in office.unknown):
                self._say("550 unknown")
            elif verb == b"DATA":
                self._say("354 go on")
                office.mails.append(self._mail())
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _mail(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") for line in lines)
        return cast(EmailMessage, message_from_bytes(content, policy=policy.default))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
