"""The words of the journey report, Korean and English."""

from dure.doors.cli._flow_words import figure

WORDS = {
    "title": {"ko": "여정 보고서", "en": "Journey report"},
    "follows": {"ko": "다음에 온 단계", "en": "What follows what"},
    "variants": {"ko": "가장 많이 지난 길", "en": "The most common paths"},
    "funnel": {"ko": "다음 단계로 간 비율", "en": "How many go on"},
    "obstacles": {"ko": "시간을 잃은 곳", "en": "Where time is lost"},
    "aside": {"ko": "읽지 못해 따로 둔 행", "en": "Rows kept aside"},
    "definitions": {"ko": "지표의 정의", "en": "How the numbers are defined"},
    "none": {"ko": "없습니다.", "en": "None."},
    "rest": {"ko": "나머지 길 모두", "en": "all other paths"},
    "leak": {"ko": "가장 많이 떠난 곳", "en": "biggest leak"},
    "no_steps": {
        "ko": "깔때기를 보려면 --steps로 단계를 차례대로 적으십시오. 예: --steps New,Active,Done",
        "en": "For a funnel, name the stages in their order with --steps, such as --steps New,Active,Done.",
    },
    "place": {"ko": "곳", "en": "Place"},
    "cases": {"ko": "건수", "en": "Cases"},
    "times": {"ko": "횟수", "en": "Times"},
    "median": {"ko": "시간(중앙값)", "en": "Median time"},
    "lost": {"ko": "잃은 시간(중앙값)", "en": "Median lost"},
    "score": {"ko": "건수 × 중앙값", "en": "Cases × median"},
    "path": {"ko": "길", "en": "Path"},
    "share": {"ko": "비율", "en": "Share"},
    "interval": {"ko": "95 % 구간", "en": "95 % interval"},
    "came": {"ko": "온 건", "en": "Came"},
    "went_on": {"ko": "다음으로 간 건", "en": "Went on"},
    "repeat": {"ko": "1분에 같은 일을 세 번", "en": "the same three times in a minute"},
    "error_exit": {"ko": "오류 뒤에 떠남", "en": "an error, then gone"},
    "long_wait": {"ko": "95 %보다 오래 기다림", "en": "waited longer than 95 % of the others"},
    "back_and_forth": {"ko": "오락가락", "en": "to and fro"},
}


def minutes(value: float, *, language: str) -> str:
    """Minutes as a length of time.

    >>> minutes(90, language="en"), minutes(2880, language="ko")
    ('1.5 hours', '2.0일')
    """
    return figure(value / 1440, unit="days", language=language)


def share(value: float) -> str:
    """A share in words.

    >>> share(0.256)
    '25.6 %'
    """
    return f"{100 * value:.1f} %"
