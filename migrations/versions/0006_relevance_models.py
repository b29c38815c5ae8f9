"""What the decisions of an office taught of relevance."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relevance_models",
        sa.Column("org_id", sa.String(length=50), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("trained_by", sa.String(length=32), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], name=op.f("fk_relevance_models_org_id")),
        sa.ForeignKeyConstraint(["trained_by"], ["people.id"], name=op.f("fk_relevance_models_trained_by")),
        sa.PrimaryKeyConstraint("org_id", "number", name=op.f("pk_relevance_models")),
    )


def downgrade() -> None:
    op.drop_table("relevance_models")
