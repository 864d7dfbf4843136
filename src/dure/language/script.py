"""Which of our two languages a text is written in."""

import re

_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_LATIN = re.compile(r"[A-Za-z]")


def language_of(text: str) -> str:
    """``ko`` or ``en`` by the script most of it stands in; empty where it has letters of neither.

    A Korean sentence may hold English terms, so a third of Hangul letters is enough for Korean.

    >>> language_of("보고서가 느려요"), language_of("The export is slow"), language_of("API 응답이 느립니다"), language_of("12:30")
    ('ko', 'en', 'ko', '')
    """
    n_hangul, n_latin = len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    if not n_hangul + n_latin:
        return ""
    return "ko" if n_hangul * 2 >= n_latin else "en"
