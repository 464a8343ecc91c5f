"""What is saved comes back whole, elsewhere; and an upgrade saves before it touches."""

import json
from pathlib import Path

import pytest

from tests.launcher.standin import Standin

#: One worker for the whole file, so that its installation is made once.
pytestmark = pytest.mark.xdist_group("launcher-backup")

_COUNT = "select who, (select count(*) from visit) from visit where who !~ 'simulate'"


@pytest.fixture(scope="module")
def saved(installation: Standin) -> Path:
    """A backup of an installation with the province, one file and its keys."""
    with installation.up():
        pass
    scan = installation.data / "files" / "ab" / "giấy chứng nhận.pdf"
    scan.parent.mkdir()
    scan.write_bytes(b"%PDF" + bytes(range(256)) * 40)
    folder = installation.data.parent / "bản sao"
    assert installation.run("backup", str(folder)).returncode == 0
    return folder


def elsewhere(installation: Standin, name: str) -> Standin:
    """Another installation of the same checkout."""
    return Standin(installation.checkout, installation.data.parent / name, installation.environ)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_restored_elsewhere_is_the_same(installation: Standin, saved: Path) -> None:
    other = elsewhere(installation, "máy khác")
    assert other.run("restore", str(saved)).returncode == 0
    for name in ("files", "keys"):
        assert contents(other.data / name) == contents(installation.data / name)
    assert len(contents(saved / "keys")) == 3
    here = installation.run("manage", "sql", _COUNT).stdout
    assert other.run("manage", "sql", _COUNT).stdout == here == "[('Nguyễn Thị Ánh', 2)]\n"
    with other.up() as running:
        assert running.answer()


def test_data_that_are_there_are_replaced_only_by_force_and_kept(
    installation: Standin, saved: Path
) -> None:
    other = elsewhere(installation, "máy đã dùng")
    with other.up():
        pass
    other.run("manage", "sql", "insert into visit values ('ông Bình')")
    assert "--force" in other.refusal("restore", str(saved))
    assert other.run("restore", "--force", str(saved)).returncode == 0
    assert "Bình" not in other.run("manage", "sql", _COUNT).stdout
    kept = next((other.data / "before").glob("*-restore"))
    assert (kept / "database" / "motcua.dump").stat().st_size > 0
    assert len(contents(kept / "keys")) == 3


def test_a_damaged_or_incomplete_backup_is_refused_before_anything_is_touched(
    installation: Standin, saved: Path
) -> None:
    other = elsewhere(installation, "máy thứ ba")
    scan = saved / "files" / "ab" / "giấy chứng nhận.pdf"
    whole = scan.read_bytes()
    scan.write_bytes(whole[:-1])
    assert "giấy chứng nhận.pdf" in other.refusal("restore", str(saved))
    scan.write_bytes(whole)
    (saved / "keys").rename(saved / "két sắt")
    assert "keys" in other.refusal("restore", str(saved))
    (saved / "két sắt").rename(saved / "keys")
    assert not (other.data / "pg").exists()


def test_a_backup_goes_into_an_empty_folder_only(installation: Standin, saved: Path) -> None:
    assert "không trống" in installation.refusal("backup", str(saved))


def test_a_newer_product_copies_first_and_then_migrates(installation: Standin) -> None:
    rooms = installation.checkout / "src" / "motcua"
    (rooms / "kernel" / "migrations" / "0002_more.py").write_text("", encoding="utf-8")
    with installation.up() as running:
        assert "trước khi nâng cấp" in running.said
    copies = list((installation.data / "before").glob("*-2.1.0-to-2.1.0"))
    facts = json.loads((installation.data / "version.json").read_text(encoding="utf-8"))
    assert len(copies) == 1
    assert (copies[0] / "database" / "motcua.dump").stat().st_size > 0
    assert facts["migrations"] == ["kernel.0001_initial", "kernel.0002_more"]
