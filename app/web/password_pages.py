"""One's own password (修改密码)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.errors import AppError, Invalid
from app.people.sessions import change_password
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, VisitorDep

router = APIRouter()


@router.get("/password")
def show_password(visitor: VisitorDep, done: str = "") -> Response:
    """An empty form."""
    notice = "密码已修改，其他地方的登录已退出。" if done else ""
    return page("password.html", visitor, notice=notice, error=None)


@router.post("/password")
def set_password(request: Request, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Set a new password, proved by the present one."""
    try:
        change_password(
            runtime.database,
            runtime.ring,
            runtime.throttle,
            visitor.person,
            form.get("password")[:200],
            chosen(form),
            client=request.client.host if request.client else "",
            token=visitor.token,
        )
    except AppError as error:
        return page("password.html", visitor, error.status, notice="", error=error)
    return see_other("/password?done=1")


def chosen(form: Form) -> str:
    """The new password, typed twice alike."""
    password = form.get("chosen")[:200]
    if password != form.get("again")[:200]:
        raise Invalid("passwords_differ", "两次输入的新密码不一致。")
    return password
