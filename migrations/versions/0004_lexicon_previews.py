"""Previewed changes of lexicons that their authors have not proposed yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lexicon_previews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_lexicon_previews_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_previews")),
        sa.UniqueConstraint("person_id", name=op.f("uq_lexicon_previews_person_id")),
    )


def downgrade() -> None:
    op.drop_table("lexicon_previews")
