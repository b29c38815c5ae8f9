"""Imports point down only: the contracts stand in pyproject.toml, import-linter checks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def lint(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a project folder."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1]))"
    command = [sys.executable, "-c", program, str(config)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_point_down_only() -> None:
    done = lint(ROOT / "pyproject.toml", ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_an_arrow_upwards_is_noticed(tmp_path: Path) -> None:
    for name, text in {"db": "from app import review", "review": "", "__init__": ""}.items():
        (tmp_path / "app").mkdir(exist_ok=True)
        (tmp_path / "app" / f"{name}.py").write_text(text, encoding="utf-8")
    contract = "[[tool.importlinter.contracts]]\nname = 'down'\ntype = 'layers'\ncontainers = ['app']\n"
    config = tmp_path / "pyproject.toml"
    config.write_text(
        f"[tool.importlinter]\nroot_package = 'app'\n{contract}layers = ['review', 'db']\n", encoding="utf-8"
    )
    done = lint(config, tmp_path)
    assert done.returncode == 1
    assert "app.db is not allowed to import app.review" in done.stdout
