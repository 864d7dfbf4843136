"""Whether anything really changed since a constraint was taken up (science B6)."""

from datetime import date, timedelta

from dure.doors.web.constraints.change import change
from tests.cast import NOW, after

MONDAY = date(2026, 3, 2)


def weeks(*values: float | None, last: int = -1) -> dict[date, float | None]:
    """One value a week; the last of them begins ``last`` weeks from this one."""
    first = MONDAY + timedelta(weeks=last + 1 - len(values))
    return {first + timedelta(weeks=place): value for place, value in enumerate(values)}


def read(before: dict[date, float | None], since: dict[date, float | None]) -> tuple[str, str, int, int]:
    until = after(days=7 * len(since) + 7)
    found = change({**before, **since}, title="", unit="items", found_at=NOW, until=until)
    return str(found.words), found.usual, found.n_before, found.n_after


BEFORE = weeks(5, 6, 4, 7, 5, 6)


def test_twelve_is_a_change_and_ten_is_none_against_limits_that_stay_as_they_were() -> None:
    words, usual, n_before, n_after = read(BEFORE, weeks(12, last=1))
    assert (usual, n_before, n_after) == ("5.5건 (0.7건 – 10.3건)", 6, 1)
    assert words in ("A change beyond chance: it rose.", "우연을 넘는 변화: 늘었습니다.")
    assert read(BEFORE, weeks(10, last=1))[0] in (
        "Within what is usual: no change beyond chance.",
        "평소 범위 안: 우연을 넘는 변화가 없습니다.",
    )


def test_five_weeks_before_are_too_few_to_tell_chance_from_change() -> None:
    words, usual, n_before, _ = read(weeks(5, 6, 4, 7, 5), weeks(12, last=1))
    assert (usual, n_before) == ("–", 5)
    assert "5" in words


def test_the_week_in_which_it_was_taken_up_and_the_running_one_count_on_neither_side() -> None:
    of_both = change(
        {**BEFORE, MONDAY: 99.0, MONDAY + timedelta(weeks=1): 99.0},
        title="", unit="items", found_at=NOW, until=after(days=8),
    )  # fmt: skip
    assert (of_both.n_before, of_both.n_after) == (6, 0)


def test_a_number_that_never_varied_says_so_instead_of_raising_an_alarm() -> None:
    words = read(weeks(5, 5, 5, 5, 5, 5), weeks(9, last=1))[0]
    assert words in (
        "It never varied before, so there is nothing to measure it against.",
        "전에 한 번도 달라진 적이 없어 견줄 것이 없습니다.",
    )
