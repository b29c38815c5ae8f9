"""The database schema: migrations run forward, and the check that code and schema belong together.

Alembic is imported where migrations run. The check goes by the names of their files, of which the part before
the underscore is the revision: it belongs to every start and to every `/readyz`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.errors import StartupError

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`, forward or (by name) back."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        forward = revision == "head" or not revision.startswith(("-", "base"))
        (command.upgrade if forward else command.downgrade)(config, revision)


def need_current(database: Database) -> None:
    """`StartupError` saying plainly that the schema is missing, or older or newer than the code."""
    known = revisions()
    try:
        present = _present(database)
    except SQLAlchemyError as error:
        raise StartupError(
            f"无法连接数据库：{error.__class__.__name__}。请检查 SANSHEN_DATABASE_URL。"
        ) from error
    if present == known[-1]:
        return
    if present is None:
        raise StartupError("数据库尚未建表，请先运行：sanshen migrate")
    if present in known:
        raise StartupError(f"数据库结构较旧（{present}），请先运行：sanshen migrate")
    raise StartupError(f"数据库结构（{present}）比本程序新，请使用更新的程序版本。")


def revisions() -> list[str]:
    """The revisions that this program knows, oldest first."""
    return sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py"))


def _present(database: Database) -> str | None:
    """The revision of the database; None before the first migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision
