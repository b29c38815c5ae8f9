"""Every error as application/problem+json (RFC 9457): the error tree's, FastAPI's own, and the unforeseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.errors import AppError, Conflict, Invalid, Unavailable

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
HTTP_PROBLEMS = {
    400: ("bad_request", "请求无法解析", "请求内容无法解析，请检查编码和格式（UTF-8、JSON）。"),
    404: ("not_found", "未找到", "没有这个地址。"),
    405: ("method_not_allowed", "不支持的操作", "该地址不支持这种操作。"),
}
FIELD_MESSAGES = {
    "missing": "缺少该字段",
    "extra_forbidden": "不认识的字段",
    "string_type": "应为文字",
    "string_unicode": "含有不成对的代理字符，不是有效的 Unicode 文字",
    "string_pattern_mismatch": "含有不允许的字符（如空字符）或格式不对",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
    "literal_error": "不在可选值之中",
    "enum": "不在可选值之中",
    "json_invalid": "不是有效的 JSON",
    "too_long": "数量超过上限",
    "less_than_equal": "超过上限",
    "less_than": "超过上限",
    "greater_than_equal": "低于下限",
    "int_parsing": "应为整数",
    "not_rfc3339": "应为日期或时间，如 2026-11-21 或 2026-11-21T08:00:00Z",
    "date_from_datetime_parsing": "应为日期，如 2026-11-21",
    "date_from_datetime_inexact": "应为日期，如 2026-11-21",
    "datetime_from_date_parsing": "应为时间，如 2026-11-21T08:00:00Z",
    "datetime_parsing": "应为时间，如 2026-11-21T08:00:00Z",
    "model_attributes_type": "应为 JSON 对象（Content-Type: application/json）",
    "model_type": "应为 JSON 对象",
    "list_type": "应为列表",
    "timezone_aware": "时间须带时区，如 2026-11-21T08:00:00Z",
}


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(IntegrityError, _integrity_error)
    for lost in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(lost, _database_lost)
    app.add_exception_handler(Exception, _unforeseen)


def render(error: AppError) -> Response:
    """An error of the tree as a problem."""
    return _response(error.as_problem(), error.headers)


def invalid_fields(errors: Iterable[Mapping[str, Any]], *, skip: int) -> Invalid:
    """Pydantic's errors as one `Invalid`; `skip` leading parts of each location name no field."""
    fields = [_field_error(item, skip) for item in errors]
    named = "；".join(f"{item['field']}：{item['message']}" for item in fields[:5])
    return Invalid("validation_error", f"请求内容有误。{named}", errors=fields)


def _field_error(error: Mapping[str, Any], skip: int) -> dict[str, str]:
    location: Sequence[str | int] = error["loc"]
    name = ".".join(str(part) for part in location[skip:]) or "请求内容"
    message = FIELD_MESSAGES.get(error["type"], "值不符合要求")
    return {"field": name.encode(errors="replace").decode(), "type": error["type"], "message": message}


def _response(problem: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(problem), problem["status"], dict(headers or {}), MEDIA_TYPE)


async def _app_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return render(error)


async def _validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return render(invalid_fields(error.errors(), skip=1))


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = HTTP_PROBLEMS.get(error.status_code, ("http_error", "请求有误", "请求无法处理。"))
    code, title, detail = known
    return _response(
        {"type": "about:blank", "title": title, "status": error.status_code, "detail": detail, "code": code},
        error.headers,
    )


async def _integrity_error(_: Request, error: Exception) -> Response:
    log.warning("integrity_error", error=str(getattr(error, "orig", error)))
    return render(Conflict("conflict", "他人刚刚完成了同一操作，请刷新后查看。"))


async def _database_lost(_: Request, error: Exception) -> Response:
    log.error("database_unavailable", error=str(getattr(error, "orig", error)))
    detail = "数据库暂时不可用，本次操作没有保存，请稍后重试。"
    return render(Unavailable("database_unavailable", detail, headers={"Retry-After": "5"}))


async def _unforeseen(_: Request, error: Exception) -> Response:
    log.error("unforeseen_error", exc_info=error)
    return render(AppError("internal_error", "服务内部出错，本次操作没有保存。请联系管理员查看日志。"))
