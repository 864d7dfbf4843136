"""What the browser finds: one login, and one thing for every page that shows one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dure.doors.web.data.uploads import kept_upload, upload_named
from dure.facts.roles import SYSTEM, Actor, Role
from dure.jobs.asked import load_upload, measure_again
from dure.jobs.load import load
from dure.records.changes.actions import add_step, agree, ask_to_agree, note_conflict, open_change
from dure.records.handoffs.actions import hand_off
from dure.records.improvements.actions import (
    close_improvement,
    go_on,
    open_improvement,
    plan_attempt,
    repeat,
)
from dure.records.messages.actions import draft
from dure.records.people.actions import add_account, add_calendar, add_person, add_team, give_login, tie
from dure.records.people.queries import people
from dure.records.promises.actions import move_promise, promise
from dure.records.voices.actions import acknowledge, hear
from dure.records.work.actions import add_stream, add_work, start, wait
from dure.sources.csv_file import read_mapping

FILES = Path(__file__).parents[1] / "samples/files"
USERNAME, PASSWORD = "jiho", "a village by the river"


def make_samples() -> dict[str, int | str]:
    """Fills the empty database; the ids by "page name.place in its address"."""
    jiho = add_person("윤지호", side="coworker", email="jiho@example.com", by=SYSTEM)
    give_login(jiho, username=USERNAME, password=PASSWORD, role=Role.ADMIN, by=SYSTEM)
    return {**_one_voice(jiho.pk), **_one_file(), **_one_constraint(jiho)}


def _one_voice(jiho_id: int) -> dict[str, int | str]:
    """A voice half way round the loop, with a promise, a handoff, work and a draft to act on."""
    by, now = Actor(person_id=jiho_id, role=Role.MEMBER, name="윤지호"), timezone.now()
    team = add_team("data", name="데이터", purpose="고객이 보는 숫자가 맞는지 책임집니다.", by=SYSTEM)
    calendar = add_calendar("서울", hours={"0": [["09:00", "18:00"]]}, holiday_country="KR", by=SYSTEM)
    stream = add_stream("product", name_ko="제품", name_en="Product", states=[], by=SYSTEM)
    account = add_account("한울상사", segment="mid_market", by=SYSTEM)
    person = add_person("윤상철", by=SYSTEM)
    told = {"account": account, "person": person, "channel": "phone", "by": by}
    then = now - timedelta(days=10)
    voice = hear("월말 재고 보고서를 여는 데 40분씩 걸립니다.", at=then, now=then, **told)
    acknowledge(voice, at=then, now=then, by=by)
    hear("거래처마다 단가가 다른데 한 번에 넣을 수 있을까요?", **told)
    _a_promise_at_risk(voice, by=by)
    promise(voice, words="20초 안에 열리게 합니다", due_at=now + timedelta(days=3), owner=None, by=by)
    hand_off(voice, to_team=team, ask="느린 까닭을 찾아 주세요.", by=by)
    item = add_work("느린 질의 고치기", stream=stream, kind="defect", voices=[voice], team=team, by=by)
    start(item, by=by)
    wait(item, waits_on="customer", asked=True, by=by)
    draft(voice, words="이제 20초면 열립니다.", by=by)
    change = _a_change(voice, team=team, by=by)
    tied = tie(person, relation="employee", title="물류관리부장", account=account, by=by)
    places = {f"{page}.pk": account.pk for page in ("account", "hear_voice", "tie_person", "end_of_tie")}
    return {
        **places, "calendar.pk": calendar.pk, "end_of_tie.tie_id": tied.pk, "person.pk": person.pk, "voice.voice_id": voice.pk, "work.item_id": item.pk,
        "change.change_id": change.pk,
        "journey_person.pk": person.pk, "touchpoint.key": "told", "journey_words.key": "told",
    }  # fmt: skip


def _one_file() -> dict[str, int | str]:
    """A file taken in with a row kept aside, the numbers of its stream, and another file on its way in."""
    log, mapping = FILES / "plain_korean.csv", read_mapping(FILES / "plain_korean.toml")
    without_one = {**mapping, "states": {k: v for k, v in mapping["states"].items() if k != "처리 중"}}
    taken, _ = load(log, mapping=without_one, by=SYSTEM, now=timezone.now())
    measure_again()
    token = kept_upload(SimpleUploadedFile(log.name, log.read_bytes()))
    by = {"person_id": None, "role": int(Role.ADMIN), "name": "dure"}
    asked = load_upload.enqueue(str(upload_named(token)), mapping=mapping, by=by)
    return {
        "stream.key": "plain_korean", "stream_setup.key": "plain_korean", "stream_definitions.key": "plain_korean", "loop_reach.stage": "told", "data_load.load_id": taken.pk, "data_map.token": token,
        "data_doing.result_id": str(asked.id),
    }  # fmt: skip


def _one_constraint(jiho: Any) -> dict[str, int | str]:
    """A constraint that was taken up, given up and taken up again, with something that is tried about it."""
    by = {
        "by": Actor(person_id=jiho.pk, role=Role.ADMIN, name="윤지호"),
        "why": "여기서 가장 오래 기다립니다.",
    }
    place = {"basis": "team", "station": "data"}
    first = open_improvement("plain_korean", **place, **by)
    close_improvement(first, result="not_lifted", **by)
    again = repeat(first, **place, **by)
    go_on(again, **by)
    today = timezone.localdate()
    plan_attempt(
        again, words="아침 첫 한 시간은 새 일부터 읽습니다.", person=jiho, due_on=today, stop_on=today,
        metric="flow_load", to_value=1.5, **by,
    )  # fmt: skip
    return {"constraint.of": "plain_korean"}


def _a_change(voice: Any, *, team: Any, by: Actor) -> Any:
    """A change with a plan of two steps and one who has not agreed yet."""
    other = add_team("finance", name="재무", purpose="청구와 입금을 맞춥니다.", by=SYSTEM)
    named = {"what": "보고서의 하루가 자정에 끝납니다.", "due_at": timezone.now() + timedelta(days=20)}
    change = open_change("보고서의 하루를 자정에 끊기", voices=[voice], by=by, **named)
    agree(ask_to_agree(change, team=team, by=by), why="먼저 숫자를 봅니다.", by=by)
    ask_to_agree(change, team=other, by=by)
    first = add_step(change, title="숫자 확인", team=team, optimistic=1, likely=2, pessimistic=6, by=by)
    add_step(
        change, title="청구 점검", team=other, optimistic=1, likely=1, pessimistic=2, after=[first], by=by
    )
    note_conflict(change, team=team, other_team=other, what="월말에는 함께 할 수 없습니다.", by=by)
    return change


def _a_promise_at_risk(voice: Any, *, by: Actor) -> None:
    """A promise of ours that was moved once and is late by now."""
    made, moved = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=5)
    owner = people().get(pk=by.person_id)
    due = made + timedelta(days=5)
    late = promise(
        voice, words="지난주까지 까닭을 알려 드립니다", due_at=due, owner=owner, by=by, at=made, now=made
    )
    move_promise(
        late, new_due_at=due + timedelta(days=2), why="로그가 사흘 치뿐입니다.", by=by, at=moved, now=moved
    )
