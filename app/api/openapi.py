"""The OpenAPI schema as it really answers: every error is a problem+json."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel


def install_schema(app: FastAPI, problem: type[BaseModel]) -> None:
    """Complete FastAPI's schema: the problem object instead of its own validation error."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(generate(), problem.model_json_schema())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(schema: dict[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operations in schema["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                _drop_validation_error(response)
    return schema


def _drop_validation_error(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if reference.endswith("HTTPValidationError"):
        content.pop("application/json")
        content["application/problem+json"] = {"schema": {"$ref": "#/components/schemas/Problem"}}
