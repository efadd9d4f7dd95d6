"""The rules: each takes a parsed file and yields (line, message). RULES at the bottom names them.

A line ending in `# lint-skip: <code>` (several codes: comma) is exempt from that rule; say why in
the same comment or above it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

Hits = Iterator[tuple[int, str]]

PRODUCT = ("services/", "shared/", "deploy/")
LEDGER = "services/budget/grootboek/ledger.py"
MAX_FUNCTION_LINES = 40
MAX_MODULE_LINES = 400
SKIP = re.compile(r"#\s*lint-skip:\s*([a-z-]+(?:\s*,\s*[a-z-]+)*)")
DIALECT = re.compile(r"(sqlite|postgresql)(\+\w+)?(:.*)?", re.DOTALL)
MODELS = re.compile(r"services\.(\w+)\.(\w+)\.models")


@dataclass(frozen=True)
class Source:
    """One parsed file; `path` is relative to the root of the repository, with slashes."""

    path: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text, self.path)))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def skips(self, line: int, code: str) -> bool:
        found = SKIP.search(self.lines[line - 1]) if line <= len(self.lines) else None
        return found is not None and code in re.split(r"\s*,\s*", found.group(1))

    def method_calls(self, *names: str) -> Iterator[ast.Attribute]:
        for node in self.nodes:
            match node:
                case ast.Call(func=ast.Attribute(attr=name) as method) if name in names:
                    yield method


@dataclass(frozen=True)
class Finding:
    """A broken rule: line counts from 1, code is the key in RULES."""

    line: int
    code: str
    message: str


def no_commit(source: Source) -> Hits:
    # In the Kafka adapter a commit is an offset hint, not a transaction.
    if source.path.startswith("shared/db/") or source.path == "shared/bus/kafka.py":
        return
    for call in source.method_calls("commit", "rollback"):
        yield call.lineno, f".{call.attr}() belongs to the unit of work in shared/db"


def no_publish(source: Source) -> Hits:
    if source.path == "shared/relay.py" or source.path.startswith("shared/bus/"):
        return
    for call in source.method_calls("send", "send_and_wait", "publish"):
        yield call.lineno, f".{call.attr}(): say it with tx.emit(); only the relay publishes"


DIALECTS = {
    f"shared/db/{name}.py"
    for name in ("engine", "dialect", "direct", "opening", "pipeline", "steps")
}


def no_dialect(source: Source) -> Hits:
    if source.path in DIALECTS or "/migrations/" in source.path:
        return
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            hit = DIALECT.fullmatch(node.value) is not None
        else:
            hit = isinstance(node, ast.Attribute) and node.attr == "dialect"
            hit = hit or any("sqlalchemy.dialects" in name for name in imported(node))
        if hit:
            yield line_of(node), "dialects are named in shared/db only"


def no_float(source: Source) -> Hits:
    if not source.path.startswith("services/budget/") and source.path != "shared/money.py":
        return
    for node in source.nodes:
        match node:
            case ast.Constant(value=float()):
                yield node.lineno, "money is integer cents: no float literal"
            case ast.Name(id="float"):
                yield node.lineno, "money is integer cents: no float"
            case ast.BinOp(op=ast.Div()) if not joins_path(node):
                yield node.lineno, "money is integer cents: `/` makes a float"
            case ast.AugAssign(op=ast.Div()):
                yield node.lineno, "money is integer cents: `/=` makes a float"


def no_select(source: Source) -> Hits:
    exempt = source.path.endswith("/queries.py") or source.path == LEDGER
    if exempt or not source.path.startswith("services/"):
        return
    for node in source.nodes:
        match node:
            case ast.Call(
                func=ast.Name(id="select")
                | ast.Attribute(value=ast.Name(id="sa" | "sqlalchemy"), attr="select")
            ):
                yield node.lineno, "select() belongs in queries.py"


def no_table(source: Source) -> Hits:
    if source.path.startswith("shared/db/") or source.path == LEDGER:
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "__table__":
            yield node.lineno, "name the mapped class: the tenant filter misses __table__"


def no_gemeente_if(source: Source) -> Hits:
    for node in source.nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(is_gemeente, sides)) and any(map(is_text, sides)):
                yield node.lineno, "policy per gemeente is data with a source, never an if"
        elif isinstance(node, ast.Match) and is_gemeente(node.subject):
            yield node.lineno, "policy per gemeente is data with a source, never a match"


def foreign_models(source: Source) -> Hits:
    """A noun may select another noun's models in queries.py only (decision 33)."""
    parts = source.path.split("/")
    if parts[0] != "services" or len(parts) != 4 or parts[3] == "queries.py":
        return
    own = (parts[1], parts[2])
    for node in source.nodes:
        for name in imported(node):
            found = MODELS.fullmatch(name)
            if found and found.groups() != own:
                yield line_of(node), f"{name}: another noun's models, in queries.py only"


def sync_dependency(source: Source) -> Hits:
    slow = {
        node.name for node in source.nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)
    } - {node.name for node in source.nodes if isinstance(node, ast.AsyncFunctionDef)}
    for node in source.nodes:
        match node:
            case ast.Call(func=ast.Name(id="Depends"), args=[ast.Lambda(), *_]):
                yield node.lineno, "a dependency is an async def, not a lambda"
            case ast.Call(func=ast.Name(id="Depends"), args=[ast.Name(id=name), *_]):
                if name in slow:
                    yield node.lineno, f"{name}: a dependency is an async def (a sync one hops)"


def size(source: Source) -> Hits:
    if "/migrations/" in source.path:
        return
    if len(source.lines) > MAX_MODULE_LINES:
        yield 1, f"module of {len(source.lines)} lines, at most {MAX_MODULE_LINES}"
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name}: {length} lines, at most {MAX_FUNCTION_LINES}"


def imported(node: ast.AST) -> list[str]:
    """Full names that an import statement brings in; empty for any other node."""
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom(module=str(module)):
            return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def line_of(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 1))


def joins_path(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.JoinedStr) or is_text(side) for side in (node.left, node.right))


def is_gemeente(node: ast.AST) -> bool:
    return "gemeente" in (getattr(node, "id", None), getattr(node, "attr", None))


def is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(is_text, node.elts))
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def check(path: str, text: str) -> list[Finding]:
    """All findings of one file, by line; tools/ knows only `size`, tests/ nothing."""
    if path.startswith("tests/"):
        return []
    source = Source(path, text)
    chosen = RULES if path.startswith(PRODUCT) else {"size": size}
    return sorted(
        (
            Finding(line, code, message)
            for code, rule in chosen.items()
            for line, message in rule(source)
            if not source.skips(line, code)
        ),
        key=lambda finding: (finding.line, finding.code),
    )


RULES: dict[str, Callable[[Source], Hits]] = {
    "no-commit": no_commit,
    "no-publish": no_publish,
    "no-dialect": no_dialect,
    "no-float": no_float,
    "no-select": no_select,
    "no-table": no_table,
    "no-gemeente-if": no_gemeente_if,
    "foreign-models": foreign_models,
    "sync-dependency": sync_dependency,
    "size": size,
}
