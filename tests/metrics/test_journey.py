"""Journeys, by the worked example of science B36 and by a few people one can follow by hand."""

from datetime import timedelta

import pyarrow as pa
import pytest

from dure.facts.shapes import ANSWERS, CONTACTS, USAGE
from dure.facts.touch_tables import traveller
from tests.metrics.tables import day, moves, one, rows_of, told, window

TO_31 = window(day(1), day(31))
STAGES = ("discover", "verify", "buy", "use", "support")
NOTHING = moves([])


def point(touchpoint, stage="use", *, heard_in="usage", column="event", value=None):
    place = STAGES.index(stage)
    return {
        "touchpoint": touchpoint, "journey_stage": stage, "place": place,
        "heard_in": heard_in, "column": column, "value": value or touchpoint,
    }  # fmt: skip


#: Every stage has a touchpoint of its name, an event of use of that name.
FIVE = {"touchpoints": [point(stage, stage) for stage in STAGES]}


def usage(*rows):
    """Events of use: (person, moment, event)."""
    full = [
        {"ts": ts, "recorded_ts": ts, "seq": n, "person_id": person, "event": event}
        for n, (person, ts, event) in enumerate(rows)
    ]
    return pa.Table.from_pylist(full, schema=USAGE)


def said(*rows):
    """Answers: (person, moment, question, value, low, high)."""
    names = ("person_id", "ts", "question", "value", "scale_low", "scale_high")
    full = [
        {"recorded_ts": row[1], "seq": n} | dict(zip(names, row, strict=True)) for n, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(full, schema=ANSWERS)


def every(metric, *, cut, known=FIVE, table=NOTHING, over=TO_31, **tables):
    rows = rows_of(metric, table, over=over, known=known, **tables)
    return {r["slice"]: r for r in rows if r["stream"] == "journey" and r["cut"] == cut}


def funnel(*came_as_far):
    """People who came as far as each stage: all of the first number, of whom so many came on."""
    rows = []
    for place, n in enumerate(came_as_far):
        rows += [(person, day(1 + place), STAGES[place]) for person in range(n)]
    return usage(*rows)


def test_the_funnel_of_the_worked_example() -> None:
    steps = every("journey_funnel", cut="step", usage=funnel(1000, 400, 100, 80, 60))
    assert {name: (row["value"], row["n"]) for name, row in steps.items()} == {
        "discover → verify": (0.40, 1000), "verify → buy": (0.25, 400), "buy → use": (0.80, 100), "use → support": (0.75, 80),
    }  # fmt: skip
    assert (steps["verify → buy"]["low"], steps["verify → buy"]["high"]) == pytest.approx(
        (0.2101, 0.2946), abs=1e-4
    )
    whole = one("journey_funnel", NOTHING, over=TO_31, usage=funnel(1000, 400, 100, 80, 60), known=FIVE)
    assert (whole["value"], whole["n"]) == (0.06, 1000)


def test_the_biggest_leak_is_the_step_that_keeps_the_smallest_share() -> None:
    leaks = every("journey_funnel", cut="leak", usage=funnel(1000, 400, 100, 80, 60))
    assert {name: row["value"] for name, row in leaks.items()} == {"verify → buy": 0.75}


def test_a_stage_may_be_skipped_and_coming_back_counts_once() -> None:
    rows = usage((1, day(1), "discover"), (1, day(2), "buy"), (2, day(1), "discover"), (2, day(2), "verify"),
                 (2, day(3), "discover"), (2, day(4), "verify"))  # fmt: skip
    steps = every("journey_funnel", cut="step", usage=rows)
    assert [(row["value"], row["n"]) for row in steps.values()] == [(1.0, 2), (0.5, 2)]
    assert every("journey_funnel", cut="stage", usage=rows)["verify"]["coverage"] == 0.5


def test_to_ask_for_support_before_buying_is_not_to_have_bought() -> None:
    rows = usage(
        (1, day(1), "discover"),
        (1, day(2), "support"),
        (2, day(1), "discover"),
        (2, day(2), "use"),
        (2, day(3), "support"),
    )
    steps = every("journey_funnel", cut="step", usage=rows)
    assert {name: (row["value"], row["n"]) for name, row in steps.items()} == {
        "discover → use": (0.5, 2), "use → support": (1, 1),
    }  # fmt: skip


def test_who_was_only_ever_seen_later_did_not_come_through_the_stages_before() -> None:
    rows = usage((1, day(1), "discover"), (2, day(1), "support"), (3, day(2), "support"), (3, day(1), "buy"))
    steps = every("journey_funnel", cut="step", usage=rows)
    assert {name: (row["value"], row["n"]) for name, row in steps.items()} == {
        "discover → buy": (0, 1), "buy → support": (1, 1),
    }  # fmt: skip


def test_a_stage_nobody_was_ever_seen_in_is_not_recorded_and_is_no_leak() -> None:
    rows = usage((1, day(1), "discover"), (1, day(2), "use"), (2, day(1), "discover"))
    stages = every("journey_funnel", cut="stage", usage=rows)
    assert stages["verify"]["reason"] == stages["buy"]["reason"] == "not_recorded"
    assert list(every("journey_funnel", cut="step", usage=rows)) == ["discover → use"]


def test_where_only_one_stage_is_recorded_there_is_no_way_to_speak_of() -> None:
    rows = usage((1, day(1), "support"))
    assert every("journey_funnel", cut="all", usage=rows)[""]["reason"] == "no_data"


def test_an_event_no_touchpoint_names_is_no_touch() -> None:
    rows = usage((1, day(1), "discover"), (1, day(2), "nobody knows this"), (1, day(3), "verify"))
    follows = every("journey_follows", cut="touchpoint", usage=rows)
    assert {name: (row["value"], row["n"]) for name, row in follows.items()} == {
        "discover → verify": (2880, 1)
    }


def test_what_software_did_is_left_out() -> None:
    rows = usage((1, day(1), "discover"), (9, day(1), "discover"), (9, day(2), "verify"))
    known = FIVE | {"travellers": [{"person_id": 9, "is_software": True}]}
    assert every("journey_follows", cut="touchpoint", usage=rows, known=known) == {}


def test_a_voice_is_the_touch_of_who_spoke_and_its_channel_the_more_exact_name() -> None:
    known = {
        "touchpoints": [
            point("heard", "support", heard_in="moves", column="step", value="voice heard"),
            point("heard by phone", "support", heard_in="moves", column="step_channel", value="voice heard phone"),
            point("told", "support", heard_in="moves", column="step", value="voice told"),
        ],
        "spoken_by": [{"thing": "voice", "case_id": n, "person_id": 7, "channel": c} for n, c in ((1, "phone"), (2, "mail"))],
    }  # fmt: skip
    table = moves([
        *told("voice", 1, (day(1), "heard"), (day(2), "told")), *told("voice", 2, (day(3), "heard"), (day(4), "told")),
    ])  # fmt: skip
    follows = every("journey_follows", cut="touchpoint", table=table, known=known)
    assert set(follows) == {"heard by phone → told", "told → heard", "heard → told"}


def test_a_contact_in_the_moment_of_an_act_is_the_same_touch() -> None:
    known = {
        "touchpoints": [
            point("told", "support", heard_in="moves", column="step", value="voice told"),
            point("call", "support", heard_in="contacts", column="channel", value="phone"),
        ],
        "spoken_by": [{"thing": "voice", "case_id": 1, "person_id": 7, "channel": "phone"}],
        "travellers": [{"person_id": 7, "is_software": False}],
    }
    contacts = pa.Table.from_pylist(
        [
            {"ts": day(1), "recorded_ts": day(1), "seq": 0, "from_id": 2, "to_id": 7, "channel": "phone"},
            {"ts": day(2), "recorded_ts": day(2), "seq": 1, "from_id": 7, "to_id": 2, "channel": "phone"},
            {"ts": day(2), "recorded_ts": day(2), "seq": 2, "from_id": 3, "to_id": 2, "channel": "phone"},
        ],
        schema=CONTACTS,
    )
    table = moves(told("voice", 1, (day(1), "told")))
    follows = every("journey_follows", cut="touchpoint", table=table, known=known, contacts=contacts)
    assert {name: row["n"] for name, row in follows.items()} == {"told → call": 1}


def test_where_nobody_is_known_the_journey_is_the_accounts() -> None:
    known = {"touchpoints": [point("heard", heard_in="moves", column="step", value="voice heard")]}
    table = moves(
        [
            *told("voice", 1, (day(1), "heard"), account_id=4),
            *told("voice", 2, (day(2), "heard"), account_id=4),
        ]
    )
    assert every("journey_follows", cut="touchpoint", table=table, known=known)["heard → heard"]["n"] == 1


def test_paths_are_counted_and_the_same_touch_in_a_row_counts_once() -> None:
    rows = usage((1, day(1), "discover"), (1, day(2), "discover"), (1, day(3), "buy"), (2, day(1), "discover"),
                 (2, day(3), "buy"), (3, day(1), "use"))  # fmt: skip
    paths = every("journey_variants", cut="touchpoint", usage=rows)
    assert {name: row["n"] for name, row in paths.items()} == {"discover → buy": 2, "use": 1}
    assert every("journey_variants", cut="touchpoint.variants", usage=rows)[""]["n"] == 2


def test_a_great_many_paths_are_fifty_and_the_rest_summed() -> None:
    n = 3_000
    marks = [[f"m{n // 60**k % 60}" for k in range(3)] for n in range(n)]
    known = {"touchpoints": [point(f"m{k}") for k in range(60)]}
    rows = usage(*((who, day(1 + k), mark) for who, path in enumerate(marks) for k, mark in enumerate(path)))
    paths = every("journey_variants", cut="touchpoint", usage=rows, known=known)
    rest = every("journey_variants", cut="touchpoint.rest", usage=rows, known=known)[""]
    variants = every("journey_variants", cut="touchpoint.variants", usage=rows, known=known)[""]
    assert len(paths) == 50
    assert sum(row["n"] for row in paths.values()) + rest["n"] == n
    assert variants["n"] > 2_900


def test_a_path_too_long_for_a_name_is_cut_short_and_numbered() -> None:
    rows = usage(*((1, day(1) + timedelta(hours=k), ("discover", "verify")[k % 2]) for k in range(200)))
    (name,) = every("journey_variants", cut="touchpoint", usage=rows)
    assert len(name) < 300
    assert name.endswith("… #1")


def test_the_same_three_times_in_a_minute_is_an_obstacle() -> None:
    rows = usage(
        *((1, day(1) + timedelta(seconds=20 * k), "use") for k in range(3)),
        (2, day(1), "use"),
        (2, day(2), "use"),
    )
    found = every("obstacles", cut="repeat", usage=rows)
    assert {name: (row["value"], row["n"]) for name, row in found.items()} == {
        "use": (pytest.approx(1 / 3), 1)
    }


def test_an_error_after_which_nobody_came_back_costs_the_visit() -> None:
    known = {"touchpoints": [point("use"), point("payment failed", "buy")]}
    rows = usage((1, day(1), "use"), (1, day(1) + timedelta(minutes=12), "payment failed"),
                 (2, day(1), "payment failed"), (2, day(1) + timedelta(minutes=5), "use"))  # fmt: skip
    found = every("obstacles", cut="error_exit", usage=rows, known=known)
    assert {name: (row["value"], row["n"]) for name, row in found.items()} == {"payment failed": (12, 1)}


def test_a_wait_for_us_longer_than_nearly_all_others_costs_what_goes_beyond_the_usual() -> None:
    waits = [1] * 29 + [11]
    table = moves(
        r
        for n, hours in enumerate(waits)
        for r in told("voice", n, (day(1), "heard"), (day(1, hour=9 + hours), "told"))
    )
    known = {
        "touchpoints": [
            point(s, "support", heard_in="moves", column="step", value=f"voice {s}")
            for s in ("heard", "told")
        ]
    }
    found = every("obstacles", cut="long_wait", table=table, known=known)
    assert {name: (row["value"], row["n"]) for name, row in found.items()} == {"heard → told": (600, 1)}


def test_the_time_until_they_come_again_by_themselves_is_no_wait() -> None:
    waits = [60] * 29 + [660]
    rows = usage(*(row for who, minutes in enumerate(waits) for row in (
        (who, day(1), "discover"), (who, day(1) + timedelta(minutes=minutes), "verify"))))  # fmt: skip
    assert every("obstacles", cut="long_wait", usage=rows) == {}


def test_of_an_obstacle_the_people_behind_it_are_told() -> None:
    after = timedelta(minutes=8)
    rows = usage(
        (5, day(1), "verify"),
        (5, day(1) + after, "buy"),
        (5, day(1) + 2 * after, "verify"),
        (6, day(3), "verify"),
    )
    found = every("obstacles", cut="back_and_forth", usage=rows)
    assert {name: (row["value"], row["n"]) for name, row in found.items()} == {"buy → verify": (16, 1)}
    (who,) = every("obstacles", cut="back_and_forth.who", usage=rows)
    assert traveller(int(who.rpartition(" | ")[2])) == ("person", 5)


def test_a_memory_is_good_or_bad_by_what_was_said_next_and_never_without() -> None:
    rows = usage((1, day(1), "buy"), (2, day(1), "buy"), (3, day(1), "buy"), (4, day(1), "use"))
    answers = said((1, day(2), "nps", 10, 0, 10), (2, day(2), "csat", 1, 1, 5), (3, day(2), "ces", 5, 1, 7))
    found = every("touch_memory", cut="touchpoint", usage=rows, answers=answers)
    assert (found["buy"]["value"], found["buy"]["n"], found["buy"]["coverage"]) == (0.5, 2, 1.0)
    assert (found["use"]["value"], found["use"]["reason"]) == (None, "no_data")


def test_where_only_bad_words_are_recorded_there_is_no_share_of_good_ones() -> None:
    known = {"touchpoints": [point("heard", "support", heard_in="moves", column="step", value="voice heard")]}
    table = moves(told("voice", 1, (day(1), "heard"), (day(5), "asked")))
    row = every("touch_memory", cut="touchpoint", table=table, known=known)["heard"]
    assert (row["value"], row["n"], row["reason"]) == (None, 1, "not_recorded")


def test_to_ask_again_is_a_bad_word_about_what_came_before() -> None:
    known = {
        "touchpoints": [point("heard", "support", heard_in="moves", column="step", value="voice heard")],
        "spoken_by": [
            {"thing": "voice", "case_id": n, "person_id": 7 + n, "channel": "mail"} for n in (0, 1)
        ],
    }
    table = moves(
        [*told("voice", 0, (day(1), "heard"), (day(5), "asked")), *told("voice", 1, (day(1), "heard"))]
    )
    answers = said((8, day(2), "csat", 5, 1, 5))
    found = every("touch_memory", cut="touchpoint", table=table, known=known, answers=answers)
    assert (found["heard"]["value"], found["heard"]["n"]) == (0.5, 2)


def test_a_journey_is_remembered_by_its_worst_and_its_last_moment() -> None:
    rows = usage((1, day(1), "buy"), (1, day(3), "use"), (2, day(1), "buy"))
    answers = said((1, day(2), "nps", 2, 0, 10), (1, day(4), "csat", 5, 1, 5))
    worst = every("peak_end", cut="worst", usage=rows, answers=answers)
    last = every("peak_end", cut="last", usage=rows, answers=answers)
    assert {name: row["value"] for name, row in worst.items()} == {"buy": 1.0}
    assert {name: row["value"] for name, row in last.items()} == {"buy": 0.5, "use": 0.5}
