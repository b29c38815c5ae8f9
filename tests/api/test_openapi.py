"""The OpenAPI schema against the running service: requests made from it are answered as it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.config import Settings
from app.main import create_app
from tests.desk import BASE, CRITICAL, Desk

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CALLERS = ("editor", "chief", "deputy", "sysadmin", "secadmin", "auditor", "key")
SCHEMA = create_app(Settings(log_level="CRITICAL")).openapi()
SPARED = {("DELETE", f"{BASE}/auth/token")}
"""What would sign the callers out."""
ENDING = ("/deactivate", "/roles", "/password")
"""What would end the callers' own access, were it done to them."""
OPERATIONS = [
    (method.upper(), path)
    for path, operations in SCHEMA["paths"].items()
    for method in operations
    if (method.upper(), path) not in SPARED
]
FUZZ = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(office: Desk) -> Any:
    """The schema as the running service shows it, with drafts at every stage behind it."""
    office.released(body=CRITICAL, leader="principal")
    waiting = [office.create()["id"] for _ in range(2)]
    for draft_id in waiting:
        office.submit("editor", draft_id)
    office.decide("chief", waiting[0])
    for who in CALLERS:
        office.auth(who)
    return schemathesis.openapi.from_asgi("/openapi.json", office.client.app)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_call_answers_as_the_schema_says(office: Desk, described: Any, method: str, path: str) -> None:
    operation = described[path][method]

    @FUZZ
    @given(case=operation.as_strategy() | negative(operation), who=st.sampled_from(CALLERS))
    def answers(case: Any, who: str) -> None:
        response = case.call(headers=office.auth(who) | {"If-Match": "*"})
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]

    answers()


def negative(operation: Any) -> Any:
    return operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)


IDS = {
    "draft_id": lambda office: [d["id"] for d in office.get("editor", "/drafts").json()["items"]],
    "person_id": lambda office: [p["id"] for p in office.get("auditor", "/reviewers").json()["items"]],
}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path)
        for method, path in OPERATIONS
        if any(f"{{{name}}}" in path for name in IDS) and not path.endswith(ENDING)
    ],
)
def test_calls_on_real_objects_answer_as_the_schema_says(
    office: Desk, described: Any, method: str, path: str
) -> None:
    operation = described[path][method]
    name = next(name for name in IDS if f"{{{name}}}" in path)
    real = IDS[name](office)

    @FUZZ
    @given(case=operation.as_strategy(), id=st.sampled_from(real), who=st.sampled_from(CALLERS))
    def answers(case: Any, id: str, who: str) -> None:
        case.path_parameters[name] = id
        if "n" in case.path_parameters:
            case.path_parameters["n"] = 1
        response = case.call(headers=office.auth(who) | {"If-Match": "*"})
        case.validate_response(response, checks=CHECKS)

    answers()


def test_every_operation_is_described() -> None:
    for path, operations in SCHEMA["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def test_the_contract_s_calls_are_there() -> None:
    expected = {
        f"{BASE}/auth/token": {"post"},
        f"{BASE}/me": {"get"},
        f"{BASE}/precheck": {"post"},
        f"{BASE}/precheck/batch": {"post"},
        f"{BASE}/precheck/file": {"post"},
        f"{BASE}/drafts": {"get", "post"},
        f"{BASE}/drafts/{{draft_id}}": {"get", "put"},
        f"{BASE}/drafts/{{draft_id}}/submit": {"post"},
        f"{BASE}/drafts/{{draft_id}}/decisions": {"post"},
        f"{BASE}/drafts/{{draft_id}}/withdraw": {"post"},
        f"{BASE}/drafts/{{draft_id}}/revoke": {"post"},
        f"{BASE}/drafts/{{draft_id}}/versions/{{n}}": {"get"},
        f"{BASE}/drafts/{{draft_id}}/diff": {"get"},
        f"{BASE}/drafts/{{draft_id}}/history": {"get"},
        f"{BASE}/drafts/{{draft_id}}/certificate": {"get"},
        f"{BASE}/queue": {"get"},
        f"{BASE}/checklists": {"get"},
        f"{BASE}/certificates/verify": {"post"},
        f"{BASE}/ledger": {"get"},
        f"{BASE}/ledger/export": {"get"},
        f"{BASE}/ledger/checkpoint": {"get"},
        f"{BASE}/reviewers": {"get"},
        f"{BASE}/reviewers/{{person_id}}/record": {"get"},
        "/.well-known/jwks.json": {"get"},
        "/healthz": {"get"},
        "/readyz": {"get"},
        "/metrics": {"get"},
    }
    for path, methods in expected.items():
        assert methods <= SCHEMA["paths"][path].keys(), path
