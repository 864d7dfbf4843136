"""Every act there is, and how a test comes to do it once: what must stand first, and what it is given."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dure import records
from dure.facts.roles import SYSTEM, Role
from dure.records.changes.actions import (
    add_step,
    agree,
    ask_to_agree,
    note_conflict,
    open_change,
    start_change,
    start_step,
)
from dure.records.handoffs.actions import hand_off
from dure.records.improvements.actions import close_improvement, go_on, open_improvement, plan_attempt
from dure.records.journeys.actions import add_stage
from dure.records.journeys.rules import Event
from dure.records.messages.actions import draft, tell
from dure.records.outcomes.actions import keep_numbers, sign_definition
from dure.records.people.actions import add_calendar, give_login, tie
from dure.records.people.models import User
from dure.records.promises.actions import promise
from dure.records.work.actions import describe_stream, finish
from tests.cast import NOW, Corner, after

Given = tuple[list[Any], dict[str, Any]]


def every_act() -> dict[str, Callable[..., Any]]:
    """The acts of all records, by their names, found as the modules stand."""
    modules = [import_module(f"dure.records.{m.name}.actions") for m in iter_modules(records.__path__)]
    return {done.act: done for m in modules for done in vars(m).values() if hasattr(done, "least_role")}


def given(act: str, corner: Corner) -> Given:
    """What an act is given so that the rules allow it now; sets up what must stand before."""
    return RECIPES[act](corner)


def _by(corner: Corner) -> dict[str, Any]:
    return {"by": corner.jiwoo, "at": NOW, "now": NOW}


def _promise(corner: Corner) -> Any:
    return promise(corner.hear(), words="다음 마감 전까지 고치겠습니다.", due_at=after(days=3), **_by(corner))


def _handoff(corner: Corner) -> Any:
    return hand_off(corner.hear(), to_team=corner.data, ask="10분 안으로 줄여 주세요.", **_by(corner))


def _done(corner: Corner) -> Any:
    return finish(corner.add_work(corner.hear(), stream=corner.product), **_by(corner))


def _told(corner: Corner) -> Any:
    voice = corner.hear()
    tell(draft(voice, words="이제 6분이면 됩니다.", **_by(corner)), **_by(corner))
    return voice


def _change(corner: Corner) -> Any:
    """A change that answers a voice, with a team still to agree."""
    return open_change("주문 화면의 단추 하나", voices=[corner.hear()], **_by(corner))


def _asked(corner: Corner) -> Any:
    return ask_to_agree(_change(corner), team=corner.data, **_by(corner))


def _agreed(corner: Corner) -> Any:
    return agree(_asked(corner), **_by(corner))


def _step(corner: Corner, *, change: Any = None) -> Any:
    about = change or _change(corner)
    return add_step(
        about, title="숫자 확인", team=corner.data, optimistic=1, likely=2, pessimistic=6, **_by(corner)
    )


def _begun(corner: Corner) -> Any:
    """A change that has been started."""
    return start_change(_agreed(corner).change, **_by(corner))


def _conflict(corner: Corner) -> Any:
    teams = {"team": corner.data, "other_team": corner.finance}
    return note_conflict(_change(corner), what="마감 주에는 손댈 수 없습니다.", **teams, **_by(corner))


def _login(corner: Corner) -> User:
    """The login of the one who acts: each keeps only their own."""
    person = corner.persons["yujin"]
    named = {"username": "yujin", "password": "a-long-word", "role": Role.MEMBER}
    return give_login(person, **named, **_by(corner) | {"by": corner.sera})


def _owned(corner: Corner) -> Any:
    """A stream owned by the one who acts."""
    owner = corner.persons["yujin"]
    owners = {"business_owner": owner, "technical_owner": owner}
    return describe_stream(corner.flow, **owners, **_by(corner) | {"by": corner.sera})


MEANT: dict[str, Any] = {"metric": "flow_time", "version": 1, "part": "business"}
WEEK = {"0": [["09:00", "18:00"]]}
CALL: dict[str, Any] = {
    "name_ko": "첫 통화",
    "stage": "discover",
    "department": "sales",
    "events": [Event("usage", "event", "first_call")],
}
NOTHING: dict[str, Any] = {"source": "elsewhere"}
NUMBER = {
    "metric": "flow_time",
    "version": 1,
    "stream": "loop",
    "cut": "all",
    "slice": "",
    "value": 1.0,
    "n": 3,
    "as_of": NOW,
}


def _lead(corner: Corner) -> dict[str, Any]:
    return _by(corner) | {"by": corner.sera}


def _found(corner: Corner) -> Any:
    """The data team is the constraint of its stream, by the number the signals gave."""
    verdict = {**NUMBER, "stream": "data", "metric": "bottleneck", "cut": "team.verdict", "slice": "data"}
    keep_numbers([verdict, {**NUMBER, "stream": "data"}], by=SYSTEM, at=NOW, now=NOW)
    return open_improvement("data", **_lead(corner))


def _trying(corner: Corner) -> Any:
    return go_on(_found(corner), **_lead(corner))


TRIED: dict[str, Any] = {
    "words": "아침 한 시간은 새 일을 받지 않는다.",
    "due_on": NOW.date(),
    "stop_on": NOW.date(),
    "metric": "flow_time",
    "to_value": 0.5,
}


def _attempt(corner: Corner) -> Any:
    return plan_attempt(_trying(corner), **TRIED, team=corner.data, **_by(corner))


def _lifted(corner: Corner) -> Any:
    return close_improvement(_found(corner), result="lifted", why="줄이 사라졌다.", **_lead(corner))


RECIPES: dict[str, Callable[[Corner], Given]] = {
    "people.add_calendar": lambda c: (["서울"], {"hours": WEEK}),
    "people.change_calendar": lambda c: (
        [add_calendar("부산", hours=WEEK, **_by(c) | {"by": c.sera})],
        {"hours": {"0": [["09:00", "12:00"], ["13:00", "18:00"]]}},
    ),
    "people.give_calendar": lambda c: (
        [c.cx],
        {"calendar": add_calendar("부산", hours=WEEK, **_by(c) | {"by": c.sera})},
    ),
    "people.name_front_line": lambda c: ([c.cx], {"is_front_line": True}),
    "people.add_team": lambda c: (["support"], {"name": "고객지원", "purpose": "가장 먼저 답합니다."}),
    "people.rename_team": lambda c: ([c.cx], {"name": "CX"}),
    "people.add_account": lambda c: (["새벽마켓"], {}),
    "people.add_accounts": lambda c: ([[{"name": "새벽마켓"}, {"name": "온담병원"}]], {}),
    "people.add_person": lambda c: (["고지훈"], {}),
    "people.tie": lambda c: ([c.person], {"relation": "champion", "account": c.account}),
    "people.end_tie": lambda c: (
        [tie(c.person, relation="champion", account=c.account, **_by(c))],
        {"to_on": NOW.date()},
    ),
    "people.give_login": lambda c: (
        [c.persons["yujin"]],
        {"username": "yujin", "password": "a-long-word", "role": Role.MEMBER},
    ),
    "people.prefer": lambda c: ([_login(c)], {"language": "en"}),
    "people.look": lambda c: ([_login(c)], {}),
    "people.take_in": lambda c: (
        [],
        {**NOTHING, "side": "customer", "accounts": ["A"], "persons": ["P"], "teams": {}},
    ),
    "people.take_in_contacts": lambda c: (
        [],
        {**NOTHING, "columns": {"ts": [NOW], "from_id": [1], "to_id": [2]}},
    ),
    "people.remind": lambda c: ([c.data], {"interval": timedelta(hours=1)}),
    "changes.open": lambda c: (["주문 화면의 단추 하나"], {"due_at": after(days=9)}),
    "changes.describe": lambda c: (
        [_change(c)],
        {"what": "단추가 오른쪽으로 갑니다.", "reason": "", "customer_does": ""},
    ),
    "changes.move": lambda c: ([_change(c)], {"due_at": after(days=20), "why": "법무가 하루 더 봅니다."}),
    "changes.ask": lambda c: ([_change(c)], {"team": c.finance}),
    "changes.agree": lambda c: ([_asked(c)], {}),
    "changes.refuse": lambda c: ([_asked(c)], {"why": "마감 주입니다."}),
    "changes.withdraw": lambda c: ([_agreed(c)], {"why": "숫자가 바뀌었습니다."}),
    "changes.add_step": lambda c: ([_change(c)], {"title": "숫자 확인", "team": c.data, "likely": None}),
    "changes.estimate": lambda c: (
        [_step(c)],
        {"optimistic": 1, "likely": 1, "pessimistic": 2, "why": "자료가 이미 있습니다."},
    ),
    "changes.start": lambda c: ([_agreed(c).change], {}),
    "changes.start_step": lambda c: ([_step(c, change=_begun(c))], {}),
    "changes.finish_step": lambda c: ([start_step(_step(c, change=_begun(c)), **_by(c))], {}),
    "changes.finish": lambda c: ([_begun(c)], {}),
    "changes.drop": lambda c: ([_change(c)], {"why": "아무도 바라지 않습니다."}),
    "changes.note_conflict": lambda c: (
        [_change(c)],
        {"team": c.data, "other_team": c.finance, "what": "같은 날에는 안 됩니다."},
    ),
    "changes.resolve_conflict": lambda c: ([_conflict(c)], {"why": "이틀 뒤로 옮겼습니다."}),
    "voices.hear": lambda c: (["느려요"], {"account": c.account, "person": c.person}),
    "voices.acknowledge": lambda c: ([c.hear()], {}),
    "voices.ask_again": lambda c: ([c.hear()], {"words": "언제 되나요?"}),
    "voices.reopen": lambda c: ([_told(c)], {}),
    "voices.take_in": lambda c: (
        [[]],
        {**NOTHING, "reached": [], "stream": "data", "side": "customer", "accounts": {}, "persons": {}},
    ),
    "promises.promise": lambda c: ([c.hear()], {"words": "고치겠습니다.", "due_at": after(days=3)}),
    "promises.move": lambda c: (
        [_promise(c)],
        {"new_due_at": after(days=5), "why": "이력을 먼저 나눠야 합니다."},
    ),
    "promises.keep": lambda c: ([_promise(c)], {}),
    "promises.break": lambda c: ([_promise(c)], {"why": "맡을 사람을 구하지 못했습니다."}),
    "promises.withdraw": lambda c: ([_promise(c)], {"why": "이제 필요 없다고 하셨습니다."}),
    "handoffs.hand_off": lambda c: ([c.hear()], {"to_team": c.data, "ask": "10분 안으로 줄여 주세요."}),
    "handoffs.accept": lambda c: ([_handoff(c)], {"why": "월말에 느린 까닭을 없앤다."}),
    "handoffs.bounce": lambda c: ([_handoff(c)], {"why": "주문 번호가 없습니다."}),
    "handoffs.take_in": lambda c: ([[]], {**NOTHING, "stream": "data", "voices": {}, "teams": {}}),
    "work.add_stream": lambda c: (["platform"], {"states": [], "name_ko": "플랫폼", "name_en": "Platform"}),
    "work.describe_stream": lambda c: ([c.flow], {"name_ko": "데이터", "teams": [c.data]}),
    "work.set_targets": lambda c: ([c.flow], {"targets": {"feature": 0.8, "debt": 0.2}}),
    "work.map_stages": lambda c: (
        [c.flow],
        {"states": [{"stage": "진행 중", "state": "waiting"}], "why": "검토를 기다리는 때가 많습니다."},
    ),
    "work.add": lambda c: (["보고서를 빠르게"], {"stream": c.flow, "kind": "defect", "voices": [c.hear()]}),
    "work.start": lambda c: ([c.add_work(c.hear())], {}),
    "work.wait": lambda c: ([c.add_work(c.hear())], {"waits_on": "customer", "asked": True}),
    "work.finish": lambda c: ([c.add_work(c.hear())], {}),
    "work.reopen": lambda c: ([_done(c)], {}),
    "work.cancel": lambda c: ([c.add_work(c.hear())], {"why": "아무도 찾지 않습니다."}),
    "work.take_in": lambda c: (
        [[]],
        {**NOTHING, "stream": c.flow, "side": "customer", "voices": {}, "teams": {}, "persons": {}},
    ),
    "releases.ship": lambda c: (["나루 8.5"], {"stream": c.product, "items": [_done(c)]}),
    "releases.take_in": lambda c: ([[]], {**NOTHING, "stream": c.product, "items": {}}),
    "messages.draft": lambda c: ([c.hear()], {"words": "이제 6분이면 됩니다."}),
    "messages.draft_notices": lambda c: ([_begun(c)], {"notices": [(c.hear(), "화면이 바뀝니다.")]}),
    "messages.tell": lambda c: ([draft(c.hear(), words="이제 6분이면 됩니다.", **_by(c))], {}),
    "outcomes.confirm": lambda c: ([_told(c)], {}),
    "outcomes.deny": lambda c: ([_told(c)], {"words": "또 느립니다."}),
    "outcomes.measure": lambda c: ([_told(c)], {"kind": "csat", "value": 5}),
    "outcomes.sign": lambda c: ([_owned(c)], MEANT | {"why": "맡은 분이 쉬는 동안"}),
    "outcomes.withdraw_signature": lambda c: (
        [sign_definition(_owned(c), **MEANT, **_by(c) | {"by": c.sera}, why="맡은 분이 쉬는 동안")],
        {"why": "식이 달라져야 합니다."},
    ),
    "outcomes.keep_numbers": lambda c: ([[NUMBER]], {}),
    "improvements.open": lambda c: (
        ["data"],
        {"basis": "team", "station": "data", "why": "모두 여기서 기다린다."},
    ),
    "improvements.repeat": lambda c: ([_lifted(c)], {}),
    "improvements.plan": lambda c: ([_trying(c)], {**TRIED, "team": c.data}),
    "improvements.finish": lambda c: ([_attempt(c)], {"worked": True}),
    "improvements.drop": lambda c: ([_attempt(c)], {"why": "사람을 구하지 못했다."}),
    "improvements.go_on": lambda c: ([_found(c)], {}),
    "improvements.close": lambda c: ([_found(c)], {"result": "unclear", "why": "아직 모른다."}),
    "journeys.add_stage": lambda c: (["Renew"], {"name_ko": "갱신"}),
    "journeys.rename_stage": lambda c: (["use"], {"name_ko": "쓰기", "name_en": "Using"}),
    "journeys.order_stages": lambda c: ([["verify", "discover", "buy", "use", "support"]], {}),
    "journeys.remove_stage": lambda c: (
        [add_stage("Renew", name_ko="갱신", **_by(c) | {"by": c.sera}).key],
        {},
    ),
    "journeys.add_touchpoint": lambda c: (["First call"], CALL),
    "journeys.change_touchpoint": lambda c: (["told"], {**CALL, "name_en": "We told them"}),
    "journeys.remove_touchpoint": lambda c: (["told"], {}),
    "people.take_in_usage": lambda c: (
        [],
        {**NOTHING, "columns": {"ts": [NOW], "person_id": [1], "event": ["signed_in"]}},
    ),
    "ledger.load": lambda c: (
        [],
        {**NOTHING, "file_name": "a.csv", "digest": "0", "mapping": {}, "report": {}, "aside": []},
    ),
}
