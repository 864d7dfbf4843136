"""The page of a person: the same for whoever they are, wherever they work today."""

from typing import Any

import pytest

from dure.facts.roles import Role
from dure.records.people.actions import end_tie, tie
from dure.records.people.models import Affiliation, Person
from dure.records.promises.actions import promise
from dure.records.voices.actions import acknowledge
from dure.records.work.actions import finish, start
from tests.cast import NOW, Corner, after, small_corner
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db


def page_of(
    corner: Corner, person: Person | None = None, *, language: str = "en", role: Role = Role.MEMBER
) -> Any:
    client = visitor_of(corner.jiwoo, role=role, language=language)
    return client.get(f"/person/{(person or corner.person).pk}/")


def promised(corner: Corner, words: str = "고쳐 드립니다") -> None:
    voice = corner.hear(at=after(days=-3), now=after(days=-3))
    owner = corner.persons["jiwoo"]
    promise(
        voice,
        words=words,
        due_at=after(days=2),
        owner=owner,
        by=corner.jiwoo,
        at=after(days=-2),
        now=after(days=-2),
    )


@pytest.mark.parametrize(("side", "word"), [("customer", "Customer"), ("coworker", "Coworker")])
def test_a_customer_and_a_coworker_get_the_same_page(db: None, side: str, word: str) -> None:
    corner = small_corner(side=side)
    promised(corner)
    said = words_of(page_of(corner))
    assert "1 voice of theirs is open. They wait for 1 promise." in said
    assert f"{word} · 한울상사" in said


def test_the_page_is_told_in_korean_too(corner: Corner) -> None:
    promised(corner)
    assert "열린 목소리 1건 이 있습니다." in words_of(page_of(corner, language="ko"))


def test_a_person_who_left_keeps_their_page_their_words_and_their_past(corner: Corner) -> None:
    corner.hear("작년에 부탁드린 일입니다.", at=after(days=-3), now=after(days=-3))
    tied = Affiliation.objects.get(person=corner.person)
    end_tie(tied, to_on=after(days=-1).date(), by=corner.jiwoo, at=NOW, now=NOW)
    said = words_of(page_of(corner))
    assert "작년에 부탁드린 일입니다." in said
    assert "past" in said


def test_a_tie_that_ends_today_still_holds_today(corner: Corner) -> None:
    tied = Affiliation.objects.get(person=corner.person)
    end_tie(tied, to_on=NOW.date(), by=corner.jiwoo, at=NOW, now=NOW)
    assert [t.pk for t in page_of(corner).context["ties"]] == [tied.pk]


def test_what_a_coworker_promised_stands_on_their_page(corner: Corner) -> None:
    promised(corner, "20초 안에 열리게 합니다")
    said = words_of(page_of(corner, corner.persons["jiwoo"]))
    assert "They have 1 promise to keep." in said
    assert "20초 안에 열리게 합니다" in said


def test_who_has_been_told_each_time_waits_for_nothing(corner: Corner) -> None:
    from dure.records.messages.actions import draft, tell

    voice = corner.hear(at=after(days=-3), now=after(days=-3))
    acknowledge(voice, by=corner.jiwoo, at=after(days=-2), now=after(days=-2))
    item = corner.add_work(voice)
    start(item, by=corner.yujin, at=NOW, now=NOW)
    finish(item, by=corner.yujin, at=NOW, now=NOW)
    tell(
        draft(voice, words="이제 20초입니다.", by=corner.jiwoo, at=NOW, now=NOW),
        by=corner.jiwoo,
        at=NOW,
        now=NOW,
    )
    assert "We heard them once, and they have been told." in words_of(page_of(corner))


def test_somebody_we_never_heard_is_said_to_be_so(corner: Corner) -> None:
    assert "We have not heard them yet." in words_of(page_of(corner))


def test_side_and_relation_are_told_apart(corner: Corner) -> None:
    tie(corner.person, relation="contractor", team=corner.cx, by=corner.jiwoo, at=NOW, now=NOW)
    said = words_of(page_of(corner))
    assert "Customer" in said
    assert "Contractor" in said


def test_the_clock_on_their_wall_is_shown_in_their_zone(corner: Corner) -> None:
    Person.objects.filter(pk=corner.person.pk).update(zone="Europe/Berlin")
    assert "04:00 Europe/Berlin" in words_of(page_of(corner))


def test_a_zone_nobody_knows_is_shown_as_it_is(corner: Corner) -> None:
    Person.objects.filter(pk=corner.person.pk).update(zone="Mars/Olympus")
    assert "Mars/Olympus" in words_of(page_of(corner))


def test_a_person_who_does_not_exist_is_not_found(corner: Corner) -> None:
    assert visitor_of(corner.jiwoo).get("/person/999/").status_code == 404


def test_a_viewer_reads_the_page_without_the_acts(corner: Corner) -> None:
    promised(corner)
    assert "Settle" in words_of(page_of(corner))
    assert "Settle" not in words_of(page_of(corner, role=Role.VIEWER))


def test_a_person_is_found_by_name_and_by_mail_address(corner: Corner) -> None:
    Person.objects.filter(pk=corner.person.pk).update(email="yoon@hanul.example")
    client = visitor_of(corner.jiwoo)
    for query in ("윤상", "YOON@"):
        assert f"/person/{corner.person.pk}/" in client.get("/search/", {"q": query}).content.decode()


@pytest.mark.parametrize("n", [1, 10])
def test_the_page_asks_as_often_for_one_voice_as_for_many(
    corner: Corner, n: int, django_assert_num_queries: Any
) -> None:
    client = visitor_of(corner.jiwoo)
    for i in range(n):
        promised(corner, f"약속 {i}")
    with django_assert_num_queries(8):
        client.get(f"/person/{corner.person.pk}/")
