"""The lexicons of the organisations: every version that was proposed, and the count of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "the content of a lexicon version never changes"
FIXED = "org_id, name, number, content, sha256"


def _protect_content() -> None:
    """The database itself refuses to change what was proposed, or to forget it, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for name, act in (("change", f"UPDATE OF {FIXED}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER lexicon_versions_refuse_{name} BEFORE {act} ON lexicon_versions "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_lexicon_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER lexicon_versions_refuse_change BEFORE UPDATE OF {FIXED} OR DELETE "
        "ON lexicon_versions FOR EACH ROW EXECUTE FUNCTION refuse_lexicon_change()"
    )


def upgrade() -> None:
    op.create_table(
        "ruleset_states",
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_ruleset_states_org_id")),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_ruleset_states")),
    )
    op.create_table(
        "lexicon_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("preview", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ruleset_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_lexicon_versions_org_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name=op.f("fk_lexicon_versions_proposed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_lexicon_versions_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_versions")),
        sa.UniqueConstraint("org_id", "name", "number", name=op.f("uq_lexicon_versions_org_id_name_number")),
    )
    for state in ("proposed", "active"):
        op.create_index(
            f"uq_lexicon_versions_{state}",
            "lexicon_versions",
            ["org_id", "name"],
            unique=True,
            sqlite_where=sa.text(f"state = '{state}'"),
            postgresql_where=sa.text(f"state = '{state}'"),
        )
    _protect_content()


def downgrade() -> None:
    op.drop_table("lexicon_versions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_lexicon_change")
    op.drop_table("ruleset_states")
