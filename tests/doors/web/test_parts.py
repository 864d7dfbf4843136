"""What the parts of a page say."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from dure.doors.web.charts import Chart, Series
from dure.doors.web.numbers import Number


def number(lang: str, **told: object) -> str:
    with translation.override(lang):
        return " ".join(
            render_to_string("parts/number.html", {"number": Number(title="순환 시간", **told)}).split()
        )


def test_a_number_that_is_not_known_says_why_and_is_not_zero() -> None:
    page = number("ko", value=None, reason="not_reached", n=7)
    assert "알 수 없음" in page
    assert "아직 절반도 이 단계에 이르지 않아" in page
    assert ">0" not in page


def test_a_number_is_a_link_to_what_it_counts_with_its_n_and_interval() -> None:
    page = number("en", value=0.734, unit="share", low=0.6, high=0.84, n=48, coverage=0.98, href="/promises/")
    assert '<a href="/promises/">73%</a>' in page
    assert "60% to 84%" in page
    assert "n 48" in page
    assert "covers 98%" in page


def test_a_number_says_of_which_moment_it_speaks() -> None:
    page = number("ko", value=3, as_of=datetime(2020, 1, 2, 3, 4, tzinfo=UTC))
    assert 'datetime="2020-01-02T03:04:00+00:00"' in page
    assert "2020년 1월 2일(목)</time> 기준" in page, "a day long past is named, not counted back to"


def test_a_charts_table_holds_every_figure_and_its_link_and_no_zero_for_the_unknown() -> None:
    chart = Chart(
        key="load",
        title="주별 처리",
        says="처리는 고릅니다.",
        axis="주",
        labels=["1주", "2주"],
        series=[Series("처리", [3.5, None], ["/a/", ""])],
        unit="days",
    )
    assert chart.table(language="ko") == [("1주", [("3일 12시간", "/a/")]), ("2주", [("–", "")])]
    page = render_to_string("parts/chart.html", {"chart": chart})
    assert '<a href="/a/">3일 12시간</a>' in page
    assert 'id="load-drawing" type="application/json"' in page


def test_words_in_a_chart_cannot_break_out_of_it() -> None:
    chart = Chart(key="x", title="t", says="s", axis="a", labels=["</script><b>"], series=[Series("s", [1])])
    assert "</script><b>" not in render_to_string("parts/chart.html", {"chart": chart})


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "refused.html"]
)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_fault_page_stands_alone_and_speaks_the_readers_language(name: str, lang: str) -> None:
    with translation.override(lang):
        page = render_to_string(name)
    assert f'<html lang="{lang}">' in page
    assert ("첫 화면으로" in page) == (lang == "ko")
