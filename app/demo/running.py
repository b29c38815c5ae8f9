"""Starting the demo."""

from __future__ import annotations

from sqlalchemy import inspect, select

from app.config import Settings
from app.db import Database, DatabaseFact
from app.demo.filling import fill
from app.errors import StartupError
from app.people.demo_mark import DEMO_KEY, is_demo
from app.people.models import Organisation
from app.runtime import Runtime
from app.schema import migrate
from app.serving import serve

INTRODUCTION = """
三审演示已就绪：http://{host}:{port}/

人员（密码均为 demo-用户名，仅在演示库有效）：
  contributor 撰稿   editor、editor2 编辑   chief、chief2 科室负责人
  deputy 分管领导    principal 主要领导     auditor 审计管理员
  sysadmin 系统管理员   secadmin、secadmin2 安全管理员
  另一单位：b-editor b-chief b-deputy b-principal b-auditor

可以这样试：
  1. 用 editor 登录，打开“编辑中”的稿件，处理问题后提交（即签初审）；
     再依次用 chief、deputy 登录，完成复审、终审，稿件签发并得到凭证。
  2. 程序预检（接口密钥 {key} 只在本演示库有效）：
     curl -s http://{host}:{port}/api/v1/precheck -H 'Authorization: Bearer {key}' \\
          -H 'Content-Type: application/json' -d '{{"body": "请登陆网站，联系台湾政府。"}}'
  3. 用 auditor 登录，核验并导出台账，然后在另一台机器上运行：
     sanshen ledger verify ledger-demo.jsonl
  接口文档：http://{host}:{port}/docs     停止：Ctrl+C
"""


def run(settings: Settings, host: str, port: int) -> None:
    """Fill an empty database, or take up a demo database that is there; refuse any other. Then serve.

    The demo is tried on one machine without TLS, so its session cookie is a plain one, and by people who read
    the screen, so it logs errors only, unless `SANSHEN_LOG_LEVEL` says otherwise.
    """
    quiet = {} if "log_level" in settings.model_fields_set else {"log_level": "ERROR"}
    settings = settings.model_copy(update={"plain_cookie": True, **quiet})
    prepare(settings)
    print(INTRODUCTION.format(host=host, port=port, key=DEMO_KEY), flush=True)
    serve(settings, host, port)


def prepare(settings: Settings) -> None:
    """Make sure that the database is the demo's, filled and current."""
    database = Database(settings.database_url)
    filled = _is_filled(database)
    if filled and not _is_demo(database):
        raise StartupError("数据库里已有数据，且不是演示库。演示请用空数据库（见 SANSHEN_DATABASE_URL）。")
    migrate(database)
    database.close()
    if not filled:
        runtime = Runtime.open(settings)
        fill(runtime)
        runtime.close()


def _is_filled(database: Database) -> bool:
    tables = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    if not tables:
        return False
    if Organisation.__tablename__ not in tables:
        return True
    with database.read() as db:
        return db.scalar(select(Organisation.id).limit(1)) is not None


def _is_demo(database: Database) -> bool:
    if DatabaseFact.__tablename__ not in inspect(database.engine).get_table_names():
        return False
    with database.read() as db:
        return is_demo(db)
