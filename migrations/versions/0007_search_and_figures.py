"""An index of the words of drafts, counts of what was found, the rule of what was disposed of."""

from collections import Counter
from datetime import timedelta

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.review.grams import fold, token_of_owner, tokens, visible

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STREAMED = {"yield_per": 200}
BEIJING = timedelta(hours=8)
VERSIONS = sa.text(
    "SELECT d.id, d.org_id, d.version AS present, v.n, v.title, v.body, v.format, v.scan, v.created_at "
    "FROM draft_versions v JOIN drafts d ON d.id = v.draft_id ORDER BY d.created_at, d.id, v.n"
).columns(created_at=sa.DateTime(timezone=True))
DISPOSED = sa.text(
    "SELECT p.id, p.finding, v.scan FROM dispositions p "
    "JOIN draft_versions v ON v.draft_id = p.draft_id AND v.n = p.version"
)


def upgrade() -> None:
    texts, counts = _create_tables()
    for name in ("code", "rule"):
        op.add_column("dispositions", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_decisions_action_at"), "decisions", ["action", "at"], unique=False)
    connection = op.get_bind()
    _create_index(connection)
    for row in connection.execute(VERSIONS, execution_options=STREAMED):
        _enter(connection, texts, counts, row)
    _name_rules(connection)


def downgrade() -> None:
    op.drop_index(op.f("ix_decisions_action_at"), table_name="decisions")
    op.drop_column("dispositions", "rule")
    op.drop_column("dispositions", "code")
    op.drop_table("finding_counts")
    op.drop_table("draft_grams")
    op.drop_table("draft_texts")


def _create_tables() -> tuple[sa.Table, sa.Table]:
    texts = op.create_table(
        "draft_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_texts_draft_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft_texts")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_draft_texts_draft_id")),
    )
    counts = op.create_table(
        "finding_counts",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id", "version"],
            ["draft_versions.draft_id", "draft_versions.n"],
            name=op.f("fk_finding_counts_draft_id"),
        ),
        sa.PrimaryKeyConstraint("draft_id", "version", "code", name=op.f("pk_finding_counts")),
    )
    op.create_index(
        op.f("ix_finding_counts_org_id_day_code_count"),
        "finding_counts",
        ["org_id", "day", "code", "count"],
        unique=False,
    )
    return texts, counts


def _create_index(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE draft_grams USING fts5(grams, content='', detail='none', tokenize='ascii')"
        )
        return
    op.create_table(
        "draft_grams",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grams", ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["draft_texts.number"], name=op.f("fk_draft_grams_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft_grams")),
    )
    op.create_index("ix_draft_grams_grams", "draft_grams", ["grams"], postgresql_using="gin")


def _enter(connection: sa.Connection, texts: sa.Table, counts: sa.Table, row: sa.Row) -> None:
    found = Counter(finding["code"] for finding in orjson.loads(row.scan)["findings"])
    day = (row.created_at + BEIJING).date()
    of = {"draft_id": row.id, "version": row.n, "org_id": row.org_id, "day": day}
    if found:
        entries = [{**of, "code": code, "count": count} for code, count in found.items()]
        connection.execute(counts.insert(), entries)
    if row.n != row.present:
        return
    fields = [fold(text) for text in visible(row.title, row.body, row.format)]
    stored = connection.execute(texts.insert().values(draft_id=row.id, text="\n".join(fields)))
    number, grams = stored.inserted_primary_key[0], sorted(tokens(fields) | {token_of_owner(row.org_id)})
    if connection.dialect.name == "sqlite":
        statement = sa.text("INSERT INTO draft_grams (rowid, grams) VALUES (:number, :grams)")
        connection.execute(statement, {"number": number, "grams": " ".join(grams)})
    else:
        statement = sa.text("INSERT INTO draft_grams (number, grams) VALUES (:number, :grams)")
        connection.execute(statement, {"number": number, "grams": grams})


def _name_rules(connection: sa.Connection) -> None:
    """Every disposition says which rule's finding it is about, as the scan of its version has it."""
    name = sa.text("UPDATE dispositions SET code = :code, rule = :rule WHERE id = :id")
    for row in connection.execute(DISPOSED, execution_options=STREAMED):
        about = [each for each in orjson.loads(row.scan)["findings"] if each["id"] == row.finding]
        for finding in about:
            values = {"id": row.id, "code": finding["code"], "rule": finding["rule"]}
            connection.execute(name, values)
