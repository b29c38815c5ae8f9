"""The error tree. Each error carries its status, a stable code and a Chinese sentence for the reader.

SanshenError
├── StartupError                  the service cannot start; printed, exit 1
└── AppError                      answered as application/problem+json (RFC 9457)
    ├── Unauthenticated      401
    ├── Forbidden            403
    ├── NotFound             404
    ├── Conflict             409
    ├── Stale                412
    ├── TooLarge             413
    ├── UnsupportedFile      415
    ├── Invalid              422
    ├── PreconditionMissing  428
    ├── TooMany              429
    └── Unavailable          503
"""

from __future__ import annotations

from typing import Any, ClassVar


class SanshenError(Exception):
    """Base of every error of the project."""


class StartupError(SanshenError):
    """The service cannot start: a broken lexicon, a missing schema, an unreadable key. The text says why."""


class AppError(SanshenError):
    """An error for the caller: `detail` in Chinese, `code` stable, `extra` more members of the problem."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "服务出错"

    def __init__(
        self, code: str, detail: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.extra = extra

    def as_problem(self) -> dict[str, Any]:
        """The problem object."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.extra,
        }


class Unauthenticated(AppError):
    """Nobody is signed in, or the token, cookie or key is not valid."""

    status, title = 401, "未登录"

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(AppError):
    """Signed in, but this act is for somebody else."""

    status, title = 403, "无权操作"


class NotFound(AppError):
    """No such object in the caller's organisation."""

    status, title = 404, "未找到"

    def __init__(self, what: str = "对象") -> None:
        super().__init__("not_found", f"没有找到该{what}，可能已删除，或不属于本单位。")


class Conflict(AppError):
    """The act does not fit the state of the object."""

    status, title = 409, "状态冲突"


class Stale(AppError):
    """`If-Match` names an older state."""

    status, title = 412, "内容已更新"


class TooLarge(AppError):
    """The request exceeds a limit."""

    status, title = 413, "内容过大"


class UnsupportedFile(AppError):
    """A file of a kind that cannot be read."""

    status, title = 415, "不支持的文件"


class Invalid(AppError):
    """The request is well formed but its content is not acceptable."""

    status, title = 422, "内容不符合要求"


class PreconditionMissing(AppError):
    """`If-Match` is required."""

    status, title = 428, "缺少前提条件"


class TooMany(AppError):
    """Too many attempts."""

    status, title = 429, "操作过于频繁"


class Unavailable(AppError):
    """The service cannot answer now; nothing was changed."""

    status, title = 503, "服务暂不可用"
