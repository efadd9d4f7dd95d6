"""a verplichting of nothing granted: an invoice in a year without money committed is booked (decision 2)"""

from collections.abc import Sequence

from alembic import op

revision = '7d1f3b52c9a4'
down_revision = '200c2755a80a'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table('verplichting') as batch_op:
        batch_op.drop_constraint(op.f('ck_verplichting_toegekend'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_verplichting_niet_negatief'), 'toegekend >= 0 and gerealiseerd >= 0'
        )


def downgrade() -> None:
    with op.batch_alter_table('verplichting') as batch_op:
        batch_op.drop_constraint(op.f('ck_verplichting_niet_negatief'), type_='check')
        batch_op.create_check_constraint(op.f('ck_verplichting_toegekend'), 'toegekend > 0')
