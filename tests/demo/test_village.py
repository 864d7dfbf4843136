"""The village: what everybody may rely on who builds, tests or photographs with it."""

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db.models import F

from dure.demo import cast
from dure.demo.cards import LoginCard
from dure.demo.days import moment, working_day
from dure.demo.house import FIRST_DAY
from dure.demo.script import story
from dure.demo.village import tell_village
from dure.facts.roles import Role
from dure.language.script import language_of
from dure.records.changes.models import Change
from dure.records.changes.queries import agreements, conflicts_of, forecasts_of, missing_names
from dure.records.changes.queries import current_states as current_changes
from dure.records.handoffs.models import HandoffState
from dure.records.handoffs.queries import unanswered_handoffs
from dure.records.improvements.models import Attempt, Improvement
from dure.records.improvements.queries import current_states as steps_now
from dure.records.ledger.models import Entry
from dure.records.messages.models import Message, MessageState
from dure.records.outcomes.models import Outcome
from dure.records.people.models import Account, Person, Team
from dure.records.people.queries import accounts, team_name_on, ties_on
from dure.records.promises.models import PromiseState
from dure.records.promises.queries import late_promises, open_promises
from dure.records.releases.models import Release
from dure.records.voices.models import Asking, Voice, VoiceState
from dure.records.voices.queries import count_by_stage, voices_in
from dure.records.work.models import Stream, WorkItem, WorkState

pytestmark = pytest.mark.django_db

CARDS = (*cast.ACCOUNTS, *cast.COWORKERS, *cast.PEOPLE, *cast.TEAMS)
OUR_WORDS = re.compile(
    r"\b(async|queue[ds]?|backlog|sprint|refactor\w*|deploy\w*|API|SQL|cache|null)\b|배포|리팩터|백로그|스프린트|비동기|캐시"
)


def test_seven_firms_and_two_teams_of_the_house_are_served_by_nine_coworkers(village: datetime) -> None:
    sides = Counter(accounts().values_list("side", flat=True))
    assert sides == {"customer": 7, "coworker": 2}
    assert len(cast.COWORKERS) == 9
    assert all(account.team for account in accounts().filter(side="coworker"))


def test_every_key_name_and_login_of_the_cast_is_its_own() -> None:
    for names in ([c.key for c in CARDS], [c.name for c in CARDS], [login.username for login in cast.LOGINS]):
        assert [name for name, n in Counter(names).items() if n > 1] == []


def test_accounts_differ_in_segment_country_and_currency() -> None:
    firms = [card for card in cast.ACCOUNTS if card.side == "customer"]
    assert len({c.segment for c in firms}) >= 4
    assert len({c.country for c in firms}) >= 4
    assert len({c.currency for c in firms}) >= 4


def test_everything_in_it_is_labelled_as_the_village(village: datetime) -> None:
    plain = (Account, Person, Team, Voice, Stream, WorkItem, Release, Message, Outcome)
    for model in (*plain, Change, Improvement, Attempt):
        assert set(model.objects.values_list("source", flat=True)) == {cast.SOURCE}, model


def test_sixty_to_eighty_voices_speak_in_both_languages_and_five_ways(village: datetime) -> None:
    assert 60 <= Voice.objects.count() <= 80
    languages = Counter(Voice.objects.values_list("language", flat=True))
    assert min(languages["ko"], languages["en"]) >= 20
    assert set(languages) == {"ko", "en"}
    assert set(Voice.objects.values_list("kind", flat=True)) == {"survey", "session", "ticket", "chat", "use"}


def test_no_two_voices_say_the_same(village: datetime) -> None:
    words = Voice.objects.values_list("words", flat=True)
    assert len(words) == len(set(words))


def test_whoever_is_told_is_told_in_the_language_they_spoke(village: datetime) -> None:
    for message in Message.objects.select_related("voice"):
        heard_from_nobody = message.voice.person_id is None
        assert heard_from_nobody or language_of(message.words) == message.voice.language, message.words


def test_whoever_is_told_is_told_without_our_jargon(village: datetime) -> None:
    assert [m.words for m in Message.objects.all() if OUR_WORDS.search(m.words)] == []


def test_telling_it_again_adds_nothing(village: datetime) -> None:
    n_entries = Entry.objects.count()
    assert tell_village(village + timedelta(days=1)) == 0
    assert Entry.objects.count() == n_entries


def test_it_spans_ninety_days_and_nothing_in_it_lies_ahead(village: datetime) -> None:
    moments = Entry.objects.order_by("happened_at").values_list("happened_at", flat=True)
    assert timedelta(days=80) < village - moments[0] < timedelta(days=95)
    assert moments.last() <= village
    assert not Entry.objects.exclude(recorded_at=F("happened_at")).exists()
    for model in (VoiceState, PromiseState, HandoffState, WorkState, MessageState):
        assert not model.objects.filter(entered_at__gt=village).exists()


def test_whenever_it_is_told_its_first_day_is_about_ninety_days_ago() -> None:
    for n_days in range(0, 1_100, 3):
        today = date(2025, 1, 1) + timedelta(days=n_days)
        assert 82 <= (today - working_day(FIRST_DAY, today=today)).days <= 100


def test_every_voice_is_heard_on_a_day_people_work(village: datetime) -> None:
    worked = {working_day(n, today=moment(0, "12:00", now=village).date()) for n in range(1, FIRST_DAY + 1)}
    assert {at.date() for at in VoiceState.objects.values_list("entered_at", flat=True)} <= worked | {
        day - timedelta(days=1)
        for day in worked  # early in the morning in Seoul it is the day before in UTC
    }


def test_today_three_promises_are_due_and_one_is_late(village: datetime) -> None:
    tonight = moment(0, "23:59", now=village)
    assert open_promises().filter(due_at__gte=village, due_at__lte=tonight).count() == 3
    assert [state.promise.account.name for state in late_promises(village)] == ["Kestrel Freight Inc."]


def test_today_one_handoff_has_been_unanswered_for_days(village: datetime) -> None:
    unanswered = unanswered_handoffs().get()
    assert unanswered.handoff.to_team.key == "data"
    assert village - unanswered.entered_at > timedelta(days=5)


def test_today_two_voices_are_shipped_and_not_told_one_of_them_with_a_draft(village: datetime) -> None:
    waiting = voices_in("shipped")
    assert {voice.ref for voice in waiting} == {"saebyeok-coupon", "aoba-lots"}
    assert MessageState.objects.get(stage="draft", left_at__isnull=True).message.voice in waiting


def test_today_one_voice_is_reopened_and_every_stage_of_the_loop_is_peopled(village: datetime) -> None:
    stages = count_by_stage()
    assert stages["reopened"] == 1
    assert set(stages) == {
        "heard", "acknowledged", "promised", "handed_off", "started", "shipped", "told", "measured", "reopened",
    }  # fmt: skip


def test_every_act_of_the_loop_has_happened_in_it(village: datetime) -> None:
    done = set(Entry.objects.values_list("act", flat=True))
    loop = {
        "voices.hear", "voices.acknowledge", "voices.ask_again",
        "promises.promise", "promises.move", "promises.keep", "promises.break", "promises.withdraw",
        "handoffs.hand_off", "handoffs.accept", "handoffs.bounce",
        "work.add", "work.start", "work.wait", "work.finish", "work.reopen", "work.cancel", "releases.ship",
        "messages.draft", "messages.tell", "outcomes.confirm", "outcomes.deny", "outcomes.measure",
    }  # fmt: skip
    assert loop - done == set()


def test_work_of_all_four_kinds_flows_in_three_streams_one_of_them_with_releases(village: datetime) -> None:
    assert set(WorkItem.objects.values_list("kind", flat=True)) == {"feature", "defect", "risk", "debt"}
    assert Stream.objects.count() == 3
    assert Stream.objects.get(waits_for_release=True).key == "product"
    assert Release.objects.count() == 4


def test_work_waits_on_everybody_there_is_and_on_the_customer_both_asked_and_unasked(
    village: datetime,
) -> None:
    waits = WorkState.objects.filter(state="waiting")
    assert set(waits.values_list("waits_on", flat=True)) == {"customer", "team", "vendor", "item", "evidence"}
    assert set(waits.filter(waits_on="customer").values_list("asked", flat=True)) == {True, False}


def test_the_weakest_link_is_the_way_to_the_data_team(village: datetime) -> None:
    days: dict[str, list[float]] = {}
    for state in HandoffState.objects.filter(stage="offered", left_at__isnull=False).select_related(
        "handoff__to_team"
    ):
        waited = (state.left_at - state.entered_at).total_seconds() / 86_400
        days.setdefault(state.handoff.to_team.key, []).append(waited)
    means = {team: sum(found) / len(found) for team, found in days.items()}
    assert means.pop("data") > 4 * max(means.values())


def test_of_three_constraints_taken_up_one_was_lifted_one_was_not_and_one_is_open(village: datetime) -> None:
    found = [
        (s.improvement.station, s.stage, s.result) for s in steps_now().order_by("improvement__found_at")
    ]
    assert found == [
        ("promised", "repeat", "lifted"),
        ("started", "repeat", "not_lifted"),
        ("started", "subordinate", ""),
    ]
    open_now = Attempt.objects.filter(improvement__states__stage="subordinate")
    assert [[s.stage for s in attempt.states.all()] for attempt in open_now] == [
        ["planned", "done"],
        ["planned"],
    ]


def test_people_ask_again_where_we_are_slow(village: datetime) -> None:
    assert Asking.objects.count() >= 8


def test_a_person_who_changed_employer_keeps_what_they_said(village: datetime) -> None:
    seunga = Person.objects.get(ref="seunga")
    said = {voice.account.ref for voice in Voice.objects.filter(person=seunga).select_related("account")}
    assert said == {"ondam", "saebyeok"}
    employers = [
        {tie.account.ref for tie in ties_on(day).filter(person=seunga, relation="employee")}
        for day in (village.date() - timedelta(days=80), village.date())
    ]
    assert employers == [{"ondam"}, {"saebyeok"}]


def test_a_partner_is_on_the_customers_side_and_tied_to_us_too(village: datetime) -> None:
    ties = ties_on(village.date()).filter(person__ref="yumin")
    assert {(tie.relation, bool(tie.account_id)) for tie in ties} == {
        ("partner", True),
        ("contractor", False),
    }
    assert ties[0].person.side == "customer"


def test_the_team_renamed_cx_was_called_operation_before(village: datetime) -> None:
    team = Team.objects.get(key="operation")
    assert team_name_on(team, day=village.date() - timedelta(days=80)) == "Operation"
    assert team_name_on(team, day=village.date()) == team.name == "CX"


@pytest.mark.parametrize("login", cast.LOGINS, ids=lambda login: login.username)
def test_a_demo_login_opens_with_the_demo_password_and_its_role(village: datetime, login: LoginCard) -> None:
    user = authenticate(username=login.username, password=cast.DEMO_PASSWORD)
    assert user is not None
    assert user.actor.role == login.role


def test_there_is_a_demo_login_for_every_role() -> None:
    assert {login.role for login in cast.LOGINS} == set(Role)


def test_threads_of_the_story_have_their_own_names() -> None:
    assert [ref for ref, n in Counter(thread.ref for thread in story()).items() if n > 1] == []


def test_one_change_waits_for_one_of_five_and_one_is_done_in_less_than_its_first_plan(
    village: datetime,
) -> None:
    planned, done = current_changes().order_by("change_id").reverse()
    assert (planned.stage, done.stage) == ("planned", "done")
    assert missing_names(agreements([planned.change_id])) == ["재무"]
    assert conflicts_of([planned.change_id]).get().stage == "resolved"
    began_at = done.change.states.get(stage="started").entered_at
    first = next(one for one in forecasts_of(done.change_id) if one.made_at == began_at)
    assert first.ends_at is not None
    assert done.entered_at < first.ends_at
