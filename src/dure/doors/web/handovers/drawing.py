"""The map drawn: givers on the left, receivers on the right, and a band between them as wide as its flow is strong.

Every team stands on both sides, so that what goes to and fro is two bands that cross, and no knot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dure.doors.web.handovers.flows import Flow

WIDTH, HEIGHT = 760, 520
#: Where the columns stand, and the least distance between two teams.
LEFT, RIGHT, BAR = 170, 590, 10
GAP = 12.0
#: The thinnest a band or a team is drawn.
THIN = 1.5


@dataclass(frozen=True, slots=True)
class Band:
    """One flow: the path of its middle line, and how wide it is."""

    flow: Flow
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Post:
    """One team on one side."""

    name: str
    x: float
    y: float
    height: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn, in a box of WIDTH x height."""

    bands: list[Band]
    posts: list[Post]
    height: float


def drawn(flows: Sequence[Flow]) -> Map:
    """The flows as bands between two columns of teams, each column in the order of its strength.

    >>> drawn([])
    Map(bands=[], posts=[], height=0.0)
    """
    if not flows:
        return Map([], [], 0.0)
    givers, receivers = _sums(flows, side="giver"), _sums(flows, side="receiver")
    room = HEIGHT - GAP * max(len(givers), len(receivers))
    per_n = room / sum(flow.n for flow in flows)
    tops = {"giver": _tops(givers, per_n=per_n), "receiver": _tops(receivers, per_n=per_n)}
    used = {side: dict.fromkeys(tops[side], 0.0) for side in tops}
    bands = [_band(flow, per_n=per_n, tops=tops, used=used) for flow in _in_order(flows, receivers)]
    posts = [
        *_posts(flows, sums=givers, tops=tops["giver"], per_n=per_n, side="giver"),
        *_posts(flows, sums=receivers, tops=tops["receiver"], per_n=per_n, side="receiver"),
    ]
    return Map(bands, posts, max(post.y + post.height for post in posts) + GAP)


def _sums(flows: Sequence[Flow], *, side: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for flow in flows:
        team = getattr(flow, side)
        sums[team] = sums.get(team, 0) + flow.n
    return dict(sorted(sums.items(), key=lambda one: -one[1]))


def _tops(sums: dict[str, int], *, per_n: float) -> dict[str, float]:
    tops, y = {}, GAP
    for team, n in sums.items():
        tops[team] = y
        y += max(n * per_n, THIN) + GAP
    return tops


def _in_order(flows: Sequence[Flow], receivers: dict[str, int]) -> list[Flow]:
    """In the order in which bands lie on a post, so that those of one giver do not cross at once."""
    place = {team: n for n, team in enumerate(receivers)}
    return sorted(flows, key=lambda flow: place[flow.receiver])


def _band(
    flow: Flow, *, per_n: float, tops: dict[str, dict[str, float]], used: dict[str, dict[str, float]]
) -> Band:
    width = flow.n * per_n
    ends = []
    for side, team in (("giver", flow.giver), ("receiver", flow.receiver)):
        ends.append(tops[side][team] + used[side][team] + width / 2)
        used[side][team] += width
    middle = (LEFT + RIGHT) / 2
    path = f"M{LEFT},{ends[0]:.1f} C{middle},{ends[0]:.1f} {middle},{ends[1]:.1f} {RIGHT},{ends[1]:.1f}"
    return Band(flow, path, round(max(width, THIN), 1))


def _posts(
    flows: Sequence[Flow], *, sums: dict[str, int], tops: dict[str, float], per_n: float, side: str
) -> list[Post]:
    names = {getattr(flow, side): getattr(flow, f"{side}_name") for flow in flows}
    is_left = side == "giver"
    x, label_x = (LEFT - BAR, LEFT - BAR - 8) if is_left else (RIGHT, RIGHT + BAR + 8)
    return [
        Post(
            name=names[team],
            x=x,
            y=round(tops[team], 1),
            height=round(max(n * per_n, THIN), 1),
            label_x=label_x,
            label_y=round(tops[team] + max(n * per_n, THIN) / 2 + 4, 1),
            anchor="end" if is_left else "start",
        )
        for team, n in sums.items()
    ]
