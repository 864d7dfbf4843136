"""Clusters on this machine, for as long as the tests run: Sail with several workers, and Apache Spark itself."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

#: How many workers Sail starts; each has a server of its own, to which tasks and rows go over the wire.
N_WORKERS = 3


@contextmanager
def sail() -> Iterator[str]:
    """Sail as a cluster of its own, at the address given."""
    _needed(find_spec("pysail"), "pysail is not installed: make setup")
    with tempfile.TemporaryDirectory(prefix="dure-sail-") as home:
        settings = {
            "SAIL_MODE": "local-cluster",
            "SAIL_CLUSTER__WORKER_INITIAL_COUNT": str(N_WORKERS),
            "SAIL_CLUSTER__WORKER_MAX_COUNT": str(N_WORKERS),
            "SAIL_EXECUTION__CHECKPOINT__PATH": f"{home}/kept",
            "RUST_LOG": "info",
        }
        port = free_port()
        words = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
        with _running(words, port=port, settings=settings, log=Path(home) / "log"):
            yield f"spark+connect://127.0.0.1:{port}"


@contextmanager
def spark() -> Iterator[str]:
    """The Connect server of Apache Spark that comes with the pyspark wheel, at the address given."""
    found = find_spec("pyspark")
    _needed(
        found and shutil.which("java"), "Apache Spark needs Java 17: apt-get install openjdk-17-jre-headless"
    )
    assert found and found.origin
    home = Path(found.origin).parent
    port = free_port()
    confs = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "4g",
    }
    with tempfile.TemporaryDirectory(prefix="dure-spark-") as folder:
        words = [str(home / "bin" / "spark-submit"), "--master", "local[2]"]
        words += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
        words += [part for name, value in confs.items() for part in ("--conf", f"{name}={value}")]
        settings = {"SPARK_HOME": str(home), "SPARK_LOCAL_DIRS": folder, "PYSPARK_PYTHON": sys.executable}
        with _running([*words, "spark-internal"], port=port, settings=settings, log=Path(folder) / "log"):
            yield f"spark+connect://127.0.0.1:{port}"


ENGINES = {"sail": sail, "spark": spark}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _needed(part: object, why: str) -> None:
    """In CI a missing engine fails; elsewhere its tests are left out, with the reason."""
    if not part:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


@contextmanager
def _running(words: list[str], *, port: int, settings: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as told:
        server = subprocess.Popen(words, env=os.environ | settings, stdout=told, stderr=told, cwd=log.parent)
    try:
        _wait(server, port=port, log=log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", *, port: int, log: Path, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
