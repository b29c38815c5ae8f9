"""The API's documentation (接口文档): Swagger UI from our own files, over `/openapi.json`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.web.rendering import page

router = APIRouter()


@router.get("/docs")
def show_docs() -> Response:
    """The page; it asks no other origin for anything."""
    return page("docs.html", None)
