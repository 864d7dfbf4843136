"""The drawing of the loop holds as many drops as voices stand there."""

import pytest

from dure.doors.web.loop.water import HEIGHT, MOST_DROPS, WIDTH, stretches, voices_per_drop


@pytest.mark.parametrize("counts", [[0] * 8, [1, 0, 3, 30, 2, 9, 8, 3], [96] * 8])
def test_each_voice_is_a_drop_while_they_fit(counts: list[int]) -> None:
    assert voices_per_drop(counts) == 1
    assert [stretch.drops.count("M") for stretch in stretches(counts)] == counts


@pytest.mark.parametrize(("most", "per_drop"), [(97, 2), (193, 5), (24_904, 500), (10_000_000, 200_000)])
def test_beyond_that_a_drop_stands_for_more_and_no_one_is_left_out(most: int, per_drop: int) -> None:
    drawn = stretches([most, 1, 0, 0, 0, 0, 0, 0])
    assert voices_per_drop([most, 1]) == per_drop
    assert 0 < drawn[0].drops.count("M") <= MOST_DROPS
    assert drawn[1].drops.count("M") == 1
    assert drawn[2].drops == ""


def test_no_drop_lies_outside_the_drawing() -> None:
    for stretch in stretches([MOST_DROPS] * 8):
        for spot in stretch.drops.replace("h0", "").split("M")[1:]:
            x, y = map(float, spot.split())
            assert 0 < x < WIDTH
            assert 36 < y < HEIGHT - 36
