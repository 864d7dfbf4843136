"""What every test knows: which of them ask the database, and that in CI none may be passed over."""

import os

import pytest

from tests.cast import corner, village  # noqa: F401 - fixtures for every test

ASKS_THE_DATABASE = {"db", "transactional_db", "live_server", "admin_client", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the tests that ask the database, and leaves out those of the other database."""
    from django.db import connection

    elsewhere = []
    for item in items:
        if item.get_closest_marker("django_db") or ASKS_THE_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        only = item.get_closest_marker("only_on")
        if only and connection.vendor not in only.args:
            elsewhere.append(item)
    if elsewhere:
        items[:] = [item for item in items if item not in elsewhere]
        config.hook.pytest_deselected(items=elsewhere)


def _nothing_is_passed_over(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"In CI a test that could not run has failed. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """In CI "could not run" is not "passed"."""
    report = yield
    _nothing_is_passed_over(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> object:
    """In CI a file that could not be collected whole is not "passed" either."""
    report = yield
    _nothing_is_passed_over(report)
    return report
