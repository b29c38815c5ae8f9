"""`sanshen notify` as cron runs it."""

from __future__ import annotations

from pathlib import Path

from tests.test_cli import run


def test_a_round_by_command(tmp_path: Path) -> None:
    early = run(tmp_path, "notify")
    assert early.returncode == 1 and "sanshen migrate" in early.stderr.decode()
    assert run(tmp_path, "migrate").returncode == 0
    done = run(tmp_path, "notify")
    assert done.returncode == 0, done.stderr
    assert "提醒超时稿件 0 篇，发出汇总 0 份" in done.stderr.decode()
    wrong = run(tmp_path, "notify", smtp_url="smtp://mail")
    assert wrong.returncode == 1 and "SANSHEN_MAIL_FROM" in wrong.stderr.decode()
