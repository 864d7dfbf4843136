"""Data: what came in and what did not, and a new load step by step."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from dure.facts.roles import SYSTEM, Role
from dure.jobs.load import load
from dure.jobs.rounds import do_asked
from dure.records.ledger.models import Load
from dure.records.ledger.queries import loads
from dure.records.voices.models import Voice
from tests.cast import NOW, Corner
from tests.doors.web.visiting import noon, visitor_of, words_of  # noqa: F401 - the clock stands still

pytestmark = pytest.mark.django_db

LOG = """번호,상태,변경일시,담당팀,제목
A-1,접수,2026-02-02 09:00,CS팀,인증서 안내가 늦습니다
A-1,처리함,2026-02-02 10:00,CS팀,인증서 안내가 늦습니다
A-1,완료,2026-02-03 09:00,기술팀,인증서 안내가 늦습니다
A-2,접수,어제,CS팀,엑셀이 깨집니다
A-2,접수,2026-02-04 09:00,CS팀,엑셀이 깨집니다
"""
MAPPING: dict[str, Any] = {
    "name": "old_desk",
    "stream": {"key": "old_desk", "title": {"ko": "옛 데스크", "en": "The old desk"}},
    "time": {"zone": "Asia/Seoul"},
    "columns": {"case": "번호", "state": "상태", "at": "변경일시", "team": "담당팀", "title": "제목"},
    "states": {"접수": "new", "완료": {"flow": "done", "loop": "shipped"}},
    "notes": [
        {
            "what": "unknown",
            "of": "told",
            "ko": "알린 때는 기록에 없습니다.",
            "en": "When they were told is not recorded.",
        }
    ],
}


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.LAKE = tmp_path / "files", tmp_path / "lake"
    settings.CACHES = {
        **settings.CACHES,
        "shared": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }


@pytest.fixture
def lead(corner: Corner) -> Client:
    return visitor_of(corner.jiwoo, role=Role.LEAD)


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    taken, _ = load(tmp_path / "log.csv", mapping=MAPPING, by=SYSTEM, now=NOW)
    return taken


def upload(lead: Client, text: str | bytes = LOG, *, name: str = "log.csv") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return lead.post("/data/new/", {"file": SimpleUploadedFile(name, content)})


def answers(page: str, **changed: str) -> dict[str, str]:
    """The answers a form holds as it came, with some changed."""
    said = dict(re.findall(r'<input[^>]*name="([\w-]+)"[^>]*?value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = chosen[1] if chosen else ""
    return {**said, **changed}


def test_a_stranger_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get("/data/").status_code == 302


def test_a_viewer_sees_the_loads_but_loads_none(corner: Corner, loaded: Load) -> None:
    viewer = visitor_of(corner.jiwoo, role=Role.VIEWER)
    assert viewer.get(f"/data/{loaded.pk}/").status_code == 200
    assert "/data/new/" not in viewer.get("/data/").content.decode()
    for answer in (viewer.get("/data/new/"), upload(viewer)):
        assert answer.status_code == 403


def test_before_the_first_load_the_page_teaches_and_names_the_one_act(lead: Client) -> None:
    answer = lead.get("/data/")
    assert "Every file that is brought in stands here" in words_of(answer)
    assert answer.content.decode().count('href="/data/new/"') == 2


def test_the_first_sentence_counts_what_came_in_and_what_did_not(lead: Client, loaded: Load) -> None:
    assert "1 file brought in 2 cases; 2 rows were kept aside." in words_of(lead.get("/data/"))


def test_a_load_says_what_came_in_what_did_not_and_why(lead: Client, loaded: Load) -> None:
    words = words_of(lead.get(f"/data/{loaded.pk}/"))
    assert "5 rows became 2 cases. 2 rows could not come in." in words
    assert "a state the mapping does not know: add it to [states]" in words
    assert "States without a meaning 처리함 1" in words
    assert "Not recorded, and not made up When they were told is not recorded." in words


def test_a_row_kept_aside_stands_with_its_line_column_value_and_reason(corner: Corner, loaded: Load) -> None:
    words = words_of(visitor_of(corner.jiwoo, role=Role.VIEWER, language="ko").get(f"/data/{loaded.pk}/"))
    assert (
        "3 상태 처리함 매핑에 없는 상태입니다. [states]에 더해 주십시오 A-1,처리함,2026-02-02 10:00" in words
    )


def test_rows_kept_aside_of_a_file_that_is_gone_are_downloaded_as_they_were(
    lead: Client, loaded: Load
) -> None:
    answer = lead.get(f"/data/{loaded.pk}/aside.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["line"] for row in rows] == ["3", "5"]
    assert rows[0]["row"].startswith("A-1,처리함")


@pytest.mark.parametrize(
    "address", ["/data/999/", "/data/999/aside.csv", "/data/new/0123/", "/data/doing/none/"]
)
def test_what_does_not_exist_is_not_found(lead: Client, address: str) -> None:
    assert lead.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("log.pdf", LOG, "cannot be read. Save it as CSV or XLSX"),
        ("log.csv", "", "The submitted file is empty."),
        ("log.xlsx", "no workbook", "not a workbook"),
        ("log.csv", "\n", "no header"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    lead: Client, name: str, content: Any, says: str
) -> None:
    answer = upload(lead, content, name=name)
    assert answer.status_code == 422
    assert says in words_of(answer)


def test_a_file_that_is_too_large_is_refused_with_another_way(
    lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dure.doors.web.data.uploads.MOST_BYTES", 100)
    answer = upload(lead)
    assert answer.status_code == 422
    assert "dure load FILE" in words_of(answer)


def test_a_name_cannot_lead_out_of_the_folder_of_uploads(lead: Client, tmp_path: Path) -> None:
    upload(lead, name="../../evil.csv")
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["evil.csv"]
    assert [path.parent.parent.name for path in tmp_path.rglob("*.csv")] == ["uploads"]


def test_columns_and_known_states_are_proposed_and_unknown_states_left_to_the_person(lead: Client) -> None:
    page = lead.get(upload(lead)["location"]).content.decode()
    said = answers(page)
    assert (said["col_case"], said["col_state"], said["col_at"]) == ("번호", "상태", "변경일시")
    assert [said[f"state_{n}"] for n in range(3)] == ["new", "", "done"]
    assert "처리함" in words_of(lead.get(upload(lead)["location"]))


def test_nothing_is_loaded_before_it_has_been_looked_at(lead: Client) -> None:
    address = upload(lead)["location"]
    said = answers(lead.get(address).content.decode(), title="옛 데스크")
    seen = lead.post(address, {**said, "step": "load"})
    assert "The first 5 rows would become 2 cases" in words_of(seen)
    assert "A-1 접수 = New · CS팀" in words_of(seen)
    changed = answers(seen.content.decode(), state_1="active")
    assert lead.post(address, {**changed, "step": "load"}).status_code == 200
    assert not DBTaskResult.objects.exists()


def test_another_column_of_states_lists_its_own_states(lead: Client) -> None:
    address = upload(lead)["location"]
    said = answers(lead.get(address).content.decode(), col_state="담당팀")
    page = lead.post(address, {**said, "step": "look"}).content.decode()
    assert 'for="id_state_0">CS팀</label>' in page
    assert 'for="id_state_1">기술팀</label>' in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"col_case": ""}, "This field is required."),
        ({"name": "live"}, "This name is taken by dure itself"),
        ({"zone": "Seoul"}, "not one of the available choices"),
        ({"state_0": "", "state_1": "", "state_2": ""}, "[states]"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_where_it_stands(
    lead: Client, changed: dict[str, str], says: str
) -> None:
    address = upload(lead)["location"]
    answer = lead.post(address, {**answers(lead.get(address).content.decode(), **changed), "step": "look"})
    assert answer.status_code == 422
    assert says in words_of(answer)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_in_by_the_browser_alone_and_its_rows_kept_aside_can_be_mended(lead: Client) -> None:
    address = upload(lead)["location"]
    said = answers(lead.get(address).content.decode(), title="옛 데스크", state_1="active")
    said = answers(lead.post(address, {**said, "step": "look"}).content.decode())
    asked = lead.post(address, {**said, "step": "load"})
    doing = asked["location"]
    assert "Waiting for the worker." in words_of(lead.get(doing))
    do_asked()
    done = lead.get(doing).content.decode()
    assert "The file is in, and the numbers are computed." in done, words_of(lead.get(doing))
    taken = loads().get()
    assert f'href="/data/{taken.pk}/"' in done
    assert Voice.objects.filter(source="log").count() == 2
    mended = lead.get(f"/data/{taken.pk}/aside.csv").content.decode("utf-8-sig")
    assert mended.splitlines()[0].startswith("번호,상태,변경일시,담당팀,제목,")
    assert mended.splitlines()[1].startswith("A-2,접수,어제,")


@pytest.mark.django_db(transaction=True)
def test_a_load_that_failed_says_why(lead: Client, tmp_path: Path) -> None:
    address = upload(lead)["location"]
    said = answers(lead.get(address).content.decode(), title="옛 데스크")
    said = answers(lead.post(address, {**said, "step": "look"}).content.decode())
    doing = lead.post(address, {**said, "step": "load"})["location"]
    for path in tmp_path.rglob("*.csv"):
        path.unlink()
    do_asked()
    words = words_of(lead.get(doing))
    assert "The file could not be loaded." in words
    assert "No such file or directory: 'log.csv'" in words


def test_a_ready_made_mapping_is_looked_through_too(lead: Client) -> None:
    address = upload(lead, "case,stage,time,owner\n1,Open,2026-02-02 09:00,CS\n1,Odd,2026-02-02 10:00,CS\n")[
        "location"
    ]
    words = words_of(lead.get(f"{address}?mapping=plain"))
    assert "The first 2 rows would become 1 cases" in words
    assert "their rows would be kept aside: Odd (1)" in words
    assert lead.get(f"{address}?mapping=nothing").status_code == 404


def test_the_page_asks_the_database_as_often_for_many_loads_as_for_one(
    lead: Client, loaded: Load, tmp_path: Path
) -> None:
    lead.get("/data/")
    for round in range(2):
        with CaptureQueriesContext(connection) as asked:
            lead.get("/data/")
        assert len(asked) == 3
        (tmp_path / "more.csv").write_text(
            LOG + f"A-{round + 3},접수,2026-02-09 09:00,CS팀,더\n", encoding="utf-8"
        )
        load(tmp_path / "more.csv", mapping=MAPPING, by=SYSTEM, now=NOW)
