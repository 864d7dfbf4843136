"""The page of promises: what is open, late, due today, and what became of the rest."""

from typing import Any

import pytest

from dure.facts.roles import Role
from dure.records.outcomes.actions import keep_numbers
from dure.records.promises.actions import keep_promise, move_promise, promise
from dure.records.promises.models import Promise
from dure.records.promises.queries import current_states
from tests.cast import NOW, Corner, actor, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db

PROMISES = "/promises/"


def promised(corner: Corner, words: str, *, due: float, made: float = -5) -> Promise:
    """A promise due some days from now (before now with a negative number)."""
    at = after(days=made)
    voice = corner.hear(at=at, now=at)
    person = corner.persons["jiwoo"]
    return promise(voice, words=words, due_at=after(days=due), owner=person, by=corner.jiwoo, at=at, now=at)


def shown(answer: Any) -> list[str]:
    return [state.promise.words for state in answer.context["list"].rows]


def stage_of(one: Promise) -> str:
    return current_states().get(promise=one).stage


@pytest.fixture
def four(corner: Corner) -> dict[str, Promise]:
    """One late, one due today, one due in a week, one kept."""
    found = {
        "late": promised(corner, "어제까지 보고서를 고칩니다", due=-1),
        "today": promised(corner, "오늘 안에 전화드립니다", due=0.2),
        "later": promised(corner, "다음 주에 열어 드립니다", due=7),
        "kept": promised(corner, "벌써 해 드렸습니다", due=2),
    }
    keep_promise(found["kept"], by=corner.jiwoo, at=NOW, now=NOW)
    return found


def test_the_first_sentence_counts_what_is_open_late_and_due_today(
    corner: Corner, four: dict[str, Promise]
) -> None:
    said = words_of(visitor_of(corner.jiwoo).get(PROMISES))
    assert "3 promises are open. 1 is late: tell the customer before they ask. 1 is due today." in said


def test_the_same_sentence_is_said_in_korean(corner: Corner, four: dict[str, Promise]) -> None:
    said = words_of(visitor_of(corner.jiwoo, language="ko").get(PROMISES))
    assert "남은 약속이 3건 있습니다. 1건 은 기한을 넘겼으니" in said


def test_open_promises_come_first_by_their_due_and_closed_ones_after_them(
    corner: Corner, four: dict[str, Promise]
) -> None:
    order = shown(visitor_of(corner.jiwoo).get(PROMISES))
    assert order == [four[name].words for name in ("late", "today", "later", "kept")]


@pytest.mark.parametrize(
    ("reading", "names"),
    [
        ("open", ["late", "today", "later"]),
        ("late", ["late"]),
        ("due_today", ["today"]),
        ("kept", ["kept"]),
        ("kept_late", []),
        ("broken", []),
        ("", ["late", "today", "later", "kept"]),
    ],
)
def test_a_number_leads_to_the_promises_it_counts(
    corner: Corner, four: dict[str, Promise], reading: str, names: list[str]
) -> None:
    assert shown(visitor_of(corner.jiwoo).get(PROMISES, {"stage": reading})) == [
        four[name].words for name in names
    ]


def test_promises_are_found_by_owner_by_account_and_by_their_words(
    corner: Corner, four: dict[str, Promise]
) -> None:
    client, sera = visitor_of(corner.jiwoo), corner.persons["sera"]
    assert len(shown(client.get(PROMISES, {"owner": corner.persons["jiwoo"].pk}))) == 4
    assert len(shown(client.get(PROMISES, {"account": corner.account.pk, "stage": "late"}))) == 1
    assert shown(client.get(PROMISES, {"q": "전화"})) == ["오늘 안에 전화드립니다"]
    assert "left out" in words_of(client.get(PROMISES, {"owner": sera.pk}))


def test_a_promise_is_kept_from_the_list_and_the_page_comes_back_with_its_choices(
    corner: Corner, four: dict[str, Promise]
) -> None:
    client, place = visitor_of(corner.jiwoo), f"{PROMISES}?stage=open"
    answer = client.post(f"{PROMISES}{four['late'].pk}/", {"act": "keep", "next": place}, follow=True)
    assert answer.redirect_chain == [(place, 302)]
    assert "Noted: the promise is kept." in words_of(answer)
    assert stage_of(four["late"]) == "kept"
    assert shown(client.get(PROMISES, {"stage": "kept_late"})) == [four["late"].words]


def test_a_date_is_moved_with_its_reason_and_the_first_date_stays_in_sight(
    corner: Corner, four: dict[str, Promise]
) -> None:
    client = visitor_of(corner.jiwoo)
    said = {"act": "move", "new_due_at": "2026-03-12T18:00", "why": "단말기가 늦게 옵니다"}
    client.post(f"{PROMISES}{four['later'].pk}/", said)
    state = current_states().get(promise=four["later"])
    assert (state.stage, state.due_at.isoformat(), state.why) == (
        "moved",
        "2026-03-12T09:00:00+00:00",
        "단말기가 늦게 옵니다",
    )
    assert "first date Tue 10 Mar 12:00" in words_of(client.get(PROMISES))


@pytest.mark.parametrize(
    ("which", "said", "reason"),
    [
        ("later", {"act": "move", "new_due_at": "2026-03-12T18:00"}, "Say why the date moves"),
        ("later", {"act": "move", "why": "늦습니다", "new_due_at": "soon"}, "Give the date and the hour"),
        (
            "later",
            {"act": "move", "why": "늦습니다", "new_due_at": "2026-02-31T09:00"},
            "Give the date and the hour",
        ),
        (
            "late",
            {"act": "move", "why": "늦습니다", "new_due_at": "2026-03-12T18:00"},
            "The promise was due Mon 2 Mar 12:00",
        ),
        ("later", {"act": "break"}, "Say why the promise is broken"),
        ("later", {"act": "withdraw"}, "Say what the customer told you"),
        ("later", {"act": "forget"}, "Say what became of the promise"),
        ("kept", {"act": "keep"}, "This promise is already closed"),
    ],
)
def test_what_the_rules_refuse_is_answered_with_the_reason_in_words(
    corner: Corner, four: dict[str, Promise], which: str, said: dict[str, str], reason: str
) -> None:
    before = stage_of(four[which])
    answer = visitor_of(corner.jiwoo).post(f"{PROMISES}{four[which].pk}/", said)
    assert answer.status_code == 409
    assert reason in answer.content.decode()
    assert stage_of(four[which]) == before


def test_a_viewer_reads_promises_and_may_not_settle_them(corner: Corner, four: dict[str, Promise]) -> None:
    client = visitor_of(corner.jiwoo, role=Role.VIEWER)
    assert "Settle" not in words_of(client.get(PROMISES))
    assert client.post(f"{PROMISES}{four['late'].pk}/", {"act": "keep"}).status_code == 403


def test_a_promise_that_does_not_exist_is_not_found(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo).post(f"{PROMISES}999/", {"act": "keep"}).status_code == 404


def test_without_any_promise_the_page_says_how_the_first_one_is_made(corner: Corner) -> None:
    said = words_of(visitor_of(corner.jiwoo).get(PROMISES))
    assert "No promise is open now." in said
    assert "A promise answers a voice" in said


def test_the_rates_are_those_last_computed_and_not_known_before_that(
    corner: Corner, four: dict[str, Promise]
) -> None:
    client = visitor_of(corner.jiwoo)
    assert words_of(client.get(PROMISES)).count("Not known") == 3
    row = {
        "version": 1,
        "stream": "loop",
        "cut": "all",
        "slice": "",
        "n": 7,
        "coverage": None,
        "reason": "",
        "as_of": NOW,
    }
    keep_numbers(
        [{**row, "metric": "promise_kept", "value": 4 / 7, "low": 0.25, "high": 0.84}],
        by=actor(Role.ADMIN),
        at=NOW,
        now=NOW,
    )
    said = words_of(client.get(PROMISES))
    assert "57%" in said
    assert "25% to 84%" in said
    assert said.count("Not known") == 2


def test_the_rates_lead_to_the_promises_they_count(corner: Corner) -> None:
    moved = promised(corner, "제때 옮겨 지켰습니다", due=-2)
    move_promise(
        moved,
        new_due_at=after(days=1),
        why="늦습니다",
        by=corner.jiwoo,
        at=after(days=-3),
        now=after(days=-3),
    )
    keep_promise(moved, by=corner.jiwoo, at=NOW, now=NOW)
    first = promised(corner, "처음 기한에 지켰습니다", due=-1)
    keep_promise(first, by=corner.jiwoo, at=after(days=-1.5), now=after(days=-1.5))
    early = promised(corner, "아직 기한이 안 왔습니다", due=2)
    keep_promise(early, by=corner.jiwoo, at=NOW, now=NOW)
    client = visitor_of(corner.jiwoo)
    assert shown(client.get(PROMISES, {"stage": "kept_first"})) == [first.words]
    assert set(shown(client.get(PROMISES, {"stage": "honoured"}))) == {first.words, moved.words}


@pytest.mark.parametrize("n", [1, 12])
def test_the_page_asks_as_often_for_one_promise_as_for_many(
    corner: Corner, n: int, django_assert_num_queries: Any
) -> None:
    made = [promised(corner, f"약속 {i}", due=1 + i) for i in range(n)]
    move_promise(made[0], new_due_at=after(days=40), why="늦습니다", by=corner.jiwoo, at=NOW, now=NOW)
    client = visitor_of(corner.jiwoo)
    with django_assert_num_queries(9):
        client.get(PROMISES)
