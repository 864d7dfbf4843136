"""Loading the real year: seconds and memory, and how both grow when the log is ten times larger.

One figure a line. The limit is the issue's: 20 s and 1 GiB for the year; ten times the rows may take no
more than ten times as long. Needs the data folder; the tenfold log is the year itself told ten times under
other case numbers, and is labelled so.
"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

DATA = Path(os.environ.get("DURE_DATA", "../shared/data")) / "service_desk" / "incident_event_log.zip"
RUN = """
import json, resource, sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from dure.sources.csv_file import mapping_called
from dure.facts.roles import SYSTEM
from dure.jobs.load import load
call_command("migrate", verbosity=0)
began = time.perf_counter()
report, _ = load(Path(sys.argv[1]), mapping=mapping_called("service_desk"), by=SYSTEM, now=timezone.now())
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "mib": peak, "rows": report.report["n_rows"]}))
"""


def loaded(path: Path) -> dict[str, float]:
    """A load in a process and a home of its own: seconds, peak memory in MiB, rows."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DURE_HOME": home, "DJANGO_SETTINGS_MODULE": "dure.config.settings"}
        environment.pop("DURE_DATABASE_URL", None)
        ran = subprocess.run(
            [sys.executable, "-c", RUN, str(path)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(ran.stdout.splitlines()[-1])


def told_ten_times(folder: Path) -> Path:
    """The year ten times over, each time under other case numbers (synthetic)."""
    with zipfile.ZipFile(DATA) as archive:
        rows = list(csv.reader(io.TextIOWrapper(archive.open(archive.namelist()[0]), encoding="utf-8")))
    path = folder / "tenfold.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        for again in range(10):
            writer.writerows([f"{again}-{row[0]}", *row[1:]] for row in rows[1:])
    return path


def main() -> None:
    if not DATA.exists():
        sys.exit(f"{DATA} is not here: set DURE_DATA to the data folder")
    year = loaded(DATA)
    print(f"load_real_year_seconds {year['seconds']:.1f} s (limit 20; {year['rows']:,} rows)", flush=True)
    print(f"load_real_year_memory {year['mib']:.0f} MiB (limit 1024)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ten = loaded(told_ten_times(Path(folder)))
    print(f"load_tenfold_year_seconds {ten['seconds']:.1f} s (synthetic; {ten['rows']:,} rows)", flush=True)
    print(f"load_tenfold_year_memory {ten['mib']:.0f} MiB", flush=True)
    print(
        f"load_growth {ten['seconds'] / year['seconds']:.2f} x for 10 x the rows (linear is 10)", flush=True
    )


if __name__ == "__main__":
    main()
