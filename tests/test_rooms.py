"""The laws of the house: who may import whom, how large a room may grow, and what may not appear in it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("dashboard.py", "pages", "analytics", "data")
RANK = {"data": 0, "analytics": 1, "pages": 2, "dashboard": 3}
DOORS = {
    "duckdb": ("data/events/",),
    "sqlalchemy": ("data/workspace/",),
    "alembic": ("data/workspace/",),
    "scipy": ("analytics/statistics/",),
    "plotly": ("analytics/present/",),
    "typst": ("analytics/present/papers/",),
    "httpx": ("data/courier/post.py",),
    "socket": ("data/courier/post.py",),
    "pptx": ("analytics/present/papers/",),
    "openpyxl": ("data/events/", "analytics/present/papers/"),
    "streamlit": ("pages/", "dashboard.py"),
}
# Whatever else can reach another machine: nothing of it is ever imported. `urllib.parse` only reads addresses.
NETWORK = (
    "requests", "urllib3", "http.client", "urllib.request", "httpcore", "aiohttp", "websockets", "smtplib", "ftplib",
    "telnetlib", "xmlrpc", "poplib", "imaplib", "socketserver", "http.server", "pycurl", "grpc", "boto3",
)  # fmt: skip
CONNECTS = re.compile(r"\b(open_connection|create_connection|open_unix_connection|getaddrinfo|gethostbyname)\b")
TOP_LEVEL = {
    "dashboard.py", "pages", "analytics", "data", "tests", "requirements.txt", "README.md", "pyproject.toml",
    "Makefile", "requirements.in", "requirements-dev.in", "requirements-dev.txt", "LICENSE", "CHANGELOG.md",
}  # fmt: skip
NOT_ROOMS = {"src", "utils", "helpers", "common", "core", "misc", "util", "lib"}


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [ROOT / line for line in listed.stdout.splitlines()]
    return [file for file in files if file.suffix in suffixes and file.exists()]


def product_files() -> list[Path]:
    return [file for file in tracked(".py") if file.relative_to(ROOT).parts[0] in PRODUCT]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_a_room_imports_only_what_lies_below_it_and_only_through_its_doors(file: Path) -> None:
    own = RANK[file.relative_to(ROOT).parts[0].removesuffix(".py")]
    for module in imported(ast.parse(file.read_text())):
        top = module.split(".")[0]
        assert RANK.get(top, 0) <= own, f"{name_of(file)} imports {module} from above"
        if top in DOORS:
            assert name_of(file).startswith(DOORS[top]), f"{name_of(file)} may not import {top}"
        if "statistics" in file.parts:
            assert top != "pandas"


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_only_the_post_opens_a_connection_to_another_machine(file: Path) -> None:
    modules = list(imported(ast.parse(file.read_text())))
    assert not [module for module in modules if module.startswith(NETWORK)]
    if name_of(file) != "data/courier/post.py":
        assert "socket" not in modules
        assert CONNECTS.search(file.read_text()) is None


def test_whoever_sends_nothing_does_not_load_what_sends() -> None:
    script = (
        "import sys\nimport analytics.notices, data.workspace.store\n"
        "sys.exit(' '.join({'httpx', 'httpcore', 'h11', 'certifi'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_statistics_import_without_engine_charts_frames_or_screens() -> None:
    modules = [
        name_of(file).removesuffix(".py").replace("/", ".")
        for file in product_files()
        if "statistics" in file.parts and file.name != "__init__.py"
    ]
    assert modules
    script = (
        f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
        "sys.exit(' '.join({'duckdb', 'plotly', 'pandas', 'streamlit'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_screen_stands_directly_in_pages() -> None:
    assert {file.name for file in (ROOT / "pages").glob("*.py")} == {"__init__.py", "frame.py"}
    assert len((ROOT / "pages/frame.py").read_text().splitlines()) <= 60


@pytest.mark.parametrize("file", [f for f in product_files() if f.name == "__init__.py"], ids=name_of)
def test_a_package_file_is_the_map_of_its_room_and_imports_nothing(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_a_file_stays_within_its_size_and_says_what_it_owns(file: Path) -> None:
    text = file.read_text()
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says what it owns"
    page = file.relative_to(ROOT).parts[0] == "pages" and "parts" not in file.parts
    assert len(text.splitlines()) <= (80 if page else 300)
    for function in functions(tree):
        assert body_length(function) <= 50, f"{function.name} is {body_length(function)} lines long"


def test_half_of_all_modules_are_at_most_120_lines() -> None:
    lengths = [len(file.read_text().splitlines()) for file in product_files() if file.name != "__init__.py"]
    assert median(lengths) <= 120


@pytest.mark.parametrize("file", tracked(".py"), ids=name_of)
def test_every_function_is_annotated(file: Path) -> None:
    for function in functions(ast.parse(file.read_text())):
        assert function.returns is not None, f"{function.name} has no return type"
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        for argument in arguments:
            assert argument.annotation is not None or argument.arg in ("self", "cls"), (
                f"{function.name}: {argument.arg}"
            )


@pytest.mark.parametrize("file", product_files(), ids=name_of)
def test_nothing_forbidden_is_written(file: Path) -> None:
    text = file.read_text()
    tree = ast.parse(text)
    assert "unsafe_allow_html" not in text
    assert "<style" not in text
    if name_of(file) != "analytics/present/wording.py":
        assert not any(module.split(".")[0] == "gettext" for module in imported(tree)), "only wording translates"
    assert not {"pickle", "shelve", "marshal"} & {module.split(".")[0] for module in imported(tree)}
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Global), "no global mutable state"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, "no bare except"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "eval", "exec")


@pytest.mark.parametrize(
    "file", [f for f in product_files() if f.parts[-3:-1] != () and "pages" in f.parts], ids=name_of
)
def test_a_screen_computes_nothing(file: Path) -> None:
    if "parts" in file.parts or file.name == "__init__.py":
        return
    for node in ast.walk(ast.parse(file.read_text())):
        assert not isinstance(node, ast.Try), "a screen has no try/except"
        assert not isinstance(node, ast.BinOp) or isinstance(node.op, ast.BitOr), "a screen does no arithmetic"


def test_the_top_level_holds_only_what_the_house_names() -> None:
    tops = {file.relative_to(ROOT).parts[0] for file in tracked(*{p.suffix for p in ROOT.rglob("*") if p.is_file()})}
    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL
    assert not NOT_ROOMS & {part for file in tracked(".py") for part in file.relative_to(ROOT).parts[:-1]}


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(
        "|".join(["/ro" + "ot/", "/wo" + "rk/", "(?<!emit-)index" + "-url", "https?://[^ ]*(py" + "pi|simple/)"])
    )
    for file in tracked(".py", ".txt", ".in", ".toml", ".md", ".sql", ".yml", ".sh", ""):
        found = forbidden.search(file.read_text(errors="replace"))
        assert found is None, f"{name_of(file)}: {found}"
