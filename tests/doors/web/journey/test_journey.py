"""The journey: its map, its funnel, where people lose time, and one person's way walked backwards."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dure.facts.roles import Role
from dure.records.journeys.actions import remove_touchpoint
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.actions import deny_solved, measure
from dure.records.voices.actions import acknowledge, ask_again
from tests.cast import Corner, after
from tests.doors.web.kept_numbers import keep, number
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db


def journey(metric, value, *, cut="all", slice="", **said):
    return number("journey", metric, value, cut=cut, slice=slice, **said)


def numbers(corner: Corner):
    who = f"heard_mail → acknowledged | {corner.person.pk * 4}"
    return [
        journey("touch_count", 437.0, n=20),
        journey("touch_count", 48.0, cut="touchpoint", slice="told", n=18),
        journey("journey_funnel", 0.9, cut="stage", slice="discover", n=18),
        journey("journey_funnel", None, cut="stage", slice="buy", reason="not_recorded"),
        journey("journey_funnel", 0.25, cut="step", slice="discover → use", n=400, low=0.21, high=0.29),
        journey("journey_funnel", 0.75, cut="leak", slice="discover → use", n=400),
        journey("journey_follows", 41.0, cut="touchpoint", slice="web_visit → trial", n=8),
        journey("journey_follows", 60.0, cut="journey_stage", slice="discover → support", n=8),
        journey("journey_variants", 0.15, cut="touchpoint", slice="heard_mail → told", n=3),
        journey("journey_variants", 0.9, cut="touchpoint.variants", n=18),
        journey("obstacles", 2880.0, cut="long_wait", slice="heard_mail → acknowledged", n=2),
        journey("obstacles", 1440.0, cut="long_wait.who", slice=who, n=1),
        journey("touch_memory", 0.93, cut="touchpoint", slice="told", n=29, low=0.78, high=0.98),
        journey("touch_memory", 0.0, cut="touchpoint", slice="contract", n=1, low=0.0, high=0.79),
        journey("peak_end", 0.2, cut="worst", slice="told", n=2),
    ]


@pytest.fixture
def viewer(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.VIEWER)


def test_the_first_sentence_says_who_came_where_they_left_and_where_they_lost_time(
    viewer: Client, corner: Corner
) -> None:
    keep(*numbers(corner))
    said = words_of(viewer.get("/journey/"))
    assert "20 people met us 437 times." in said
    assert "Most are lost on the way Discover → Use : 25% go on." in said
    assert "Most time is lost at Asked by mail → Acknowledged : 2 people, 1 d each (median)." in said


def test_the_map_has_the_five_stages_and_says_what_is_not_recorded(viewer: Client, corner: Corner) -> None:
    keep(*numbers(corner))
    page = viewer.get("/journey/")
    assert page.content.decode().count('class="journey-column"') == 5
    assert "18 came through, 90%" in words_of(page)
    assert "Nobody was ever seen in: Buy." in words_of(page)


def test_a_memory_is_called_good_where_its_whole_interval_is_and_one_word_calls_nothing(
    viewer: Client, corner: Corner
) -> None:
    keep(*numbers(corner))
    said = words_of(viewer.get("/journey/"))
    assert "good memory" in said
    assert "bad memory" not in said


def test_every_obstacle_leads_to_the_people_behind_it_and_they_to_their_journeys(
    viewer: Client, corner: Corner
) -> None:
    keep(*numbers(corner))
    href = "/journey/people/?kind=long_wait&amp;place=heard_mail+%E2%86%92+acknowledged"
    assert href in viewer.get("/journey/").content.decode()
    people = viewer.get(href.replace("&amp;", "&"))
    assert "It met 2 people; half of them lost more than 1 d." in words_of(people)
    assert f'href="/journey/person/{corner.person.pk}/"' in people.content.decode()
    assert viewer.get("/journey/people/?kind=long_wait&place=nowhere").status_code == 404


def test_a_memory_leads_to_who_said_so(viewer: Client, corner: Corner) -> None:
    who = f"told | {corner.person.pk * 4}"
    keep(*numbers(corner), journey("touch_memory", 0.0, cut="touchpoint.who", slice=who, n=2))
    assert 'href="/journey/words/told/"' in viewer.get("/journey/").content.decode()
    said = words_of(viewer.get("/journey/words/told/"))
    assert "93% of 29 words right after it were good." in said
    assert f"{corner.person.name} bad 2" in said
    assert viewer.get("/journey/words/nowhere/").status_code == 404


def test_bad_words_alone_give_no_share(viewer: Client) -> None:
    keep(journey("touch_count", 437.0, n=20), journey("touch_memory", None, n=332, reason="not_recorded"))
    assert "332 times somebody asked again or it was reopened" in words_of(viewer.get("/journey/"))


def test_touchpoints_nobody_measures_are_listed_with_what_to_do(viewer: Client, corner: Corner) -> None:
    assert "Met at an event Choose a number" in words_of(viewer.get("/journey/"))


def test_an_empty_journey_says_what_to_do_and_an_unknown_history_is_not_found(viewer: Client) -> None:
    assert "Nobody has met us at a touchpoint yet." in words_of(viewer.get("/journey/"))
    assert viewer.get("/journey/?source=nowhere").status_code == 404
    assert viewer.get("/journey/person/999/").status_code == 404


def test_a_touchpoint_that_was_taken_out_is_shown_by_its_key_in_old_numbers(
    viewer: Client, corner: Corner
) -> None:
    keep(*numbers(corner))
    remove_touchpoint("trial", by=corner.sera)
    assert "Website visit → trial" in words_of(viewer.get("/journey/"))


def walk(corner: Corner) -> int:
    """Heard, acknowledged, asked again, told, not solved; three days later a good score on another voice."""
    voice = corner.hear(at=after(days=-9), now=after(days=-9), channel="mail")
    acknowledge(voice, by=corner.jiwoo, at=after(days=-8), now=after(days=-8))
    ask_again(voice, words="언제 되나요?", by=corner.jiwoo, at=after(days=-7), now=after(days=-7))
    message = draft(voice, words="됩니다.", by=corner.jiwoo, at=after(days=-6), now=after(days=-6))
    tell(message, by=corner.jiwoo, at=after(days=-6), now=after(days=-6))
    denied = deny_solved(voice, words="또 느립니다.", by=corner.jiwoo, at=after(days=-5), now=after(days=-5))
    survey = corner.hear(at=after(days=-2), now=after(days=-2), kind="survey", channel="mail")
    measure(survey, kind="nps", value=9, by=corner.jiwoo, at=after(days=-2), now=after(days=-2))
    return int(denied.pk)


def test_a_journey_is_walked_back_from_the_latest_outcome_to_the_first_word(
    viewer: Client, corner: Corner
) -> None:
    walk(corner)
    said = words_of(viewer.get(f"/journey/person/{corner.person.pk}/"))
    assert "What came of it: Would recommend us: 9 of 10." in said
    assert "the first was “Asked by mail”" in said
    assert said.index("Survey answered") < said.index("Told") < said.index("Asked again")


def test_another_outcome_is_chosen_and_only_what_came_before_it_is_walked(
    viewer: Client, corner: Corner
) -> None:
    denied = walk(corner)
    said = words_of(viewer.get(f"/journey/person/{corner.person.pk}/?outcome={denied}"))
    assert "What came of it: Not solved for them." in said
    assert "Survey answered" not in said


def test_the_worst_and_the_last_moment_are_marked(viewer: Client, corner: Corner) -> None:
    denied = walk(corner)
    page = viewer.get(f"/journey/person/{corner.person.pk}/?outcome={denied}").content.decode()
    assert page.count('class="is-worst"') == 1
    assert "The worst moment was “" in page


def test_a_person_of_whom_nothing_is_recorded_says_so(viewer: Client, corner: Corner) -> None:
    assert "No touch of this person is recorded yet." in words_of(
        viewer.get(f"/journey/person/{corner.person.pk}/")
    )


def test_the_page_asks_the_database_as_often_for_many_numbers_as_for_few(
    viewer: Client, corner: Corner
) -> None:
    counts = []
    for rows in ([journey("touch_count", 1.0, n=1)], numbers(corner)):
        keep(*rows)
        viewer.get("/journey/")
        with CaptureQueriesContext(connection) as asked:
            viewer.get("/journey/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_the_journey_is_told_in_korean(corner: Corner) -> None:
    keep(*numbers(corner))
    walk(corner)
    client = visitor_of(corner.jiwoo, role=Role.VIEWER, language="ko")
    assert "20명이 우리를 437번 만났습니다." in words_of(client.get("/journey/"))
    assert "님의 여정, 거꾸로" in words_of(client.get(f"/journey/person/{corner.person.pk}/"))
