"""The OpenAPI schema as it really answers: every error is a problem+json."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI


class Service(FastAPI):
    """FastAPI with its schema completed: the problem object instead of its own validation error."""

    def openapi(self) -> dict[str, Any]:
        """The schema, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = _with_problems(super().openapi())
        return self.openapi_schema


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    schemas = schema["components"]["schemas"]
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
