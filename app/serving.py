"""Running the service: one process, graceful at the end."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from app.config import Settings
from app.db import Database
from app.scanner.memory import lasting
from app.schema import need_current

GRACE_SECONDS = 10
START_FAILED = 3
TURN_SECONDS = 0.0005
"""How long a thread that reckons may keep the one waiting that answers requests. An answer waits several
times for its turn: with the usual 5 ms, a full check or a new lexicon would be felt by everybody."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop; requests under way are finished first.

    The schema is checked before the server starts, so that the reason is the last line on the screen.
    """
    need_current(Database(settings.database_url))
    sys.setswitchinterval(TURN_SECONDS)
    with lasting():
        from app.main import create_app

        app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config, app)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(START_FAILED)


class Server(uvicorn.Server):
    """Ends the connections that never end by themselves (live pages) before it waits for the others."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the live connections, then everything."""
        self._app.state.live.close()
        await super().shutdown(sockets)
