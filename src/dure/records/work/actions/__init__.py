"""Writing work: streams and their maps, work as it moves, and work that moved elsewhere."""

from dure.records.work.actions.moving import (
    add_work,
    cancel,
    finish,
    reopen_work,
    ship_voices,
    start,
    wait,
)
from dure.records.work.actions.streams import add_stream, describe_stream, map_stages, set_targets
from dure.records.work.actions.taking_in import take_in

__all__ = [
    "add_stream", "add_work", "cancel", "describe_stream", "finish", "map_stages", "reopen_work", "set_targets",
    "ship_voices", "start", "take_in", "wait",
]  # fmt: skip
