"""What the mapper in the browser shows: the columns, a proposal to confirm, and a preview."""

import warnings
from pathlib import Path

from dure.facts.arrivals import Heard, Moved
from dure.sources._mapped.grid import grid
from dure.sources.csv_file import checked, columns, preview, read_mapping, suggested_mapping

SAMPLES = Path(__file__).parents[1] / "samples" / "files"


def test_columns_are_shown_with_their_address_and_examples() -> None:
    shown = {column.name: column for column in columns(SAMPLES / "desk.csv")}
    assert [name for name in shown if name.startswith("category")] == ["category", "category#2"]
    assert shown["category#2"].header == "category"
    assert shown["state"].examples == ("New", "Active", "Awaiting User Info", "Resolved", "Closed")
    assert shown["group"].examples == ("1", "2", "3")
    assert shown["group"].n_missing == 1
    assert shown["group"].n_looked_at == 22


def test_a_proposal_finds_the_columns_and_the_day_before_the_month() -> None:
    proposed = suggested_mapping(SAMPLES / "desk.csv", zone="Asia/Seoul")
    roles = proposed.mapping["columns"]
    assert {role: roles[role] for role in ("case", "state", "at", "opened", "team", "caller")} == {
        "case": "number", "state": "state", "at": "updated", "opened": "opened", "team": "group", "caller": "caller",
    }  # fmt: skip
    assert proposed.mapping["file"]["missing"] == ["?"]


def test_a_korean_file_is_understood_as_far_as_its_words_are_known() -> None:
    proposed = suggested_mapping(SAMPLES / "plain_korean.csv")
    assert proposed.mapping["columns"] == {
        "case": "접수번호", "state": "상태", "at": "변경일시", "team": "담당팀", "title": "제목",
    }  # fmt: skip
    assert proposed.mapping["time"] == {"zone": "Asia/Seoul", "format": "%Y. %m. %d. %p %I:%M"}
    assert proposed.mapping["states"]["고객 회신 대기"]["waits_on"] == "customer"


def test_states_we_do_not_know_are_listed_and_never_guessed() -> None:
    proposed = suggested_mapping(SAMPLES / "plain_korean.csv")
    assert "처리 중" not in proposed.mapping["states"]
    assert [d["ko"] for d in proposed.doubts if d["of"] == "states"] == ["뜻을 정해야 하는 상태: 처리 중"]


def test_a_proposal_that_cannot_tell_day_from_month_says_so(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("id,status,updated\n1,New,3/4/2026 10:00\n", encoding="utf-8")
    doubts = {doubt["of"]: doubt["en"] for doubt in suggested_mapping(path).doubts}
    assert doubts["format"].endswith("%d/%m/%Y %H:%M or %m/%d/%Y %H:%M")


def test_a_proposal_for_a_file_without_states_asks_for_the_column(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("id,updated\n1,2026-03-04 10:00\n", encoding="utf-8")
    assert "state" in {doubt["of"] for doubt in suggested_mapping(path).doubts}


def test_a_confirmed_proposal_is_a_valid_mapping() -> None:
    proposed = suggested_mapping(SAMPLES / "plain_korean.csv").mapping
    proposed["states"]["처리 중"] = {"flow": "active"}
    assert checked(proposed).name == "plain_korean"
    shown = preview(SAMPLES / "plain_korean.csv", proposed)
    assert (len(shown.aside), shown.unmapped_states) == (0, {})


def test_a_preview_shows_the_first_rows_and_what_becomes_of_them() -> None:
    shown = preview(SAMPLES / "desk.csv", read_mapping(SAMPLES / "desk.toml"), rows=3)
    assert [row[1] for row in shown.rows] == ["New", "New", "Active"]
    assert [type(fact) for fact in shown.arrivals].count(Heard) == 1
    assert [fact.stage for fact in shown.arrivals if isinstance(fact, Moved)] == ["New", "New", "Active"]


def test_a_preview_lists_the_states_that_are_not_mapped() -> None:
    mapping = read_mapping(SAMPLES / "desk.toml")
    del mapping["states"]["Active"]
    assert preview(SAMPLES / "desk.csv", mapping, rows=50).unmapped_states == {"Active": 6, "Parked": 1}


def test_a_file_that_was_only_looked_at_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,stage,time\n" + "1,New,2026-03-04 10:00\n" * 5_000, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with grid(path) as table:
            raw = table._raw
        assert raw is not None
        assert raw.closed
        assert columns(path)[0].n_looked_at == 2_000
