"""A repository goes in; commits come out as work, tags as releases."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dure.facts.arrivals import KeptAside, Moved, Shipped
from dure.sources.csv_file import FileError
from dure.sources.git_log import read
from tests.sources.lines_of_facts import lines_of


class Repository:
    """A repository of the test's own, with people and clocks that stand still."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, authored: str = "2026-03-02T00:00Z", committed: str = "") -> str:
        stands_still = {
            "GIT_AUTHOR_NAME": "이서준", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": authored,
            "GIT_COMMITTER_NAME": "c", "GIT_COMMITTER_EMAIL": "c@example.org",
            "GIT_COMMITTER_DATE": committed or authored, "GIT_CONFIG_GLOBAL": os.devnull,
        }  # fmt: skip
        answer = subprocess.run(
            ["git", "-C", str(self.path), *words],
            env={**os.environ, **stands_still},
            capture_output=True,
            check=True,
        )
        return answer.stdout.decode().strip()

    def commit(self, subject: str, **dates: str) -> str:
        self.git("commit", "-q", "--allow-empty", "-m", subject, **dates)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop")


def test_a_commit_is_work_from_its_author_date_to_its_commit_date(repository: Repository) -> None:
    about = "person='이서준' kind='feature' title='feat: 장바구니'"
    sha = repository.commit(
        "feat: 장바구니", authored="2026-03-02T09:00+0900", committed="2026-03-05T09:00+0900"
    )
    assert lines_of(read(repository.path, {})) == [
        f"Moved line 1 2026-03-02 00:00 {sha} stage='Authored' state='active' {about}",
        f"Moved line 1 2026-03-05 00:00 {sha} stage='Committed' state='done' {about}",
    ]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("feat(cart)!: buy twice", "feature"),
        ("Fix: wrong sum", "defect"),
        ("fix(security): escape names", "risk"),
        ("chore(deps): newer django", "risk"),
        ("refactor: one address for each write", "debt"),
        ("docs: how to add a source", ""),
        ("perf: faster list", ""),
        ("Tidy up", ""),
        ("그냥 고침", ""),
    ],
)
def test_the_kind_of_work_is_what_the_subject_says_and_else_unknown(
    subject: str, kind: str, repository: Repository
) -> None:
    repository.commit(subject)
    assert {fact.kind for fact in read(repository.path, {}) if isinstance(fact, Moved)} == {kind}


def test_a_release_ships_what_no_earlier_tag_contains(repository: Repository) -> None:
    first = repository.commit("feat: one", authored="2026-03-01T00:00Z")
    repository.git("tag", "v1")
    repository.git("switch", "-q", "-c", "side")
    second = repository.commit("feat: two", authored="2026-03-02T00:00Z")
    repository.git("switch", "-q", "main")
    third = repository.commit("fix: three", authored="2026-03-03T00:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side", authored="2026-03-04T00:00Z")
    repository.git("tag", "-a", "-m", "two", "v2", authored="2026-03-09T00:00Z")
    unreleased = repository.commit("feat: four", authored="2026-03-10T00:00Z")
    facts = list(read(repository.path, {}))
    shipped = [fact for fact in facts if isinstance(fact, Shipped)]
    assert [(fact.name, fact.at, set(fact.cases)) for fact in shipped] == [
        ("v1", datetime(2026, 3, 1, tzinfo=UTC), {first}),
        ("v2", datetime(2026, 3, 9, tzinfo=UTC), {second, third}),
    ]
    worked_on = {fact.ref for fact in facts if isinstance(fact, Moved)}
    assert worked_on == {first, second, third, unreleased}


def test_tags_that_are_no_releases_can_be_left_out(repository: Repository) -> None:
    repository.commit("feat: one")
    repository.git("tag", "nightly")
    repository.git("tag", "v1")
    shipped = [
        fact.name for fact in read(repository.path, {"tags": {"match": "v*"}}) if isinstance(fact, Shipped)
    ]
    assert shipped == ["v1"]


def test_a_commit_dated_before_it_was_written_takes_no_time(repository: Repository) -> None:
    repository.commit("feat: one", authored="2026-03-05T00:00Z", committed="2026-03-02T00:00Z")
    assert {fact.at for fact in read(repository.path, {})} == {datetime(2026, 3, 2, tzinfo=UTC)}  # type: ignore[union-attr]


def test_an_empty_repository_holds_no_work(repository: Repository) -> None:
    assert list(read(repository.path, {})) == []


def test_a_tag_on_something_else_than_a_commit_is_no_release(repository: Repository) -> None:
    repository.commit("feat: one")
    repository.git("tag", "tree", "HEAD^{tree}")
    assert not [fact for fact in read(repository.path, {}) if isinstance(fact, Shipped)]


def test_a_shallow_clone_is_read_as_far_as_it_reaches(repository: Repository, tmp_path: Path) -> None:
    for n in range(3):
        last = repository.commit(f"feat: {n}", authored=f"2026-03-0{n + 1}T00:00Z")
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.path}", str(tmp_path / "shallow"))
    assert {fact.ref for fact in read(tmp_path / "shallow", {})} == {last}  # type: ignore[union-attr]


def test_a_folder_that_is_no_repository_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="git cannot read a repository here"):
        read(tmp_path, {})


def test_a_date_beyond_the_calendar_is_kept_aside(repository: Repository) -> None:
    tree = repository.git("write-tree")
    who = "a <a@b.c> 99999999999999 +0000"
    text = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nfeat: far\n"
    found = subprocess.run(
        ["git", "-C", str(repository.path), "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        input=text.encode(), capture_output=True, check=True,
    )  # fmt: skip
    repository.git("update-ref", "refs/heads/main", found.stdout.decode().strip())
    facts: list[Any] = list(read(repository.path, {}))
    assert all(isinstance(fact, KeptAside) or fact.at.year < 9999 for fact in facts)


def test_no_program_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    repository.commit("feat: one")
    trap = tmp_path / "trap"
    for setting in ("core.fsmonitor", "core.pager", "gpg.program", "core.sshCommand"):
        repository.git("config", setting, f"touch {trap}")
    repository.git("config", "log.showSignature", "true")
    assert list(read(repository.path, {}))
    assert not trap.exists()


def test_this_repository_is_work_that_ships() -> None:
    home = Path(__file__).parents[2]
    if not (home / ".git").exists():
        pytest.skip("the tests do not stand in a git repository")
    assert any(isinstance(fact, Moved) for fact in read(home, {}))
