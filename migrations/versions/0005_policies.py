"""The office's policy on who signs what and by when; closed accounts; one-time passwords; keys last used."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_policies",
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("principal_from", sa.String(length=10), nullable=True),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_review_policies_org_id")),
        sa.PrimaryKeyConstraint("org_id", "account_id", name=op.f("pk_review_policies")),
    )
    op.execute(
        "INSERT INTO review_policies (org_id, account_id, principal_from, hours) "
        "SELECT org_id, id, principal_from, '{}' FROM accounts WHERE principal_from <> 'critical'"
    )
    op.drop_column("accounts", "principal_from")
    op.add_column("accounts", sa.Column("filing_number", sa.String(100), nullable=False, server_default=""))
    op.add_column("accounts", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("people", sa.Column("one_time", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("api_keys", sa.Column("last_used_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("api_keys", "last_used_on")
    op.drop_column("people", "one_time")
    op.drop_column("accounts", "active")
    op.drop_column("accounts", "filing_number")
    strict = sa.Column("principal_from", sa.String(10), nullable=False, server_default="critical")
    op.add_column("accounts", strict)
    op.execute(
        "UPDATE accounts SET principal_from = (SELECT coalesce(min(p.principal_from), 'critical') "
        "FROM review_policies p WHERE p.account_id = accounts.id)"
    )
    op.drop_table("review_policies")
