"""The rounds do what is due, what was asked for, and again what a crash left undone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dure.facts.roles import SYSTEM
from dure.jobs import asked
from dure.jobs.asked import load_upload, progress_of
from dure.jobs.load import load
from dure.jobs.rounds import TRIES, Due, do_asked, do_due, take_up_again
from dure.records.ledger.models import Load
from dure.records.outcomes.models import Measurement
from dure.records.voices.models import Voice
from tests.jobs.test_load import LOG, MAPPING

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ME = {"person_id": None, "role": int(SYSTEM.role), "name": "lead"}


@pytest.fixture
def upload(tmp_path, monkeypatch):
    """A file somebody uploaded, in a home of its own."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    monkeypatch.setattr(settings, "LAKE", tmp_path / "lake")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return "log.csv"


def test_a_job_is_done_when_its_time_has_come_and_not_before():
    done = []
    job = Due("drain", lambda: done.append(1), every=timedelta(minutes=1))
    assert [do_due(job, now=NOON + timedelta(seconds=s)) for s in (0, 30, 60)] == [True, False, True]
    assert len(done) == 2


def test_a_fault_in_one_job_is_said_and_stops_nothing():
    said = []
    job = Due("measure", lambda: 1 / 0, every=timedelta(minutes=1))
    assert do_due(job, now=NOON, say=said.append)
    assert said == ["2026-03-02 12:00:00 measure: ZeroDivisionError: division by zero"]
    assert do_due(job, now=NOON + timedelta(minutes=1), say=said.append)


@pytest.mark.django_db(transaction=True)
def test_a_file_somebody_uploaded_is_taken_in_and_measured(upload):
    load_upload.enqueue(upload, mapping=MAPPING, by=ME)
    do_asked()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert Load.objects.get().by_name == "lead"
    assert Voice.objects.count() == 2
    assert Measurement.objects.filter(stream="desk", metric="flow_velocity", cut="all").get().value == 1
    assert progress_of(upload) == 1.0


@pytest.mark.django_db(transaction=True)
def test_a_load_whose_worker_was_killed_is_done_again_and_brings_nothing_twice(upload):
    load_upload.enqueue(upload, mapping=MAPPING, by=ME)
    DBTaskResult.objects.get().claim("a worker that is killed")
    load(Path(settings.MEDIA_ROOT) / upload, mapping=MAPPING, by=SYSTEM, now=NOON + timedelta(days=9))
    assert take_up_again() == 1
    do_asked()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
    assert (Voice.objects.count(), Load.objects.count()) == (2, 1)
    assert Measurement.objects.filter(stream="desk").exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_dies_each_time_is_left_for_somebody_to_look_at():
    asked.measure_anew.enqueue(attempt=TRIES)
    DBTaskResult.objects.get().claim("a worker that is killed")
    assert take_up_again() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
