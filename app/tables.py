"""All tables in one place, for the migrations and for tests that look at the metadata."""

from app.accounts import models as accounts
from app.api import idempotency
from app.certificates import models as certificates
from app.db import Base
from app.ledger import models as ledger
from app.people import models as people
from app.review import models as review

__all__ = ["accounts", "certificates", "idempotency", "ledger", "metadata", "people", "review"]

metadata = Base.metadata
