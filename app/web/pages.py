"""The pages: what ``create_app`` adds for people who work in a browser."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"


def install(app: FastAPI) -> None:
    """Add the pages' routes and the static files to ``app``."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
