"""The shapes of the lake's tables: what one row says, and in which unit.

All moments are UTC with microseconds. Columns are named ``ts`` for the moment something happened
(``at`` is a reserved word in the engine) and ``recorded_ts`` for the moment we learned of it;
a score as of a day uses only rows with ``recorded_ts`` on or before it (science B0).
``seq`` orders rows of the same moment and is unique within a table.
"""

import pyarrow as pa

_UTC = pa.timestamp("us", tz="UTC")


def _shape(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


#: Any thing entering a stage. One row = one entering.
MOVES = _shape(
    ts=_UTC,
    recorded_ts=_UTC,
    seq=pa.int64(),
    #: voice | work | promise | handoff | change | agreement | step | release | message | outcome | improvement | attempt
    thing=pa.string(),
    case_id=pa.int64(),  # the id of that thing
    stream=pa.string(),  # the value stream's key, for work and for voices that came through one
    stage=pa.string(),  # loop stage, promise stage ..., or the tool's own name of a work state
    state=pa.string(),  # flow state of work: new waiting active done canceled ignore; else null
    waits_on=pa.string(),  # customer | team | vendor | item | evidence, while waiting
    asked=pa.bool_(),  # waiting on the customer: was a question asked first? null = unknown
    kind=pa.string(),  # feature | defect | risk | debt, or a voice's kind
    team=pa.string(),  # the owning team's key; null = none or unknown
    account_id=pa.int64(),
    side=pa.string(),  # customer | coworker
    segment=pa.string(),
    due_ts=_UTC,  # promises: the due moment that this row sets
    by_id=pa.int64(),  # the person who acted, null = the software or unknown
    source=pa.string(),  # live | village | the name of an import
)

#: Who talked with whom, when and how long; never what.
CONTACTS = _shape(
    ts=_UTC,
    recorded_ts=_UTC,
    seq=pa.int64(),
    from_id=pa.int64(),
    to_id=pa.int64(),
    account_id=pa.int64(),
    channel=pa.string(),  # in_person | video | phone | chat | mail | event | portal | other
    minutes=pa.float64(),
    source=pa.string(),
)

#: Survey answers and session ratings, raw value and raw scale kept.
ANSWERS = _shape(
    ts=_UTC,
    recorded_ts=_UTC,
    seq=pa.int64(),
    person_id=pa.int64(),
    account_id=pa.int64(),
    voice_id=pa.int64(),
    question=pa.string(),  # nps | csat | ces | solved | ...
    value=pa.float64(),
    scale_low=pa.float64(),
    scale_high=pa.float64(),
    source=pa.string(),
)

#: Product events.
USAGE = _shape(
    ts=_UTC,
    recorded_ts=_UTC,
    seq=pa.int64(),
    account_id=pa.int64(),
    person_id=pa.int64(),
    feature=pa.string(),
    event=pa.string(),
    n=pa.int64(),
    source=pa.string(),
)

#: Every number we showed, so that it can be shown again as it was.
MEASUREMENTS = _shape(
    ts=_UTC,  # the as_of of the number
    recorded_ts=_UTC,
    seq=pa.int64(),
    metric=pa.string(),
    version=pa.int64(),
    stream=pa.string(),  # value stream key, or "loop"
    cut=pa.string(),  # "all", or what the number is cut by: kind, stage, team, week, segment, side ...
    slice=pa.string(),  # the value of that cut; "" for all
    value=pa.float64(),
    n=pa.int64(),
    coverage=pa.float64(),  # 0..1, share of the rows that could answer; null = not applicable
    low=pa.float64(),
    high=pa.float64(),
    reason=pa.string(),  # why value is null: no_data | not_closed | not_reached | ...
)

TABLES = {
    "moves": MOVES,
    "contacts": CONTACTS,
    "answers": ANSWERS,
    "usage": USAGE,
    "measurements": MEASUREMENTS,
}
