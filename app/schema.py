"""The database schema: migrations run forward, and the check that code and schema belong together."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.errors import StartupError

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`, forward or (by name) back."""
    config = _config()
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        forward = revision == "head" or not revision.startswith(("-", "base"))
        (command.upgrade if forward else command.downgrade)(config, revision)


def need_current(database: Database) -> None:
    """`StartupError` saying plainly that the schema is missing, or older or newer than the code."""
    script = ScriptDirectory.from_config(_config())
    head = script.get_current_head()
    try:
        with database.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise StartupError(
            f"无法连接数据库：{error.__class__.__name__}。请检查 SANSHEN_DATABASE_URL。"
        ) from error
    if present == head:
        return
    if present is None:
        raise StartupError("数据库尚未建表，请先运行：sanshen migrate")
    if present in {revision.revision for revision in script.walk_revisions()}:
        raise StartupError(f"数据库结构较旧（{present}），请先运行：sanshen migrate")
    raise StartupError(f"数据库结构（{present}）比本程序新，请使用更新的程序版本。")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
