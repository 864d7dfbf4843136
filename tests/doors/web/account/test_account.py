"""The page of an account: what is open, who is there, and the acts that start from here."""

from typing import Any

import pytest

from dure.facts.roles import Role
from dure.records.people.actions import add_person, tie
from dure.records.people.models import Account, Affiliation, Person
from dure.records.promises.actions import promise
from dure.records.voices.actions import acknowledge
from dure.records.voices.models import Voice
from tests.cast import NOW, Corner, after, small_corner
from tests.doors.web.visiting import noon, visitor, visitor_of, words_of  # noqa: F401 - the clock of every test here

pytestmark = pytest.mark.django_db


def place(corner: Corner, more: str = "") -> str:
    return f"/account/{corner.account.pk}/{more}"


@pytest.mark.parametrize("side", ["customer", "coworker"])
def test_a_customer_and_a_team_inside_get_the_same_page(db: None, side: str) -> None:
    corner = small_corner(side=side)
    voice = corner.hear(at=after(days=-3), now=after(days=-3))
    due = after(hours=5)
    promise(
        voice,
        words="내일 아침까지 고칩니다",
        due_at=due,
        by=corner.jiwoo,
        at=after(days=-2),
        now=after(days=-2),
    )
    said = words_of(visitor_of(corner.jiwoo).get(place(corner)))
    assert (
        "1 voice is open, all of them acknowledged. The next promise is due in 5 h · Tue 3 Mar 17:00." in said
    )
    assert "내일 아침까지 고칩니다" in said


def test_what_is_not_acknowledged_and_what_is_late_is_said_first(corner: Corner) -> None:
    early = after(days=-9)
    voice = corner.hear(at=early, now=early)
    promise(
        voice,
        words="곧 고칩니다",
        due_at=after(days=-1),
        by=corner.jiwoo,
        at=after(days=-8),
        now=after(days=-8),
    )
    corner.hear("로그인이 안 됩니다.")
    said = words_of(visitor_of(corner.jiwoo).get(place(corner)))
    assert "2 voices are open, 1 of them not acknowledged. 1 promise is late." in said


def test_the_page_is_told_in_korean_too(corner: Corner) -> None:
    corner.hear()
    said = words_of(visitor_of(corner.jiwoo, language="ko").get(place(corner)))
    assert "열린 목소리 1건 가운데 1건은 아직 접수를 안내하지 않았습니다." in said


def test_a_voice_keeps_its_words_and_their_language(corner: Corner) -> None:
    corner.hear("Every export is a day late.")
    assert (
        'lang="en">Every export is a day late.'
        in visitor_of(corner.jiwoo).get(place(corner)).content.decode()
    )


def test_work_about_a_voice_of_the_account_is_shown_whoever_it_was_begun_for(corner: Corner) -> None:
    corner.add_work(corner.hear(), title="질의 고치기")
    assert "질의 고치기" in words_of(visitor_of(corner.jiwoo).get(place(corner)))


def test_the_timeline_tells_what_happened_the_newest_first(corner: Corner) -> None:
    voice = corner.hear(at=after(days=-2), now=after(days=-2))
    acknowledge(voice, by=corner.yujin, at=after(days=-1), now=after(days=-1))
    events = visitor_of(corner.jiwoo).get(place(corner)).context["events"]
    assert [(str(one.pill), one.who) for one in events] == [("Acknowledged", "배유진"), ("Heard", "한지우")]


def test_hearing_a_voice_begins_the_customers_clock_and_leads_to_the_voice(corner: Corner) -> None:
    client = visitor_of(corner.jiwoo)
    said = {
        "words": "재고가 맞지 않아요.",
        "person": corner.person.pk,
        "channel": "phone",
        "kind": "ticket",
        "at": "2026-03-03T09:30",
    }
    answer = client.post(place(corner, "hear/"), said)
    voice = Voice.objects.get()
    assert answer.url == f"/voice/{voice.pk}/"
    assert (voice.account, voice.person, voice.channel, voice.language) == (
        corner.account,
        corner.person,
        "phone",
        "ko",
    )
    assert voice.heard_at.isoformat() == "2026-03-03T00:30:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": "  "}, "words"),
        ({"channel": "pigeon"}, "channel"),
        ({"person": 999}, "person"),
        ({"at": "2026-03-04T09:30"}, "at"),
    ],
)
def test_what_cannot_be_heard_is_answered_at_its_field_and_what_was_written_stays(
    corner: Corner, wrong: dict[str, Any], field: str
) -> None:
    said = {"words": "재고가 맞지 않아요.", "channel": "phone", "kind": "ticket", **wrong}
    answer = visitor_of(corner.jiwoo).post(place(corner, "hear/"), said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Voice.objects.exists()


def test_only_those_who_are_there_today_may_be_named_as_the_speaker(corner: Corner) -> None:
    gone = add_person("서은주", by=corner.jiwoo, at=NOW, now=NOW)
    tie(
        gone,
        relation="employee",
        account=corner.account,
        to_on=after(days=-1).date(),
        by=corner.jiwoo,
        at=NOW,
        now=NOW,
    )
    said = words_of(visitor_of(corner.jiwoo).get(place(corner, "hear/")))
    assert "윤상철" in said
    assert "서은주" not in said


def test_somebody_new_is_added_and_tied(corner: Corner) -> None:
    visitor_of(corner.jiwoo).post(
        place(corner, "tie/"), {"name": "조하늘", "relation": "champion", "title": "대리"}
    )
    tied = Affiliation.objects.get(person__name="조하늘")
    assert (tied.account, tied.relation, tied.person.side) == (corner.account, "champion", "customer")


def test_somebody_we_know_is_tied_and_not_added_twice(corner: Corner) -> None:
    visitor_of(corner.jiwoo).post(place(corner, "tie/"), {"name": "윤상철", "relation": "champion"})
    assert Person.objects.filter(name="윤상철").count() == 1
    assert Affiliation.objects.filter(person=corner.person).count() == 2


def test_two_of_the_same_name_are_told_apart_by_the_mail_address(corner: Corner) -> None:
    add_person("윤상철", email="yoon@hanul.example", by=corner.jiwoo, at=NOW, now=NOW)
    client = visitor_of(corner.jiwoo)
    answer = client.post(place(corner, "tie/"), {"name": "윤상철", "relation": "partner"})
    assert answer.status_code == 422
    assert "several people of this name" in words_of(answer)
    client.post(
        place(corner, "tie/"), {"name": "윤상철", "relation": "partner", "email": "yoon@hanul.example"}
    )
    assert Affiliation.objects.get(relation="partner").person.email == "yoon@hanul.example"


def test_a_tie_that_ends_before_it_begins_is_refused_and_nobody_is_added(corner: Corner) -> None:
    said = {"name": "조하늘", "relation": "employee", "from_on": "2026-02-01", "to_on": "2026-01-01"}
    answer = visitor_of(corner.jiwoo).post(place(corner, "tie/"), said)
    assert answer.status_code == 422
    assert "The last day is before the first." in words_of(answer)
    assert not Person.objects.filter(name="조하늘").exists()


def test_who_has_left_stands_under_those_who_were_here_before(corner: Corner) -> None:
    tied = Affiliation.objects.get(person=corner.person)
    client = visitor_of(corner.jiwoo)
    answer = client.post(place(corner, f"tie/{tied.pk}/end/"), {"to_on": "2026-03-01"}, follow=True)
    assert "Noted. The person stays" in words_of(answer)
    assert "1 was here before" in words_of(answer)
    assert client.get(f"/person/{corner.person.pk}/").status_code == 200


def test_a_tie_of_another_account_is_not_found_here(corner: Corner) -> None:
    other = Account.objects.create(name="다른 회사")
    tied = Affiliation.objects.create(person=corner.person, account=other, relation="partner")
    assert visitor_of(corner.jiwoo).get(place(corner, f"tie/{tied.pk}/end/")).status_code == 404


@pytest.mark.parametrize("more", ["", "hear/", "tie/", "tie/1/end/"])
def test_an_account_that_does_not_exist_is_not_found(corner: Corner, more: str) -> None:
    assert visitor_of(corner.jiwoo).get(f"/account/999/{more}").status_code == 404


def test_a_viewer_reads_and_does_not_act(corner: Corner) -> None:
    client = visitor_of(corner.jiwoo, role=Role.VIEWER)
    assert "Hear a voice" not in words_of(client.get(place(corner)), under="h1")
    assert client.post(place(corner, "hear/"), {"words": "예"}).status_code == 403


def test_an_account_of_which_nothing_is_known_says_what_to_do_first(corner: Corner) -> None:
    said = words_of(visitor_of(corner.jiwoo).get(place(corner)))
    assert "Nobody waits for our word here, and no promise is open." in said


@pytest.mark.parametrize("n", [1, 12])
def test_the_page_asks_as_often_for_a_full_account_as_for_a_new_one(
    corner: Corner, n: int, django_assert_num_queries: Any
) -> None:
    client = visitor_of(corner.jiwoo)
    for i in range(n):
        voice = corner.hear(f"말 {i}", at=after(days=-3), now=after(days=-3))
        promise(
            voice,
            words=f"약속 {i}",
            due_at=after(days=2),
            by=corner.jiwoo,
            at=after(days=-2),
            now=after(days=-2),
        )
        corner.add_work(voice, title=f"일 {i}")
    with django_assert_num_queries(12):
        client.get(place(corner))


def test_the_one_who_left_keeps_their_place_in_the_story_of_the_village(village: Any) -> None:
    client, hospital = visitor("jiwoo"), Account.objects.get(name="온담병원")
    assert "1 was here before" in words_of(client.get(f"/account/{hospital.pk}/"))
