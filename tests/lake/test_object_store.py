"""The lake in an object store: the same rows and the same numbers, by keys that stand in the environment alone."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import boto3
import pytest

from dure.lake import Lake, compact, measured
from tests.engines.same import differences
from tests.engines.samples import SAMPLES
from tests.engines.servers import free_port
from tests.metrics.tables import METRICS

ROWS = SAMPLES["a story"].tables["moves"]
OVER = SAMPLES["a story"].window


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of an S3-compatible server on this machine."""
    port = free_port()
    keys = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "dure",
        "AWS_SECRET_ACCESS_KEY": "dure-secret",
        "AWS_REGION": "ap-northeast-2",
    }
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        with pytest.MonkeyPatch.context() as environment:
            for name, key in keys.items():
                environment.setenv(name, key)
            _made("lakes")
            yield "s3://lakes"
        server.terminate()


def _made(name: str, *, seconds: float = 60) -> None:
    client, until = boto3.client("s3", region_name="ap-northeast-2"), time.monotonic() + seconds
    while True:
        try:
            client.create_bucket(
                Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
            )
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return


def filled(address: str) -> Lake:
    lake = Lake(address)
    for n in range(ROWS.num_rows):
        lake.append("moves", ROWS.slice(n, 1), app_id="ledger", version=n)
    return lake


def test_rows_go_in_once_and_are_compacted_as_on_a_disk(bucket: str) -> None:
    lake = filled(f"{bucket}/once")
    assert not lake.append("moves", ROWS.slice(0, 1), app_id="ledger", version=0)
    assert lake.watermark("moves", app_id="ledger") == ROWS.num_rows - 1
    assert compact(lake)["moves"] == ROWS.num_rows
    assert len(lake.files("moves")) == 1
    assert lake.n_rows("moves") == ROWS.num_rows


def test_every_number_is_what_it_is_on_a_disk(bucket: str) -> None:
    here = measured(METRICS.values(), window=OVER, tables={"moves": ROWS})
    lake = filled(f"{bucket}/numbers/")
    assert all(re.match(r"s3://lakes/numbers/moves/[^/]+\.parquet$", file) for file in lake.files("moves"))
    assert differences(here, measured(METRICS.values(), window=OVER, lake=lake)) == []
