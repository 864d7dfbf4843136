"""Server time of the pages over the real year on SQLite: the 95th of 100 looks at each.

One figure a line, in milliseconds; beside each the issue's limit. The floor is what a page costs that
asks nothing (the login), in the same run. Ten thousand accounts (synthetic) are added for the list of accounts.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

N_LOOKS = 60
LIMITS = {"today": 100, "account": 100, "voice": 100, "loop": 100, "accounts_10000": 150}


def home() -> None:
    """A home of its own with the village, the real year and every number."""
    os.environ["DURE_HOME"] = tempfile.mkdtemp(prefix="dure-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "dure.config.settings"
    os.environ.pop("DURE_DATABASE_URL", None)
    from dure.doors.cli import main

    main(["demo", "--no-serve"], standalone_mode=False)


def addresses() -> dict[str, str]:
    """Each page with the heaviest thing it can show: the busiest account, the longest thread."""
    from django.db.models import Count

    from dure.records.voices.models import Voice
    from dure.records.work.models import WorkState

    busiest = Voice.objects.values("account").annotate(n=Count("id")).order_by("-n").first()["account"]
    longest = WorkState.objects.values("item").annotate(n=Count("id")).order_by("-n").first()["item"]
    voice = (
        Voice.objects.filter(source="service_desk", ref=_ref(longest)).values_list("id", flat=True).first()
    )
    return {
        "floor_login": "/login/",
        "today": "/today/",
        "account": f"/account/{busiest}/",
        "voice": f"/voice/{voice}/",
        "loop": "/loop/",
        "loop_service_desk": "/loop/?source=service_desk",
        "voices": "/voices/",
        "promises": "/promises/",
        "stream_service_desk": "/stream/service_desk/",
        "items_service_desk": "/items/?stream=service_desk",
    }


def _ref(item_id: int) -> str:
    from dure.records.work.models import WorkItem

    return WorkItem.objects.get(pk=item_id).ref


def p95_ms(client: object, address: str) -> float:
    """The 95th percentile of the server's time for one address, after two looks that do not count."""
    times = []
    for look in range(N_LOOKS + 2):
        began = time.perf_counter()
        answer = client.get(address, HTTP_HOST="127.0.0.1")  # type: ignore[attr-defined]
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
        if look >= 2:
            times.append(took)
    return sorted(times)[int(0.95 * len(times))]


def main() -> None:
    if not (Path(os.environ.get("DURE_DATA", "../shared/data")) / "service_desk").exists():
        sys.exit("the real year is not here: set DURE_DATA to the data folder")
    home()
    from django.test import Client

    from dure.demo.crowd import add_crowd
    from dure.records.people.models import User

    client, stranger = Client(), Client()
    client.force_login(User.objects.get(username="jiwoo"))
    for name, address in addresses().items():
        figure = p95_ms(stranger if name.startswith("floor") else client, address)
        print(f"page_{name}_p95 {figure:.0f} ms (limit {LIMITS.get(name, 100)})", flush=True)
    add_crowd(10_000, on=datetime.now(UTC).date())
    for name, address in {
        "accounts_10000": "/accounts/",
        "accounts_10000_sorted": "/accounts/?sort=-renewal",
    }.items():
        print(f"page_{name}_p95 {p95_ms(client, address):.0f} ms (limit 150)", flush=True)


if __name__ == "__main__":
    main()
