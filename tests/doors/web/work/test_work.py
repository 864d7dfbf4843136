"""What a work item's page says, and what may be done there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import activate

from dure.doors.web.work.history import n_handovers, spent, stays
from dure.facts.roles import Role
from dure.records.handoffs.actions import hand_off
from dure.records.releases.actions import ship
from dure.records.work.actions import add_work, finish, start, wait
from dure.records.work.queries import current_state, states_of
from tests.doors.web.house_of_two_teams import House, house

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> House:
    return house()


def work(here: House, title: str = "느린 질의", **named):
    return add_work(
        title, stream=here.product, kind="defect", team=here.support, **named, **here.ago(days=10)
    )


def page(here: House, item, *, role: Role = Role.MEMBER, language: str = "en") -> str:
    return here.client(role, language=language).get(f"/work/{item.pk}/").content.decode()


def test_a_stranger_is_sent_to_the_login_and_what_does_not_exist_is_not_found(here: House, client) -> None:
    assert client.get(f"/work/{work(here).pk}/").status_code == 302
    assert here.client().get("/work/999999/").status_code == 404
    assert here.client().post(f"/work/{work(here).pk}/enchant/").status_code == 404


def test_the_time_it_took_is_told_apart_by_what_it_waited_for(here: House) -> None:
    item = work(here)
    start(item, team=here.data, **here.ago(days=6))
    wait(item, waits_on="vendor", **here.ago(days=5))
    start(item, **here.ago(days=4))
    finish(item, **here.ago(days=2))
    found = stays(list(states_of(item.pk)), now=here.now)
    activate("en")
    assert [(str(part.name), part.length.days, part.share) for part in spent(found)] == [
        ("New", 4, 0.5), ("Active", 3, 0.375), ("a vendor", 1, 0.125),
    ]  # fmt: skip
    assert n_handovers(found) == 1


def test_each_state_says_how_long_it_lasted_and_the_handover_between_whom(here: House) -> None:
    item = work(here)
    start(item, team=here.data, **here.ago(days=6))
    said = page(here, item)
    assert "4 d" in said
    assert "6 d so far" in said
    assert "Handed over from 고객지원 to 데이터" in said
    assert "1 handover between teams" in said


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (0, "Not begun yet."), (1, "고객지원 is working on it."), (2, "Waiting on other work"), (3, "Waiting on the customer."),
        (4, "Done; it waits for a release."), (5, "Done and shipped."),
    ],
)  # fmt: skip
def test_one_sentence_says_what_it_does_now(here: House, steps: int, sentence: str) -> None:
    item, other = work(here), work(here, "먼저 할 일")
    acts = [
        lambda: start(item, by=here.by), lambda: wait(item, waits_on="item", waits_for=other, by=here.by),
        lambda: wait(item, waits_on="customer", asked=False, by=here.by), lambda: finish(item, by=here.by),
        lambda: ship("7월 배포", stream=here.product, items=[item], by=here.by),
    ]  # fmt: skip
    for act in acts[:steps]:
        act()
    said = page(here, item)
    assert sentence in said[said.index('id="now"') : said.index('class="beside"')]


def test_a_wait_for_a_customer_who_was_not_asked_is_said_openly(here: House) -> None:
    item = work(here)
    wait(item, waits_on="customer", asked=False, by=here.by)
    assert "The customer was not asked anything." in page(here, item)
    wait(item, waits_on="customer", by=here.by)
    assert "Whether the customer was asked a question is not recorded." in page(here, item)


def test_it_leads_to_its_voices_its_handoff_its_release_and_what_waits_for_it(here: House) -> None:
    voice = here.voice()
    handoff = hand_off(voice, to_team=here.data, ask="까닭을 찾아 주세요", by=here.by)
    item, other = work(here, voices=[voice], handoff=handoff), work(here, "뒤따르는 일")
    wait(other, waits_on="item", waits_for=item, by=here.by)
    finish(item, by=here.by)
    ship("7월 배포", stream=here.product, items=[item], by=here.by)
    said = page(here, item)
    for what in (f"/voice/{voice.pk}/", "까닭을 찾아 주세요", "7월 배포", f"/work/{other.pk}/"):
        assert what in said


def test_work_is_started_held_and_given_up_from_its_page(here: House) -> None:
    item, client = work(here), here.client()
    assert client.post(f"/work/{item.pk}/start/").url == f"/work/{item.pk}/"
    assert client.post(f"/work/{item.pk}/wait/", {"waits_on": "vendor"}).status_code == 302
    assert current_state(item).waits_on == "vendor"
    answer = client.post(f"/work/{item.pk}/cancel/", headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert 'name="acts" open' in answer.content.decode()
    assert client.post(f"/work/{item.pk}/cancel/", {"why": "더는 원하지 않습니다"}).status_code == 302
    assert current_state(item).state == "canceled"


def test_closed_work_is_not_finished_twice(here: House) -> None:
    item = work(here)
    finish(item, by=here.by)
    answer = here.client().post(f"/work/{item.pk}/finish/")
    assert answer.status_code == 409
    assert "This work is closed: reopen it first." in answer.content.decode()


def test_a_viewer_is_offered_no_act_and_may_do_none(here: House) -> None:
    item = work(here)
    assert "act-form" not in page(here, item, role=Role.VIEWER)
    assert here.client(Role.VIEWER).post(f"/work/{item.pk}/start/").status_code == 403


def test_the_page_is_said_in_korean(here: House) -> None:
    said = page(here, work(here), language="ko")
    assert "어디에 시간을 썼나" in said
    assert "Where its time went" not in said


def test_the_quick_search_finds_work_by_its_title_and_by_its_number(here: House) -> None:
    item = work(here)
    for query in ("느린", f"#{item.pk}"):
        assert f"/work/{item.pk}/" in here.client().get("/search/", {"q": query}).content.decode()


def test_the_page_asks_the_database_equally_often_however_long_the_history(here: House) -> None:
    item, client = work(here, voices=[here.voice()]), here.client()
    for _ in range(2):
        for _ in range(4):
            wait(item, waits_on="customer", by=here.by)
            start(item, by=here.by)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/work/{item.pk}/")
        assert len(asked) == 11
