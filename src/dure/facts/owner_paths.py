"""Which teams a case went through, in order: the owner path. Source: science B4."""

import ibis
import ibis.expr.types as ir
from ibis import _


def arrivals(steps: ir.Table, *, labels: ir.Table) -> ir.Table:
    """One row per coming of a case to another team: case_id, team, ts, seq, team_before, team_two_before.

    Rows without an owner are skipped: A, nobody, A is one stay with A.
    """
    teams = labels.filter(labels.team.notnull()).select("label", "team")
    before = teams.select(label_before="label", left_team="team")
    changed = steps.filter((steps.label != steps.label_before).fill_null(True))
    moved = changed.join(teams, "label").left_join(before, "label_before")
    candidates = moved.filter((moved.team != moved.left_team).fill_null(True)).select(
        "case_id", "team", "seq", ts="start_ts"
    )
    in_order = ibis.window(group_by="case_id", order_by=["ts", "seq"])
    came = candidates.mutate(team_before=candidates.team.lag().over(in_order))
    came = came.filter((came.team != came.team_before).fill_null(True))
    return came.mutate(team_two_before=came.team.lag(2).over(in_order))


def paths(items: ir.Table, *, arrivals: ir.Table, front_line: ir.Table) -> ir.Table:
    """One row per item: case_id, its words, done_ts and week, and how its ownership travelled.

    n_owners (length of the collapsed path; 0 = never owned), n_handovers (null without an owner),
    n_returns (straight back: A, B, A), n_chances (how often a straight return was possible),
    is_front_only (never left the front line;
    null where none of the teams is declared to be it).

    Args:
        front_line: the teams that are the front line, in one column ``team``; empty = not declared.
    """
    front = front_line.select(front_team="team").distinct()
    n_front = front.count().as_scalar()
    walked = arrivals.left_join(front, arrivals.team == front.front_team)
    by_case = walked.group_by("case_id").agg(
        n_owners=_.count(),
        n_returns=(_.team == _.team_two_before).fill_null(False).cast("int64").sum(),
        n_elsewhere=_.front_team.isnull().cast("int64").sum(),
    )
    joined = items.left_join(by_case, "case_id")
    owned = joined.n_owners > 0
    return joined.select(
        *("case_id", "stream", "kind", "team", "side", "segment", "done_ts", "week"),
        n_owners=joined.n_owners.fill_null(0),
        n_handovers=joined.n_owners - 1,
        n_returns=joined.n_returns.fill_null(0),
        n_chances=ibis.greatest(joined.n_owners.fill_null(0) - 2, 0),
        is_front_only=ibis.ifelse(owned & (n_front > 0), joined.n_elsewhere == 0, ibis.null()),
    )


def revisits(arrivals: ir.Table) -> ir.Table:
    """How often each case came to a team that had had it before, straight back or not: case_id, n_revisits."""
    stays = arrivals.group_by(["case_id", "team"]).agg(n_stays=_.count())
    return stays.group_by("case_id").agg(n_revisits=(_.n_stays - 1).sum())
