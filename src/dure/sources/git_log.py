"""Any git repository: its commits as work that ships, its tags as releases. See mappings/git_log.toml."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from dure.facts.arrivals import Arrival, KeptAside, Moved, Shipped
from dure.facts.loop import ACTIVE, DONE
from dure.facts.origins import Source
from dure.sources._mapped.faults import FileError
from dure.sources._mapped.shipped import mapping_called

# Nothing is fetched, no hook or helper of the repository runs, no setting of ours leaks in.
_SETTINGS = ("protocol.allow=never", "core.fsmonitor=false", "log.showSignature=false")
_GIT = ("git", "--no-pager", *(word for setting in _SETTINGS for word in ("-c", setting)))
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C.UTF-8",
}
_COMMIT = "%H%x1f%P%x1f%at%x1f%ct%x1f%aN%x1f%s"
_TAG = (
    "%(refname:short)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)%00%(creatordate:unix)"
)
_SUBJECT = re.compile(r"\s*(?P<type>[A-Za-z][\w-]*)(?:\((?P<scope>[^)]*)\))?!?:\s")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as the log tells it; ``position`` counts from the oldest, beginning with 1."""

    sha: str
    parents: tuple[str, ...]
    authored: str
    committed: str
    author: str
    subject: str
    position: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that ends at a commit, and when it was made (its commit's date for a lightweight one)."""

    name: str
    sha: str
    made: str


def read(path: Path, mapping: dict[str, Any]) -> Iterator[Arrival | KeptAside]:
    """The work in a repository, oldest first, and then what each release shipped.

    Args:
        path: a repository or any folder inside it; bare and shallow ones too.
        mapping: as in mappings/git_log.toml; what it leaves out is taken from there.

    Raises:
        FileError: no repository is there, or git is not installed.
    """
    rules = {**mapping_called("git_log"), **mapping}
    _run(path, "rev-parse", "--git-dir")
    return _facts(path, rules)


def fingerprint(path: Path) -> str:
    """What the repository holds, as one text: where its head and its tags stand."""
    return _run(path, "rev-parse", "--quiet", "--verify", "HEAD", may_fail=True) + _run(
        path, "for-each-ref", "refs/tags"
    )


def kind_of(subject: str, *, kinds: dict[str, str], scopes: dict[str, str]) -> str:
    """The kind of work a subject line says, or an empty text where it does not say.

    >>> kind_of("fix(api)!: wrong sum", kinds={"fix": "defect"}, scopes={}), kind_of("Tidy", kinds={}, scopes={})
    ('defect', '')
    >>> kind_of("chore(deps): newer django", kinds={"chore": "debt"}, scopes={"deps": "risk"})
    'risk'
    """
    match = _SUBJECT.match(subject)
    if match is None:
        return ""
    scope = (match["scope"] or "").casefold()
    return scopes.get(scope) or kinds.get(match["type"].casefold(), "")


def _facts(path: Path, rules: dict[str, Any]) -> Iterator[Arrival | KeptAside]:
    tags = [tag for tag in _tags(path) if fnmatch(tag.name, rules["tags"]["match"])]
    parents: dict[str, tuple[str, ...]] = {}
    work: set[str] = set()
    n_commits = 0
    for commit in _commits(path, tags):
        n_commits = commit.position
        parents[commit.sha] = commit.parents
        if len(commit.parents) > 1:
            continue
        moves = _moves(commit, rules)
        work.update({commit.sha} if isinstance(moves[0], Moved) else ())
        yield from moves
    yield from _releases(tags, parents, work, first_position=n_commits + 1)


def _moves(commit: Commit, rules: dict[str, Any]) -> Sequence[Moved | KeptAside]:
    try:
        authored, committed = _instant(commit.authored), _instant(commit.committed)
    except (ValueError, OverflowError, OSError):
        value = f"{commit.authored} {commit.committed}"
        return [
            KeptAside(
                commit.position, "date", value, "not a date that can be", f"{commit.sha} {commit.subject}"
            )
        ]
    kind = kind_of(commit.subject, kinds=rules["kinds"], scopes=rules["scopes"])

    def entered(at: datetime, stage: str, state: str) -> Moved:
        return Moved(
            ref=commit.sha, at=at, position=commit.position, stage=stage, state=state, kind=kind,
            person=commit.author or None, title=commit.subject,
        )  # fmt: skip

    return [entered(min(authored, committed), "Authored", ACTIVE), entered(committed, "Committed", DONE)]


def _releases(
    tags: list[Tag], parents: dict[str, tuple[str, ...]], work: set[str], *, first_position: int
) -> Iterator[Shipped | KeptAside]:
    """Each tag in the order they were made, with the work that no earlier tag contains."""
    shipped: set[str] = set()
    for position, tag in enumerate(tags, start=first_position):
        new = _ancestors(tag.sha, parents, without=shipped)
        shipped.update(new)
        try:
            at = _instant(tag.made)
        except (ValueError, OverflowError, OSError):
            yield KeptAside(position, "date", tag.made, "not a date that can be", tag.name)
            continue
        cases = tuple(sha for sha in new if sha in work)
        yield Shipped(ref=tag.name, at=at, position=position, name=tag.name, cases=cases)


def _ancestors(sha: str, parents: dict[str, tuple[str, ...]], *, without: set[str]) -> list[str]:
    found: dict[str, None] = {}
    waiting = [sha]
    while waiting:
        each = waiting.pop()
        if each in found or each in without or each not in parents:
            continue
        found[each] = None
        waiting.extend(parents[each])
    return list(found)


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def _tags(path: Path) -> list[Tag]:
    found = []
    for line in _run(path, "for-each-ref", "refs/tags", f"--format={_TAG}").splitlines():
        name, sha, kind, inner, inner_kind, made = line.split("\0")
        if "commit" in (kind, inner_kind):
            found.append(Tag(name=name, sha=inner or sha, made=made))
    return sorted(found, key=lambda tag: (int(tag.made or 0), tag.name))


def _commits(path: Path, tags: list[Tag]) -> Iterator[Commit]:
    head = _run(path, "rev-parse", "--quiet", "--verify", "HEAD^{commit}", may_fail=True).strip()
    tips = [*([head] if head else []), *(tag.sha for tag in tags)]
    if not tips:
        return
    log = _run(
        path, "log", "-z", "--reverse", "--topo-order", f"--format={_COMMIT}", "--stdin", said="\n".join(tips)
    )
    for position, record in enumerate(log.rstrip("\0").split("\0"), start=1):
        sha, parents, authored, committed, author, subject = record.split("\x1f", 5)
        yield Commit(sha, tuple(parents.split()), authored, committed, author, subject, position)


def _run(path: Path, *words: str, said: str = "", may_fail: bool = False) -> str:
    """What git answers. The repository's own words reach git only as data, never as options."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(path), *words],
            input=said.encode(),
            capture_output=True,
            env={**kept, **_ENVIRONMENT},
            check=False,
        )
    except FileNotFoundError as fault:
        raise FileError("git is not installed; install it, for example with: apt install git") from fault
    if done.returncode and not may_fail:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        raise FileError(f"{path}: git cannot read a repository here: {why[0] if why else done.returncode}")
    return done.stdout.decode(errors="replace")


SOURCE = Source(
    name="git_log", title={"ko": "git 저장소", "en": "git repository"}, read=read, fingerprint=fingerprint
)
