"""Each house rule fires on a planted violation and is quiet on the allowed form."""

from pathlib import Path

import pytest

from tools.lint.__main__ import main
from tools.lint.rules import MAX_FUNCTION_LINES, MAX_MODULE_LINES, RULES, check

HANDLERS = "services/trajecten/toekenning/handlers.py"
GROOTBOEK = "services/budget/grootboek/domain.py"
LEDGER = "services/budget/grootboek/ledger.py"


def function_of(lines: int) -> str:
    return "def f():\n" + "    x = 1\n" * (lines - 1)


BROKEN = [
    ("no-commit", HANDLERS, "await tx.session.commit()"),
    ("no-commit", "deploy/migrate.py", "connection.rollback()"),
    ("no-publish", HANDLERS, "await producer.send('budget.events', b'')"),
    ("no-publish", "shared/consumer.py", "await producer.send_and_wait('t', b'')"),
    ("no-publish", "shared/http.py", "bus.publish(event)"),
    ("no-dialect", "shared/db/uow.py", "if name == 'sqlite': pass"),
    ("no-dialect", "deploy/embedded.py", "url = 'sqlite+aiosqlite:///x.db'"),
    ("no-dialect", HANDLERS, "engine.dialect.name"),
    ("no-dialect", HANDLERS, "from sqlalchemy.dialects.postgresql import insert"),
    ("no-float", GROOTBOEK, "korting = 0.5"),
    ("no-float", GROOTBOEK, "def f(bedrag: float) -> None: ..."),
    ("no-float", "shared/money.py", "def half(cents: int): return cents / 2"),
    ("no-float", GROOTBOEK, "cents /= 2"),
    ("no-select", HANDLERS, "statement = select(Toekenning)"),
    ("no-select", HANDLERS, "statement = sa.select(Toekenning)"),
    ("no-table", HANDLERS, "rows = Toekenning.__table__.c"),
    ("no-gemeente-if", HANDLERS, "if gemeente == 'GM0090': pass"),
    ("no-gemeente-if", HANDLERS, "x = 'GM0098' != command.gemeente"),
    ("no-gemeente-if", HANDLERS, "x = command.gemeente in ('GM0090', 'GM0098')"),
    ("no-gemeente-if", HANDLERS, "match command.gemeente:\n    case 'GM0090': pass"),
    ("foreign-models", HANDLERS, "from services.trajecten.persoon.models import Persoon"),
    ("foreign-models", HANDLERS, "from services.trajecten.persoon import models"),
    ("sync-dependency", "shared/http.py", "def caller(): ...\nx = Depends(caller)"),
    ("sync-dependency", "shared/http.py", "class Page: ...\nx = Depends(Page)"),
    ("sync-dependency", "shared/http.py", "x = Depends(lambda: 1)"),
    ("size", HANDLERS, function_of(MAX_FUNCTION_LINES + 1)),
    ("size", "tools/lint/rules.py", "x = 1\n" * (MAX_MODULE_LINES + 1)),
]

ALLOWED = [
    ("shared/db/uow.py", "await session.commit()"),
    ("shared/bus/kafka.py", "await consumer.commit()\nawait producer.send('t', b'')"),
    ("shared/relay.py", "await bus.publish(event)"),
    (HANDLERS, "tx.emit(event)"),
    ("shared/db/engine.py", "url = 'sqlite+aiosqlite:///x.db'"),
    ("shared/db/dialect.py", "session.bind.dialect.name == 'postgresql'"),
    (HANDLERS, "text = 'sqlite is a fine database'"),
    (GROOTBOEK, "half = cents // 2\nrules = Path(__file__).parent / 'rules'"),
    (HANDLERS, "deel = 0.5"),
    ("services/trajecten/toekenning/queries.py", "statement = select(Toekenning)"),
    (LEDGER, "statement = select(Post.__table__)"),
    ("shared/db/dialect.py", "table = Toekenning.__table__"),
    (
        "services/trajecten/toekenning/models.py",
        "__tablename__ = 'toekenning'\n__table_args__ = ()",
    ),
    (HANDLERS, "if row.gemeente == command.gemeente: pass\nx = rol == 'consulent'"),
    (HANDLERS, "from services.trajecten.toekenning.models import Toekenning"),
    (
        "services/trajecten/toekenning/queries.py",
        "from services.trajecten.persoon.models import Persoon",
    ),
    ("services/trajecten/app.py", "from services.trajecten.persoon.models import Persoon"),
    ("shared/http.py", "async def caller(): ...\nx = Depends(caller)"),
    (HANDLERS, function_of(MAX_FUNCTION_LINES)),
    ("services/budget/migrations/2026_1_x.py", function_of(MAX_FUNCTION_LINES + 1)),
    ("tests/unit/test_x.py", "x = 1\n" * (MAX_MODULE_LINES + 1)),
    ("tools/lint/rules.py", "connection.commit()"),
]


@pytest.mark.parametrize(("code", "path", "text"), BROKEN)
def test_rule_fires(code: str, path: str, text: str) -> None:
    assert [finding.code for finding in check(path, text)] == [code]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_rule_is_quiet_on_the_allowed_form(path: str, text: str) -> None:
    assert check(path, text) == []


def test_every_rule_has_a_planted_violation() -> None:
    assert {code for code, _, _ in BROKEN} == set(RULES)


def test_skip_names_its_code() -> None:
    assert check(HANDLERS, "x.commit()  # lint-skip: no-commit") == []
    assert check(HANDLERS, "x.commit()  # lint-skip: no-select, no-commit") == []
    assert [f.code for f in check(HANDLERS, "x.commit()  # lint-skip: no-select")] == ["no-commit"]


def test_command_line_names_file_line_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "services" / "budget" / "app.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1\ny = 0.5\n")
    monkeypatch.chdir(tmp_path)
    assert main([]) == 1
    assert capsys.readouterr().out.startswith("services/budget/app.py:2 no-float ")
    file.write_text("x = 1\n")
    assert main(["services"]) == 0
    assert capsys.readouterr().out == ""


def test_command_line_refuses_a_path_that_does_not_exist() -> None:
    with pytest.raises(SystemExit, match="no such path"):
        main(["services/verzonnen"])
