"""What a number needs beside the lake's rows: small tables that whoever asks hands in.

The present lives in the database, which a metric cannot see; so that which is set up by people (which
team is the front line, how many work in it, which stage means what) comes to the engine as rows.
"""

from typing import Final

import pyarrow as pa

_UTC = pa.timestamp("us", tz="UTC")

KNOWN: Final = {
    #: The teams that meet the customer first; no row = not declared.
    "front_line": pa.schema({"team": pa.string()}),
    #: How many people work in a team, as full-time equivalents.
    "capacity": pa.schema({"team": pa.string(), "n_people": pa.float64()}),
    #: When a team works: its calendar's working intervals, half open, that touch the window.
    "open_hours": pa.schema({"team": pa.string(), "start_ts": _UTC, "end_ts": _UTC}),
    #: What a stage of a tool means in a stream; it goes before what the rows themselves say.
    "stage_map": pa.schema(
        {"stream": pa.string(), "stage": pa.string(), "state": pa.string(), "waits_on": pa.string()}
    ),
    #: Which events are a touch: the lake's table, the column that is looked at, and the value it must have.
    "touchpoints": pa.schema(
        {
            "touchpoint": pa.string(),
            "journey_stage": pa.string(),
            "place": pa.int64(),
            "heard_in": pa.string(),
            "column": pa.string(),
            "value": pa.string(),
        }
    ),
    #: Whose word a voice, a promise or an item of work is about, which voice that is, and the channel it came by.
    "spoken_by": pa.schema(
        {
            "thing": pa.string(),
            "case_id": pa.int64(),
            "voice_id": pa.int64(),
            "person_id": pa.int64(),
            "channel": pa.string(),
        }
    ),
    #: The people we serve, whose journeys these are; software among them has none.
    "travellers": pa.schema({"person_id": pa.int64(), "is_software": pa.bool_()}),
}
