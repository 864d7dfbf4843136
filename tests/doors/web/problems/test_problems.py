"""Problems and opportunities, ranked by what customers say of them."""

import pytest

from dure.facts.roles import Role
from dure.records.people.actions import add_account
from dure.records.promises.actions import promise
from dure.records.work.actions import add_work
from tests.cast import NOW, Corner, after
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db


def page_of(corner: Corner, *, language: str = "en") -> str:
    return words_of(visitor_of(corner.jiwoo, role=Role.VIEWER, language=language).get("/problems/"))


def work(corner: Corner, title: str, *voices: object, kind: str = "defect") -> None:
    add_work(title, stream=corner.flow, kind=kind, voices=list(voices), by=corner.yujin, at=NOW, now=NOW)


def test_six_voices_of_six_accounts_come_before_ten_of_one(corner: Corner) -> None:
    work(corner, "자주 말한다", *(corner.hear(f"또 느려요 {n}") for n in range(10)))
    firms = [add_account(f"회사 {n}", by=corner.sera, at=NOW, now=NOW) for n in range(6)]
    work(
        corner,
        "여럿이 말한다",
        *(corner.hear(f"느려요 {n}", account=a, person=None) for n, a in enumerate(firms)),
    )
    page = page_of(corner)
    assert page.index("여럿이 말한다") < page.index("자주 말한다")
    assert "Begin with 여럿이 말한다 : 6 accounts wait for it." in page.replace("말한다:", "말한다 :")


def test_of_as_many_accounts_the_longest_waiting_come_first(corner: Corner) -> None:
    work(corner, "어제부터", corner.hear(at=after(days=-1), now=after(days=-1)))
    work(corner, "오래전부터", corner.hear("월말마다요.", at=after(days=-20), now=after(days=-20)))
    page = page_of(corner)
    assert page.index("오래전부터") < page.index("어제부터")


def test_what_brings_something_new_is_an_opportunity(corner: Corner) -> None:
    work(corner, "새 보고서", corner.hear(), kind="feature")
    page = page_of(corner)
    assert "No open work on a problem answers a voice." in page
    assert "Opportunities 1 What" in page
    assert "새 보고서 Feature" in page


def test_what_was_heard_and_nobody_took_up_stands_there_with_its_words(corner: Corner) -> None:
    corner.hear("아무도 답하지 않아요.")
    page = page_of(corner)
    assert "1 voice is open without any work." in page
    assert "아무도 답하지 않아요." in page


def test_a_late_promise_counts_with_the_work_that_answers_it(corner: Corner) -> None:
    voice = corner.hear(at=after(days=-9), now=after(days=-9))
    then = {"by": corner.jiwoo, "at": after(days=-8), "now": after(days=-8)}
    promise(voice, words="고치겠습니다.", due_at=after(days=-2), **then)
    work(corner, "늦은 약속", voice)
    page = page_of(corner)
    assert "늦은 약속 Defect" in page
    assert "한울상사 1 9 1" in page  # one voice, nine days, one late promise


def test_an_empty_register_says_so_in_both_languages(corner: Corner) -> None:
    assert "No open work answers a problem that somebody told us of." in page_of(corner)
    assert "문제와 기회" in page_of(corner, language="ko")
