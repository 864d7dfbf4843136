"""Touchpoints as they are shipped: what is recorded here speaks of them from the first day.

A line: key, stage, department, channel, Korean, English, the events it is recognised by (``table.column=value``),
and the numbers that measure it.
"""

from typing import Any, Final

_LINES: Final = """
web_visit | discover | marketing | web | 웹사이트 방문 | Website visit | usage.event=page_viewed | journey_funnel
event_visit | discover | marketing | event | 행사에서 만남 | Met at an event | contacts.channel=event |
pricing_page | verify | marketing | web | 가격 확인 | Pricing page | usage.event=pricing_viewed | journey_funnel
demo_session | verify | sales | video | 시연 | Demo | usage.event=demo_attended | journey_funnel
trial | verify | product | web | 체험판 사용 | Trial | usage.event=trial_started | journey_funnel
quote | buy | sales | mail | 견적 | Quote | usage.event=quote_sent |
contract | buy | sales | mail | 계약 | Contract | usage.event=contract_signed,usage.event=order_completed | journey_funnel
renewal | buy | sales | mail | 갱신 | Renewal | answers.question=renewal | journey_funnel
sign_in | use | product | web | 로그인 | Sign-in | usage.event=signed_in | obstacles
feature | use | product | web | 기능 사용 | Using a feature | usage.event=feature_used | obstacles
error_seen | use | product | web | 오류 화면 | Error screen | usage.event=error_seen | obstacles
visit | use | success | in_person | 방문 | Visit | contacts.channel=in_person |
video_call | use | success | video | 화상 회의 | Video call | contacts.channel=video |
request_out | support | product | | 해결책이 나감 | The answer is out | moves.step=voice shipped | loop_stage_time
heard_mail | support | support | mail | 메일 문의 | Asked by mail | moves.step_channel=voice heard mail | loop_time, told_before_asked
heard_phone | support | support | phone | 전화 문의 | Asked by phone | moves.step_channel=voice heard phone | loop_time, told_before_asked
heard_chat | support | support | chat | 채팅 문의 | Asked by chat | moves.step_channel=voice heard chat | loop_time, told_before_asked
heard_portal | support | support | portal | 포털 문의 | Asked in the portal | moves.step_channel=voice heard portal | loop_time, told_before_asked
heard | support | support | | 그 밖의 말 | Heard otherwise | moves.step=voice heard | loop_time, told_before_asked
acknowledged | support | support | | 확인 답변 | Acknowledged | moves.step=voice acknowledged | loop_stage_time
asked_of_them | support | support | | 우리가 되물음 | We asked them | moves.waits_on=customer | waiting_by, wait_customer_misuse
promised | support | success | | 약속함 | Promised | moves.step=promise made | promise_kept
promise_moved | support | success | | 약속 날짜 변경 | Promise moved | moves.step=promise moved | promise_honoured
promise_kept | support | success | | 약속 지킴 | Promise kept | moves.step=promise kept | promise_kept
promise_broken | support | success | | 약속 못 지킴 | Promise broken | moves.step=promise broken | promise_kept
told | support | success | | 결과 알림 | Told | moves.step=voice told | told_before_asked, touch_memory
asked_again | support | support | | 다시 물음 | Asked again | moves.step=voice asked | told_before_asked
reopened | support | support | | 다시 열림 | Reopened | moves.step=voice reopened | touch_memory
solved_asked | support | success | | 해결 확인 | Solved or not | answers.question=solved | touch_memory
survey | support | success | | 설문 응답 | Survey answered | answers.question=nps,answers.question=csat,answers.question=ces | touch_memory
call | support | support | phone | 통화 | Call | contacts.channel=phone |
chat | support | support | chat | 채팅 | Chat | contacts.channel=chat |
mail | support | support | mail | 메일 | Mail | contacts.channel=mail |
"""


def shipped() -> list[dict[str, Any]]:
    """The shipped touchpoints: key, stage, department, channel, name_ko, name_en, events, measures.

    >>> shipped()[0]["key"], shipped()[0]["events"]
    ('web_visit', [('usage', 'event', 'page_viewed')])
    """
    return [_read([cell.strip() for cell in line.split("|")]) for line in _LINES.strip().splitlines()]


def _read(cells: list[str]) -> dict[str, Any]:
    key, stage, department, channel, name_ko, name_en, events, measures = cells
    return {
        "key": key,
        "stage": stage,
        "department": department,
        "channel": channel,
        "name_ko": name_ko,
        "name_en": name_en,
        "events": [_event(event) for event in events.split(",")],
        "measures": [measure.strip() for measure in measures.split(",") if measure.strip()],
    }


def _event(words: str) -> tuple[str, str, str]:
    place, _, value = words.partition("=")
    heard_in, _, column = place.partition(".")
    return heard_in, column, value
