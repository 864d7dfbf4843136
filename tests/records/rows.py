"""All rows of the records, to see that a refusal leaves nothing behind, and that states hang together."""

from typing import Any

from django.apps import apps

from dure.records.ledger.models import State

FOLDERS = "dure.records."


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the records, by the table's name."""
    models = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith(FOLDERS)
        for model in config.get_models()
    ]
    return {model._meta.label: sorted(model._default_manager.values_list(), key=repr) for model in models}


def state_tables() -> list[type[State]]:
    """The tables that hold states."""
    return [model for model in apps.get_models() if issubclass(model, State)]


def broken_spans() -> list[str]:
    """Where a thing stands in two states or none, or where one state does not begin as the one before ends."""
    faults = []
    for table in state_tables():
        thing = next(f.attname for f in table._meta.fields if f.is_relation and f.name in THINGS)
        by_thing: dict[int, list[State]] = {}
        for state in table._default_manager.order_by("entered_at", "id"):
            by_thing.setdefault(getattr(state, thing), []).append(state)
        for number, states in by_thing.items():
            ends = [state.left_at for state in states]
            if ends != [state.entered_at for state in states[1:]] + [None]:
                faults.append(
                    f"{table.__name__} of {number}: {[(s.stage, s.entered_at, s.left_at) for s in states]}"
                )
    return faults


THINGS = {
    "voice",
    "promise",
    "handoff",
    "item",
    "message",
    "improvement",
    "attempt",
    "change",
    "agreement",
    "step",
    "conflict",
}
