"""A date from data: what a voice's page expects, and what a promise keeps of it (001-28)."""

from datetime import timedelta

import pytest

from dure.facts.roles import Role
from dure.records.promises.queries import promises_of
from tests.cast import NOW, Corner
from tests.doors.web.forecast.test_forecast import HISTORY, weeks
from tests.doors.web.kept_numbers import keep
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

#: A date of our own choosing, not the one that is proposed.
OURS = "2026-06-01T18:00"


def promise_on(corner: Corner, voice: object) -> object:
    client = visitor_of(corner.jiwoo, role=Role.MEMBER)
    said = {"words": "고치겠습니다.", "due_at": OURS, "basis": "forged", "expected_to_on": "2026-03-04"}
    answer = client.post(f"/voice/{voice.pk}/promise/{voice.pk}/", said)  # type: ignore[attr-defined]
    assert answer.status_code == 302
    return promises_of(voice.pk).get().promise  # type: ignore[attr-defined]


def test_the_form_proposes_the_range_of_the_work_and_its_p85_date(corner: Corner) -> None:
    keep(*weeks(*HISTORY))
    voice = corner.hear()
    for _ in range(8):
        corner.add_work(voice)
    answer = visitor_of(corner.jiwoo).get(f"/voice/{voice.pk}/")
    half, sure = (NOW.date() + timedelta(weeks=n) for n in (4, 5))
    words = words_of(answer)
    assert f"The work is expected between {half:%a} {half.day} {half:%b} and {sure:%a} {sure.day} {sure:%b} (4 to 5 weeks)" in words  # fmt: skip
    assert f"Work on it is expected to be done between {half:%a} {half.day} {half:%b}" in words
    assert f'data-fill-with="{sure}T18:00"' in answer.content.decode()


def test_a_promise_keeps_what_the_forecast_said_whatever_date_was_chosen(corner: Corner) -> None:
    keep(*weeks(*HISTORY))
    voice = corner.hear()
    for _ in range(8):
        corner.add_work(voice)
    made = promise_on(corner, voice)
    today = NOW.date()
    assert (made.expected_from_on, made.expected_to_on) == (today + timedelta(weeks=4), today + timedelta(weeks=5))  # fmt: skip
    assert (made.basis["n_items"], made.basis["n_weeks"]) == (8, 6)
    listed = words_of(visitor_of(corner.jiwoo).get("/promises/"))
    assert "from 6 weeks of work" in listed


@pytest.mark.parametrize(
    ("counts", "has_work", "why"),
    [
        (HISTORY, False, "No open work answers this yet, so no range can be told."),
        (HISTORY[:4], True, "Not enough history: a date needs six complete weeks"),
        ((), True, "The numbers of this stream have not been computed yet"),
    ],
)
def test_without_data_the_form_says_why_and_the_promise_that_it_has_no_basis(
    corner: Corner, counts: tuple[int, ...], has_work: bool, why: str
) -> None:
    if counts:
        keep(*weeks(*counts))
    voice = corner.hear()
    if has_work:
        corner.add_work(voice)
    words = words_of(visitor_of(corner.jiwoo).get(f"/voice/{voice.pk}/"))
    assert why in words
    assert "The promise will stand without a basis." in words
    made = promise_on(corner, voice)
    assert (made.has_basis, made.basis) == (False, {})
    assert "No basis from data" in words_of(visitor_of(corner.jiwoo).get("/promises/"))
