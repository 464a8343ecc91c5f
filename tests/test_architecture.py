"""The house's walls, held by tools: sizes, directions, open doors, and who may write."""

import ast
import tomllib
from pathlib import Path
from statistics import quantiles

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "motcua"
LAYERS = [
    ["config"],
    ["portal", "desk", "board", "api", "interop", "simulation"],
    ["monitoring"],
    ["feedback"],
    ["dossiers"],
    ["workflow", "documents", "payments", "notifications", "queueing", "parties"],
    ["catalog"],
    ["organizations"],
    ["accounts"],
    ["kernel"],
]
HEIGHT = {room: -depth for depth, rooms in enumerate(LAYERS) for room in rooms}
MOST_FUNCTION, P90_FUNCTION, MOST_FILE, P90_FILE = 60, 30, 500, 250


def product_files():
    folders = [SOURCE, ROOT / "launcher"]
    return [
        p
        for folder in folders
        for p in sorted(folder.rglob("*.py"))
        if "migrations" not in p.parts and "tests" not in p.parts
    ]


def functions(path):
    """Every function's name and its length in lines, without decorators and docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0]
        documented = ast.get_docstring(node) is not None
        said = first.end_lineno - first.lineno + 1 if documented else 0
        yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1 - said


def test_functions_stay_short():
    lengths = dict(length for path in product_files() for length in functions(path))
    too_long = {name: n for name, n in lengths.items() if n > MOST_FUNCTION}
    assert too_long == {}
    assert quantiles(lengths.values(), n=10)[-1] <= P90_FUNCTION


def test_files_stay_short():
    lines = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines())
        for p in product_files()
    }
    assert {name: n for name, n in lines.items() if n > MOST_FILE} == {}
    assert quantiles(lines.values(), n=10)[-1] <= P90_FILE


def test_dossiers_do_not_become_the_whole_product():
    def size(folder):
        return sum(len(p.read_text(encoding="utf-8").splitlines()) for p in folder)

    own = [p for p in product_files() if "dossiers" in p.relative_to(ROOT).parts[:3]]
    assert size(own) <= size(product_files()) / 4


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("motcua.")]


def room_of(model):
    return model.__module__.split(".")[1]


def foreign_keys():
    return [
        (model, field)
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]


def test_foreign_keys_point_down_and_are_not_seen_from_below():
    wrong = []
    for model, field in foreign_keys():
        target = field.related_model
        if not target.__module__.startswith("motcua.") or room_of(target) == room_of(model):
            continue
        goes_down = HEIGHT[room_of(target)] < HEIGHT[room_of(model)]
        hidden = field.remote_field.related_name == "+"
        if not (goes_down and hidden):
            wrong.append(f"{model.__name__}.{field.name}")
    assert wrong == []


def test_nothing_that_is_pointed_to_can_be_deleted():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in foreign_keys()
        if field.remote_field.on_delete.__name__ != "PROTECT"
    ]
    assert wrong == []


@pytest.mark.parametrize("door", ["portal", "desk", "board", "api", "interop"])
def test_pages_never_write_to_tables(door):
    wrong = []
    for path in sorted((SOURCE / door).rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "get_model"}:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def test_only_commands_open_a_transaction():
    """``atomic`` is spelled in the kernel and in imports that say why, nowhere else."""
    allowed = set(tomllib.loads((ROOT / "tests" / "exceptions.toml").read_text())["atomic"])
    found = {
        str(path.relative_to(SOURCE))
        for path in sorted(SOURCE.rglob("*.py"))
        if "tests" not in path.parts
        and any(
            isinstance(node, ast.Attribute) and node.attr == "atomic"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert found - allowed == set()


def test_every_module_says_what_it_is_for():
    silent = [
        str(p.relative_to(ROOT))
        for p in product_files()
        if p.stat().st_size
        and p.name not in {"apps.py", "__init__.py"}
        and "management" not in p.parts
        and ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []
