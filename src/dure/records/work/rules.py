"""What may follow what, for work; what a stage may mean; what a target may be. Source: science B1."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dure.facts.loop import ACTIVE, CANCELED, DONE, FLOW_STATES, KINDS, NEW, WAITING, WAITS_ON
from dure.facts.refusals import Refused, gettext_noop

OPEN = (NEW, ACTIVE, WAITING)
CLOSED = (DONE, CANCELED)


def check_open(state: str) -> None:
    """Refuses to go on with work that is done or cancelled; it must be reopened first.

    Raises:
        Refused: the work is closed.
    """
    if state in CLOSED:
        raise Refused(gettext_noop("This work is closed: reopen it first."))


def check_closed(state: str) -> None:
    """Refuses to reopen work that is not closed.

    Raises:
        Refused: the work is still open.
    """
    if state not in CLOSED:
        raise Refused(gettext_noop("This work is still open."))


def check_kind(kind: str) -> None:
    """Refuses a fifth kind of work; the empty word says that the kind is not known yet.

    Raises:
        Refused: an unknown kind.
    """
    if kind and kind not in KINDS:
        raise Refused(
            gettext_noop("Say which kind of work this is: %(kinds)s."), field="kind", kinds=", ".join(KINDS)
        )


def check_wait(*, waits_on: str, has_item: bool) -> None:
    """Refuses a wait that does not say on whom.

    Raises:
        Refused: with the field that must be mended.

    >>> check_wait(waits_on="customer", has_item=False)
    """
    if waits_on not in WAITS_ON:
        raise Refused(
            gettext_noop("Say on whom this waits: %(names)s."), field="waits_on", names=", ".join(WAITS_ON)
        )
    if waits_on == "item" and not has_item:
        raise Refused(gettext_noop("Say on which other item this waits."), field="waits_for")


class Meaning(NamedTuple):
    """What a stage means: its flow state, and on whom it waits (empty = the row itself says)."""

    state: str
    waits_on: str = ""


def meant(meaning: Meaning | None, *, own: tuple[str, str]) -> tuple[str, str]:
    """State and waits_on of a row, as the map means its stage; ``own`` is what the row itself says.

    >>> meant(Meaning("waiting"), own=("active", "vendor")), meant(None, own=("active", ""))
    (('waiting', 'vendor'), ('active', ''))
    """
    if meaning is None:
        return own
    if meaning.state != WAITING:
        return meaning.state, ""
    return WAITING, meaning.waits_on or own[1]


def changed_stages(before: Mapping[str, Meaning], after: Mapping[str, Meaning]) -> list[str]:
    """The stages that mean something else after than before, among them those that came or went."""
    return sorted(stage for stage in {*before, *after} if before.get(stage) != after.get(stage))


def checked_stages(states: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The stages of a stream in their order, stripped, each with exactly one flow state (B1).

    Raises:
        Refused: a stage without a name, one named twice, an unknown flow state, or a wait for an unknown party.

    >>> checked_stages([{"stage": " In review ", "state": "waiting"}])
    [{'stage': 'In review', 'state': 'waiting', 'waits_on': ''}]
    """
    stages: dict[str, dict[str, str]] = {}
    for place, told in enumerate(states, start=1):
        stage, state, waits_on = (str(told.get(n) or "").strip() for n in ("stage", "state", "waits_on"))
        if not stage:
            raise Refused(gettext_noop("Stage %(place)s has no name."), field="stages", place=place)
        if stage in stages:
            raise Refused(
                gettext_noop("The stage “%(stage)s” is there twice: each means exactly one thing."),
                field="stages",
                stage=stage,
            )
        if state not in FLOW_STATES or (waits_on and (state != WAITING or waits_on not in WAITS_ON)):
            raise Refused(
                gettext_noop("Say what the stage “%(stage)s” means: %(states)s."),
                field="stages",
                stage=stage,
                states=", ".join(FLOW_STATES),
            )
        stages[stage] = {"stage": stage, "state": state, "waits_on": waits_on}
    return list(stages.values())


def checked_targets(targets: Mapping[str, float]) -> dict[str, float]:
    """The target share of each kind of work, 0 to 1; empty where no target is set.

    Raises:
        Refused: a share below nothing, a fifth kind, or shares that do not make a whole.

    >>> checked_targets({"feature": 0.6, "defect": 0.15, "risk": 0.1, "debt": 0.15})["debt"]
    0.15
    """
    if not any(targets.values()):
        return {}
    for kind, share in targets.items():
        check_kind(kind)
        if not 0 <= share <= 1:
            raise Refused(gettext_noop("A share lies between 0 and 100 %%: %(kind)s."), field=kind, kind=kind)
    whole = sum(targets.values())
    if abs(whole - 1) > 1e-6:
        raise Refused(
            gettext_noop("The four shares must make 100 %% together; these make %(whole)s %%."),
            field="targets",
            whole=f"{100 * whole:g}",
        )
    return {kind: float(targets.get(kind, 0.0)) for kind in KINDS}


def target_distance(actual: Mapping[str, float], *, target: Mapping[str, float]) -> float:
    """How far the kinds of work are from their target: half the sum of the differences, 0 (there) to 1.

    >>> actual = {"feature": 0.5, "defect": 0.3, "risk": 0.05, "debt": 0.15}
    >>> target = {"feature": 0.6, "defect": 0.15, "risk": 0.1, "debt": 0.15}
    >>> round(target_distance(actual, target=target), 10)
    0.15
    """
    return 0.5 * sum(abs(actual.get(kind, 0.0) - target.get(kind, 0.0)) for kind in KINDS)
