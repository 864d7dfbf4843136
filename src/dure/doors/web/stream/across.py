"""Work that crosses teams beside work that stays with one: how much of it, and how long it takes (003-61)."""

from dataclasses import dataclass

from dure.doors.web.addresses import address
from dure.doors.web.measured import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Items done that several teams owned, and those one team owned; days are medians."""

    n_several: int
    n_one: int
    several_days: float | None
    one_days: float | None
    href: str

    @property
    def share(self) -> float:
        return self.n_several / (self.n_several + self.n_one)


def across(measured: Measured, *, stream: str) -> Across | None:
    """What the numbers say of work across teams; None where no finished item had an owner."""
    rows = measured.slices("cross_team_time", cut="teams")
    several, one = rows.get("several"), rows.get("one")
    n_several, n_one = several.n if several else 0, one.n if one else 0
    if not n_several + n_one:
        return None
    return Across(
        n_several=n_several,
        n_one=n_one,
        several_days=several.value if several else None,
        one_days=one.value if one else None,
        href=address("/items/", stream=stream, teams="2", state="done"),
    )
