"""Rules 4 to 6 where a name decides: sockets only in wire, queries executed only in lake."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.violations import Violation, called, imported, kept, lines_of, plant, trees

SOCKETS = (
    "socket", "ssl", "http.client", "urllib.request", "smtplib", "imaplib", "poplib", "ftplib", "telnetlib",
    "xmlrpc.client", "httpx", "requests", "urllib3", "aiohttp", "websockets", "paramiko", "django.core.mail",
)  # fmt: skip
ENGINES = (
    "duckdb",
    "deltalake",
    "pyspark",
    "chdb",
    "ibis.duckdb",
    "ibis.pyspark",
    "ibis.connect",
    "ibis.clickhouse",
)

#: What may be imported in one place only: the names, the place, and why.
ADDRESSES = (
    (
        SOCKETS,
        "src/dure/wire/",
        "opens a socket",
        "ask a function of dure.wire; only wire opens a socket outwards",
    ),
    (
        ENGINES,
        "src/dure/lake/",
        "knows an engine",
        "ask a function of dure.lake; only the lake knows an engine",
    ),
)

#: Words by which an Ibis expression is run.
RUNS = {
    "execute",
    "to_pandas",
    "to_polars",
    "to_pyarrow",
    "to_pyarrow_batches",
    "to_parquet",
    "to_csv",
    "to_delta",
}


def names_out_of_place(root: Path) -> Iterator[Violation]:
    """Imports of a socket outside wire, or of an engine outside the lake."""
    for path, tree in trees(root):
        for name, line in imported(tree):
            for names, home, what, mend in ADDRESSES:
                if not path.startswith(home) and any(f"{name}.".startswith(f"{banned}.") for banned in names):
                    yield Violation(path, line, f"`{name}` {what}", mend)


def models_read_above_the_records(root: Path) -> list[Violation]:
    """Imports of a record's models from any other floor but the lake. To name a row's type is no reading:
    ``if TYPE_CHECKING:`` may import it."""
    above = [
        (path, tree)
        for path, tree in trees(root)
        if not path.startswith(("src/dure/records/", "src/dure/lake/"))
    ]
    mend = "ask a query, call an action, or import it under `if TYPE_CHECKING:` where only its type is named"
    read = [
        Violation(path, line, f"`{name}` is a row of the records", mend)
        for path, tree in above
        for name, line in imported(tree)
        if name.startswith("dure.records.") and ".models" in name and line not in _lines_for_types(tree)
    ]
    return read + [
        Violation(path, node.lineno, "`get_model` goes round the floors", mend)
        for path, tree in above
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "get_model"
    ]


def _lines_for_types(tree: ast.Module) -> set[int]:
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def queries_run_outside_the_lake(root: Path) -> list[Violation]:
    """Calls that run a query on the lake from any other floor. A database cursor is no query on the lake."""
    mend = "return the expression; a function of dure.lake runs it"
    return [
        Violation(path, node.lineno, f"`{ast.unparse(node.func)}` runs a query", mend)
        for path, tree in trees(root)
        if not path.startswith("src/dure/lake/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and called(node) in RUNS
        if "cursor" not in ast.unparse(node.func.value)
    ]


def test_sockets_open_only_in_wire_and_engines_are_known_only_to_the_lake(house: Path) -> None:
    kept(names_out_of_place(house))


def test_above_the_records_only_the_lake_reads_a_model(house: Path) -> None:
    kept(models_read_above_the_records(house))


def test_queries_are_run_only_by_the_lake(house: Path) -> None:
    kept(queries_run_outside_the_lake(house))


def test_planted_sockets_and_engines_are_caught(copy: Path) -> None:
    source = (
        "import socket\n"
        "from urllib import request\n"
        "from urllib.parse import urlencode\n"
        "import http.client as wire\n"
        "from http import HTTPStatus\n"
        "import duckdb\n"
        "from ibis import duckdb as engine\n"
        "import ibis\n"
    )
    for place in ("sources", "doors/web", "language"):
        path = plant(copy, f"src/dure/{place}/planted.py", source)
        assert lines_of(names_out_of_place(copy), path) == [1, 2, 4, 6, 7]
    assert lines_of(names_out_of_place(copy), plant(copy, "src/dure/wire/planted.py", source)) == [6, 7]


def test_a_planted_execution_outside_the_lake_is_caught(copy: Path) -> None:
    source = "def f(t, cursor):\n    t.count().execute()\n    cursor.execute('select 1')\n    return t.to_pyarrow()\n"
    path = plant(copy, "src/dure/metrics/planted.py", source)
    assert lines_of(queries_run_outside_the_lake(copy), path) == [2, 4]


def test_a_planted_reading_of_a_model_is_caught_and_the_name_of_its_type_is_not(copy: Path) -> None:
    source = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n"
        "    from dure.records.voices.models import Voice\n"
        "from dure.records.voices.models import Asking\n"
        "import dure.records.voices.models\n"
        "from dure.records.voices.queries import voices\n"
        "apps.get_model('voices', 'Voice')\n"
    )
    for place in ("jobs", "doors/web", "demo"):
        path = plant(copy, f"src/dure/{place}/planted.py", source)
        assert lines_of(models_read_above_the_records(copy), path) == [4, 5, 7]
    assert (
        lines_of(models_read_above_the_records(copy), plant(copy, "src/dure/lake/planted.py", source)) == []
    )
