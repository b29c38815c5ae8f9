"""Suppressions of false alarms, each with its people, its reasons and its last day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSED = "what a suppression silences never changes"
FIXED = "org_id, code, rule, severity, text, before, after, account, ends_on, proposed_by"


def _protect() -> None:
    """The database itself refuses to change what was proposed, or to forget it, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for name, act in (("change", f"UPDATE OF {FIXED}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER suppressions_refuse_{name} BEFORE {act} ON suppressions "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_suppression_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER suppressions_refuse_change BEFORE UPDATE OF {FIXED} OR DELETE "
        "ON suppressions FOR EACH ROW EXECUTE FUNCTION refuse_suppression_change()"
    )


def upgrade() -> None:
    op.create_table(
        "suppressions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=50), nullable=False),
        sa.Column("before", sa.String(length=50), nullable=False),
        sa.Column("after", sa.String(length=50), nullable=False),
        sa.Column("account", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_suppressions_org_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name=op.f("fk_suppressions_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_suppressions_decided_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_suppressions_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
    )
    op.create_index(
        op.f("ix_suppressions_org_id_proposed_at_id"), "suppressions", ["org_id", "proposed_at", "id"]
    )
    live = sa.text("state IN ('proposed', 'active')")
    op.create_index(
        "uq_suppressions_live",
        "suppressions",
        ["org_id", "rule", "text", "before", "after", "account"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    _protect()


def downgrade() -> None:
    op.drop_table("suppressions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_suppression_change")
