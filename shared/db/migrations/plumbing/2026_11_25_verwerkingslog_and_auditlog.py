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
    sa.Column('operation_id', sa.String(length=16), nullable=False),
    sa.Column('client', sa.String(length=80), nullable=False),
    sa.Column('rol', sa.String(length=40), nullable=True),
    sa.Column('moment', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_auditlog'))
    )
    op.create_table('verwerkingslog',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('trace_id', sa.String(length=32), nullable=False),
    sa.Column('operation_id', sa.String(length=16), nullable=False),
    sa.Column('parent_operation_id', sa.String(length=16), nullable=False),
    sa.Column('status', sa.String(length=5), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('start_ms', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('end_ms', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('processing_activity_id', sa.String(length=120), nullable=False),
    sa.Column('data_subject_id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verwerkingslog')),
    sa.UniqueConstraint('operation_id', name=op.f('uq_verwerkingslog_operation_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('verwerkingslog', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verwerkingslog_data_subject_id'), ['data_subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verwerkingslog_parent_operation_id'), ['parent_operation_id'], unique=False)

    for table in LOGS:
        for statement in append_only(table, op.get_context().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in LOGS:
        for statement in not_append_only(table, op.get_context().dialect.name):
            op.execute(statement)
    with op.batch_alter_table('verwerkingslog', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verwerkingslog_parent_operation_id'))
        batch_op.drop_index(batch_op.f('ix_verwerkingslog_data_subject_id'))

    op.drop_table('verwerkingslog')
    op.drop_table('auditlog')
