"""What the start of the service does without: it is quick because it imports and asks little."""

from __future__ import annotations

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

import app.schema


def test_the_names_of_the_migrations_are_their_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(app.schema.MIGRATIONS))
    chain = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert app.schema.revisions() == chain[::-1]


def test_the_service_imports_no_tools_that_only_some_requests_need() -> None:
    script = "import app.serving, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "sqlalchemy" in loaded.stdout
    assert not {"alembic", "jieba", "typer"} & set(loaded.stdout.split())
