"""What the tests of the pages share."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.runtime import Runtime
from tests.web.browser import Browser
from tests.web.office_day import SignIn


@pytest.fixture
def sign_in(client: TestClient, runtime: Runtime) -> SignIn:
    """A browser with that person signed in."""
    return lambda who: Browser(client, runtime, who)
