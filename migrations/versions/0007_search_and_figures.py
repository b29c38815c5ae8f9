"""An index of the words of drafts; counts of findings; the rule of what was disposed of; the queue's order."""

from datetime import datetime, timedelta, timezone

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
