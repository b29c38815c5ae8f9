"""`sanshen demo`: an office at work, on SQLite, with people, accounts and drafts at every stage."""

from app.demo.filling import fill
from app.demo.running import run

__all__ = ["fill", "run"]
