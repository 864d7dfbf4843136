"""Why a row was kept aside, in English and Korean. A reason is kept in English and told in either."""

import re
from functools import lru_cache

#: A reason that holds another one stands before it.
_REASONS = {
    "opened": (
        "{why}; the case begins at its first row instead",
        "{why}. 이 건은 첫 행에서 시작한 것으로 봅니다",
    ),
    "no_case": (
        "no case: write which case this row belongs to",
        "건 번호가 없습니다. 이 행이 어느 건의 것인지 적어 주십시오",
    ),
    "no_state": (
        "no state: write the state the case entered",
        "상태가 없습니다. 이 건이 들어간 상태를 적어 주십시오",
    ),
    "no_time": ("no time: write when this happened", "시각이 없습니다. 언제 일어난 일인지 적어 주십시오"),
    "too_long": (
        "longer than 200 characters: a name or a number is expected here, is this the right column?",
        "200자가 넘습니다. 이름이나 번호가 와야 하는 자리입니다. 열을 바로 골랐는지 보십시오",
    ),
    "unmapped": (
        "a state the mapping does not know: add it to [states]",
        "매핑에 없는 상태입니다. [states]에 더해 주십시오",
    ),
    "scattered": (
        'its case ended further up: set [file] rows = "any"',
        '같은 건의 행이 떨어져 있습니다. [file] rows = "any"로 바꿔 주십시오',
    ),
    "width": (
        "{n} columns where the header has {wanted}: a delimiter or a quote is missing or too many",
        "머리글은 {wanted}열인데 이 행은 {n}열입니다. 구분 기호나 따옴표가 빠졌거나 더 들어갔습니다",
    ),
    "no_row": (
        "not a row of delimited text, a quote may never be closed: {why}",
        "구분된 텍스트로 읽을 수 없는 행입니다. 닫히지 않은 따옴표가 있는지 보십시오: {why}",
    ),
    "bytes": (
        "holds bytes that are not {encoding}: set [file] encoding",
        "{encoding}로 읽을 수 없는 글자가 있습니다. [file] encoding을 정해 주십시오",
    ),
    "date": (
        "not a date and time that exists, written as {wanted}",
        "있는 날짜와 시각이 아니거나 {wanted} 형식이 아닙니다",
    ),
    "skipped_hour": (
        "an hour that never was in {zone} (clocks were put forward): mend it, or set [time] nonexistent",
        "{zone}에 없던 시각입니다(일광 절약 시간 시작). 고치거나 [time] nonexistent를 정해 주십시오",
    ),
    "doubled_hour": (
        "an hour that came twice in {zone} (clocks were put back): set [time] ambiguous",
        "{zone}에서 두 번 있었던 시각입니다(일광 절약 시간 끝). [time] ambiguous를 정해 주십시오",
    ),
    "code": (
        "a code of the tool, not a state: what the case was doing is not recorded",
        "도구의 내부 코드이지 상태가 아닙니다. 그때 이 건이 어떤 상태였는지는 기록에 없습니다",
    ),
    "contact": (
        "missing: write it, or the contact cannot be placed",
        "값이 없습니다. 적지 않으면 누구와의 만남인지 알 수 없습니다",
    ),
    "minutes": ("not a number of minutes", "분을 나타내는 수가 아닙니다"),
}


def reason(which: str, /, **said: object) -> str:
    """The reason in English.

    >>> reason("width", n=3, wanted=4)
    '3 columns where the header has 4: a delimiter or a quote is missing or too many'
    """
    return _REASONS[which][0].format(**said)


@lru_cache(maxsize=1024)
def in_korean(text: str) -> str:
    """A reason in Korean; a text that is none of ours (a mapping's own) stays as it is.

    >>> in_korean("no time: write when this happened")
    '시각이 없습니다. 언제 일어난 일인지 적어 주십시오'
    >>> in_korean("a code, not a state")
    'a code, not a state'
    """
    for english, korean in _REASONS.values():
        shape = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(english))
        if match := re.fullmatch(shape, text):
            return korean.format(**{name: in_korean(value) for name, value in match.groupdict().items()})
    return text
