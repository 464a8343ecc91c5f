"""The last line of ``./motcua test`` says the truth, and Django's words stay in their order."""

import pytest

from launcher import checks, cli, ports, state


def test_a_failed_check_is_counted_beside_the_tests() -> None:
    tally = checks.Tally()
    tally.check("ruff", 0)
    tally.check("mypy", 1)
    tally.tests("120 passed 2 failed 1 error 3 warnings", 1)
    assert (tally.passed, tally.failed) == (121, 4)
    assert tally.bad == ["mypy", "pytest"]


@pytest.mark.parametrize("code", [2, 3, 4, 5])
def test_a_run_without_figures_is_never_green(code: int) -> None:
    tally = checks.Tally()
    tally.tests("", code)
    assert tally.failed == 1


def test_words_for_django_and_pytest_pass_untouched() -> None:
    mine, rest = cli._split(
        ["manage", "import_procedures", "a b.json", "--data-dir", "x y", "--json", "-k", "-v2"]
    )
    assert mine == ["manage", "--data-dir", "x y"]
    assert rest == ["import_procedures", "a b.json", "--json", "-k", "-v2"]
    assert cli._split(["up", "--port", "1"]) == (["up", "--port", "1"], [])


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - compared only
        ("10.1.2.3", False),
    ],
)
def test_who_can_reach_an_address(host: str, alone: bool) -> None:
    assert ports.loopback(host) is alone
    assert ("10.1.2.3" in ports.own_names(host)) is (host == "10.1.2.3")


def test_a_version_file_cut_off_by_a_crash_counts_as_none(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "version.json").write_text('{"product": "2.', encoding="utf-8")
    assert state.read(tmp_path / "version.json") == {}
