"""The words of the flow report, Korean and English, and figures in words."""

from html import escape
from typing import Any

LANGUAGES = ("ko", "en")

#: Why a number is not there. The keys are those of ``measurements.reason``.
REASONS = {
    "no_data": {"ko": "답할 수 있는 기록이 없습니다", "en": "no row answers this"},
    "not_reached": {"ko": "절반이 아직 이르지 못했습니다", "en": "fewer than half have got this far"},
    "not_closed": {"ko": "기간이 아직 끝나지 않았습니다", "en": "the period is not over yet"},
    "not_recorded": {"ko": "기록에 없어 알 수 없습니다", "en": "not recorded, so not known"},
    "too_few": {"ko": "건수가 적어 말할 수 없습니다", "en": "too few to say"},
    "front_line_not_declared": {"ko": "일선 팀을 정하지 않았습니다", "en": "no front-line team is declared"},
    "no_single_constraint": {
        "ko": "하나로 꼽을 수 없습니다. 신호 둘 이상이 함께 첫째로 꼽는 곳이 없습니다",
        "en": "no single constraint: there is no place that two signals rank first",
    },
    "too_few_signals": {
        "ko": "견줄 수 있는 신호가 둘이 안 됩니다",
        "en": "fewer than two signals can be compared",
    },
    "one_station": {"ko": "비교할 곳이 하나뿐입니다", "en": "there is only one place to compare"},
}
SLICES = {
    "waits_on": {
        "customer": {"ko": "고객", "en": "the customer"},
        "team": {"ko": "다른 팀", "en": "another team"},
        "vendor": {"ko": "외부 업체", "en": "a vendor"},
        "item": {"ko": "다른 일(문제 해결, 변경)", "en": "another item (a problem, a change)"},
        "evidence": {"ko": "증거", "en": "evidence"},
        "unknown": {"ko": "누구인지 기록 없음", "en": "not recorded on whom"},
    },
    "kind": {
        "feature": {"ko": "기능", "en": "features"},
        "defect": {"ko": "결함", "en": "defects"},
        "risk": {"ko": "위험", "en": "risks"},
        "debt": {"ko": "부채", "en": "debt"},
        "unknown": {"ko": "종류 알 수 없음", "en": "kind not known"},
    },
    "team": {"unknown": {"ko": "팀 기록 없음", "en": "no team recorded"}},
    "loop": {
        "acknowledged": {"ko": "확인", "en": "acknowledged"},
        "handed_off": {"ko": "인계", "en": "handed off"},
        "started": {"ko": "작업 시작", "en": "started"},
        "shipped": {"ko": "해결 전달", "en": "shipped"},
        "told": {"ko": "고객에게 알림", "en": "told"},
        "measured": {"ko": "결과 확인", "en": "measured"},
        "promised": {"ko": "약속", "en": "promised"},
    },
}
WORDS = {
    "title": {"ko": "흐름 보고서", "en": "Flow report"},
    "verdict": {"ko": "어디서 막히나", "en": "Where it gets stuck"},
    "metrics": {"ko": "다섯 가지 흐름 지표", "en": "The five flow metrics"},
    "waits": {"ko": "누구를 기다렸나", "en": "Waiting, by whom"},
    "waits_stage": {"ko": "어느 상태에서 기다렸나", "en": "Waiting, by state"},
    "waits_team": {"ko": "어느 팀에서 기다렸나(많은 순 10팀)", "en": "Waiting, by team (the ten with most)"},
    "handovers": {"ko": "팀 사이의 인계", "en": "Between teams"},
    "loop": {"ko": "고객의 말에서 해결까지", "en": "From the customer's word to the answer"},
    "weeks": {"ko": "주별", "en": "By week"},
    "aside": {"ko": "읽지 못해 따로 둔 행", "en": "Rows kept aside"},
    "notes": {"ko": "실제 기록과 파생된 것", "en": "What is real and what was derived"},
    "definitions": {"ko": "지표의 정의", "en": "How the numbers are defined"},
    "team": {"ko": "팀", "en": "Team"},
    "state": {"ko": "상태", "en": "State"},
    "real": {"ko": "실제", "en": "Real"},
    "derived": {"ko": "파생", "en": "Derived"},
    "unknown": {"ko": "알 수 없음", "en": "Unknown"},
    "line": {"ko": "행", "en": "Line"},
    "column": {"ko": "열", "en": "Column"},
    "value": {"ko": "값", "en": "Value"},
    "reason": {"ko": "이유", "en": "Reason"},
    "none": {"ko": "없습니다.", "en": "None."},
    "last_week": {"ko": "최근 주", "en": "latest week"},
}
_UNITS = {
    "items": {"ko": "건", "en": ""},
    "handovers": {"ko": "회", "en": ""},
    "signals": {"ko": "개", "en": ""},
}


def figure(value: float, *, unit: str, language: str) -> str:
    """A figure with its unit, short enough to read.

    >>> figure(0.929, unit="days", language="ko"), figure(11.18, unit="days", language="en")
    ('22.3시간', '11.2 days')
    >>> figure(0.4682, unit="share", language="en"), figure(24918.0, unit="items", language="ko")
    ('46.8 %', '24,918건')
    """
    if unit == "days":
        return _duration(value, language)
    if unit == "share":
        return f"{100 * value:.1f} %"
    number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return number + _UNITS.get(unit, {}).get(language, "")


def _duration(days: float, language: str) -> str:
    for size, ko, en in ((1.0, "일", "days"), (1 / 24, "시간", "hours"), (1 / 1440, "분", "minutes")):
        if days >= size or en == "minutes":
            n = days / size
            number = f"{n:,.0f}" if n >= 100 or n == 0 else f"{n:.1f}"
            return f"{number}{ko}" if language == "ko" else f"{number} {en}"
    raise AssertionError(days)


def answer(row: dict[str, Any] | None, *, unit: str, language: str) -> str:
    """A measured row in words: its figure, or why there is none."""
    if row is None or row["value"] is None:
        reason = (row or {}).get("reason") or "no_data"
        return REASONS.get(reason, REASONS["no_data"])[language]
    return figure(row["value"], unit=unit, language=language)


def beside(row: dict[str, Any] | None, *, unit: str, language: str) -> str:
    """What stands beside a figure: n, its interval, and how many rows could answer."""
    if row is None or row["value"] is None:
        return ""
    parts = [f"n={row['n']:,}"] if row["n"] is not None else []
    if row["low"] is not None and row["high"] is not None:
        low, high = (figure(row[end], unit=unit, language=language) for end in ("low", "high"))
        parts.append(f"95 %: {low} – {high}")
    if row["coverage"] is not None and row["coverage"] < 1:
        of = {"ko": "포함률", "en": "coverage"}[language]
        parts.append(f"{of} {100 * row['coverage']:.1f} %")
    return ", ".join(parts)


def called(cut: str, name: str, *, language: str) -> str:
    """What a slice is called; a team's or a tool's own name stays as it is."""
    known = SLICES.get(cut, {}).get(name)
    return known[language] if known else name


def both(words: dict[str, str]) -> str:
    """A sentence in both languages as HTML; the page shows the one that is chosen."""
    return "".join(f'<span lang="{language}">{escape(words[language])}</span>' for language in LANGUAGES)
