"""verwerkingslog and auditlog.

Revision: fa79197a5726 (after 07d971456a43)
Date: 2026-11-25 17:53:40.945464
"""

import sqlalchemy as sa
from alembic import op

from shared.db.dialect import append_only, not_append_only

revision = 'fa79197a5726'
down_revision = '07d971456a43'
branch_labels = None
depends_on = None

LOGS = ("verwerkingslog", "auditlog")


def upgrade() -> None:
    op.create_table('auditlog',
    sa.Column('span_id', sa.String(length=16), nullable=False),
    sa.Column('client', sa.String(length=80), nullable=False),
    sa.Column('rol', sa.String(length=40), nullable=True),
    sa.Column('moment', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('span_id', name=op.f('pk_auditlog'))
    )
    op.create_table('verwerkingslog',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('trace_id', sa.String(length=32), nullable=False),
    sa.Column('span_id', sa.String(length=16), nullable=False),
    sa.Column('parent_span_id', sa.String(length=16), nullable=False),
    sa.Column('status', sa.String(length=5), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('start_time', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('end_time', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('processing_activity_id', sa.String(length=120), nullable=False),
    sa.Column('data_subject_id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verwerkingslog')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('verwerkingslog', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verwerkingslog_data_subject_id'), ['data_subject_id'], unique=False)

    for table in LOGS:
        for statement in append_only(table, op.get_context().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in LOGS:
        for statement in not_append_only(table, op.get_context().dialect.name):
            op.execute(statement)
    with op.batch_alter_table('verwerkingslog', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verwerkingslog_data_subject_id'))

    op.drop_table('verwerkingslog')
    op.drop_table('auditlog')
