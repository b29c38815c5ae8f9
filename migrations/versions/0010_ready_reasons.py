"""Reasons that are ready for disposing of a finding, as an office states them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_policies", sa.Column("ready_reasons", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("review_policies", "ready_reasons")
