"""What a forecast from a file says, in Korean and English, one sentence each."""

from collections.abc import Iterator

from dure.doors.cli._flow_words import figure
from dure.doors.cli._forecast_told import SURE, Told
from dure.kit.throughput import P50, P85, how_many

TITLE = {"ko": "예측 보고서", "en": "Forecast report"}
HEADINGS = {
    "dates": {"ko": "언제 끝날까", "en": "When will it be done"},
    "how_many": {"ko": "그날까지 몇 건을 끝낼까", "en": "How many by then"},
    "chances": {"ko": "주마다 끝날 확률", "en": "How likely it is done by then"},
    "weeks": {"ko": "예측의 바탕이 된 주", "en": "The weeks it is drawn from"},
    "basis": {"ko": "무엇을 바탕으로 했고, 무엇이 바꿀 수 있나", "en": "What it rests on, and what could move it"},
}  # fmt: skip
COLUMNS = {
    "sure": {"ko": "확실한 정도", "en": "How sure"},
    "n_weeks": {"ko": "주", "en": "Weeks"},
    "on": {"ko": "날", "en": "Day"},
    "by": {"ko": "그날", "en": "By"},
    "n_items": {"ko": "건수", "en": "Items"},
    "done_by_then": {"ko": "그때까지 끝날 확률", "en": "Done by then"},
    "week": {"ko": "주", "en": "Week"},
    "n_done": {"ko": "완료", "en": "Done"},
    "n_workdays": {"ko": "근무일", "en": "Workdays"},
    "is_used": {"ko": "바탕에 듦", "en": "Drawn from"},
}
REFUSED = {
    "too_few_weeks": {
        "ko": "날짜를 말할 수 없습니다. 기록이 부족합니다. 완료 건수를 센 온전한 주가 여섯 주는 있어야 합니다.",
        "en": "No date can be told. Not enough history: six complete weeks in which work was counted are needed.",
    },
    "too_few_since_change": {
        "ko": "날짜를 말할 수 없습니다. 기록이 부족합니다. 속도가 실제로 바뀌었고, 그 뒤로 온전한 주가 여섯 주가 되지 않습니다.",
        "en": "No date can be told. Not enough history: the pace really changed, and fewer than six complete weeks lie behind the change.",
    },
    "nothing_done": {
        "ko": "날짜를 말할 수 없습니다. 이 기간에 끝난 일이 없어 속도를 알 수 없습니다.",
        "en": "No date can be told: nothing was done in any of these weeks, so no pace is known.",
    },
    "too_far": {
        "ko": "지금 속도로는 5년이 넘게 걸립니다. 날짜를 말해도 뜻이 없습니다.",
        "en": "More than five years away at this pace: no date would mean anything.",
    },
}


def answer(told: Told, *, language: str) -> str:
    """The first sentence: by when, or why no date can be told."""
    if told.basis.reason:
        return REFUSED[told.basis.reason][language]
    early, late = told.forecast.n_weeks(P50), told.forecast.n_weeks(P85)
    if late is None or early is None:
        return REFUSED["too_far"][language]
    if told.n_items == 0:
        return {"ko": "남은 일이 없습니다. 오늘 끝난 것입니다.", "en": "Nothing is left to do: it is done today."}[language]  # fmt: skip
    half, on, n = told.day_after(early), told.day_after(late), f"{told.n_items:,}"
    return {
        "ko": f"{n}건은 85 % 확률로 {on}까지({late}주 안에) 끝나고, 절반의 확률로 {half}까지 끝납니다.",
        "en": f"{n} items are done by {on} with 85 % certainty (within {late} weeks), and as likely as not by {half}.",
    }[language]


def by_then(told: Told, *, language: str) -> str:
    """How many by the day asked for; empty where none was asked for, or nothing can be told."""
    if told.by is None or told.basis.reason:
        return ""
    if told.by <= told.on:
        return {"ko": f"{told.by}은 {told.on}보다 뒤가 아닙니다.", "en": f"{told.by} does not lie after {told.on}."}[language]  # fmt: skip
    n = [how_many(told.basis, n_weeks=told.n_weeks_by, sure=sure) for sure in SURE]
    return {
        "ko": f"{told.by}까지 온전한 근무 주는 {told.n_weeks_by}주입니다. 50 % {n[0]:,}건, 85 % {n[1]:,}건, 95 % {n[2]:,}건 이상을 끝냅니다.",
        "en": f"{told.n_weeks_by} whole weeks of work lie before {told.by}: {n[0]:,} or more with 50 %, {n[1]:,} with 85 %, {n[2]:,} with 95 % certainty.",
    }[language]


def basis_sentences(told: Told, *, language: str) -> Iterator[str]:
    """What the dates rest on, and what could move them."""
    rests = told.basis
    if rests.weeks:
        first, last, n, pace = rests.weeks[0].label, rests.weeks[-1].label, len(rests.weeks), figure(rests.per_week, unit="items", language=language)  # fmt: skip
        yield {
            "ko": f"{first}부터 {last}까지 온전한 {n}주. 끝난 일이 없는 주는 0으로 셉니다. 근무일 5일인 한 주에 평균 {pace}이 끝납니다.",
            "en": f"{n} complete weeks, {first} to {last}; weeks without anything done count as 0. On average {pace} are done in a week of five workdays.",
        }[language]
    if rests.since:
        yield {"ko": f"속도가 {rests.since}부터 실제로 바뀌어 그 앞의 주는 뺐습니다.", "en": f"The pace really changed in {rests.since}; the weeks before it are left out."}[language]  # fmt: skip
    if rests.n_gaps:
        yield {"ko": f"기록하지 않은 {rests.n_gaps}주는 뺐습니다. 모르는 것은 0이 아닙니다.", "en": f"{rests.n_gaps} weeks were not tracked. They are left out: not known is not zero."}[language]  # fmt: skip
    if told.calendar.country:
        yield {
            "ko": f"{told.calendar.country}의 공휴일을 뺐습니다. 근무일이 모자란 주는 {rests.n_short}주이고, 근무일만큼만 셉니다.",
            "en": f"Public holidays of {told.calendar.country} are left out: {rests.n_short} weeks were short and count by their workdays.",
        }[language]
    else:
        yield {"ko": "월요일부터 금요일까지를 근무일로 보고 공휴일은 없다고 보았습니다(--country KR로 바꿉니다).", "en": "Monday to Friday are workdays, and no holiday is (change it with --country KR)."}[language]  # fmt: skip
    yield kept_sentence(told, language=language)
    yield {
        "ko": "사람이 들고 나거나, 다른 일이 먼저 처리되거나, 일의 크기가 지금까지와 다르거나, 하는 동안 일이 더 나오면 달라집니다.",
        "en": "It moves if people leave or join, if other work goes first, if items are larger than those of the past, or if more is found on the way.",
    }[language]


def kept_sentence(told: Told, *, language: str) -> str:
    """How many past dates of this kind were kept."""
    if told.basis.reason or not told.kept.interval:
        return {"ko": "이렇게 말한 날짜를 과거에 지켰는지는 아직 말할 수 없습니다. 지난 날짜가 없습니다.", "en": "Whether such dates were kept in the past cannot be said yet: none has come."}[language]  # fmt: skip
    low, high = (f"{100 * end:.0f} %" for end in told.kept.interval)
    kept, n, share = told.kept.n_kept, told.kept.n, f"{100 * (told.kept.share or 0):.0f} %"
    return {
        "ko": f"과거에 이렇게 말했을 85 % 날짜 {n}개 가운데 {kept}개({share}, {low}~{high})를 지켰습니다.",
        "en": f"Of {n} such 85 % dates in the past, {kept} were kept ({share}, {low} to {high}).",
    }[language]


def change(told: Told, *, language: str) -> str:
    """Whether the pace really changed (science B6)."""
    says = told.reading
    if says.verdict == "change" and says.since is not None and says.was is not None and says.now is not None:
        week = told.weeks[says.since].label
        return {"ko": f"{week}부터 실제로 바뀌었습니다. 평균 {says.was:.1f}건에서 {says.now:.1f}건.", "en": f"A real change since {week}: from {says.was:.1f} to {says.now:.1f} a week on average."}[language]  # fmt: skip
    if says.verdict == "not_enough":
        return {"ko": "바뀌었는지 말하기에는 주가 부족합니다.", "en": "Not enough weeks to tell a change."}[language]  # fmt: skip
    return {"ko": "실제 변화는 보이지 않습니다.", "en": "No lasting change shown."}[language]
