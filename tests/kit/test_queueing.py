"""Queues: the worked examples of B3, and what is never said as a number."""

import pytest

from dure.kit.queueing import UNBOUNDED, Constraint, constraint, lifted, queue_wait, utilisation

ROW = {"intake": 20.0, "analyse": 12.0, "fix": 7.0, "review": 9.0, "release": 15.0}


def test_work_waits_more_than_twice_as_long_at_nine_tenths_as_at_eight_tenths() -> None:
    assert queue_wait(0.8, service_time=0.2) == pytest.approx(0.8)
    assert queue_wait(0.9, service_time=0.225) == pytest.approx(2.025)


def test_two_people_share_a_queue() -> None:
    assert queue_wait(0.8, service_time=0.4, n_servers=2) == pytest.approx(0.7237, abs=5e-5)


def test_half_a_person_is_one_who_takes_twice_as_long() -> None:
    assert queue_wait(0.8, service_time=0.1, n_servers=0.5) == queue_wait(0.8, service_time=0.2)


def test_without_variability_nobody_waits() -> None:
    assert queue_wait(0.99, service_time=1, arrival_cv=0, service_cv=0) == 0


@pytest.mark.parametrize("rho", [1, 1.0, 1.2, 40])
def test_where_more_comes_than_can_be_done_the_wait_is_no_number(rho: float) -> None:
    assert queue_wait(rho, service_time=0.2) is UNBOUNDED


def test_utilisation_is_arrivals_over_what_all_can_do() -> None:
    assert utilisation(8, service_time=0.5, n_servers=5) == pytest.approx(0.8)
    assert utilisation(0, service_time=0.5) == 0


@pytest.mark.parametrize("n_servers", [0, -1])
def test_a_place_where_nobody_works_has_no_utilisation(n_servers: float) -> None:
    with pytest.raises(ValueError, match="n_servers"):
        utilisation(1, service_time=1, n_servers=n_servers)
    with pytest.raises(ValueError, match="n_servers"):
        queue_wait(0.5, service_time=1, n_servers=n_servers)


def test_the_place_of_the_least_capacity_holds_up_the_whole() -> None:
    assert constraint(ROW) == Constraint(("fix",), 7)


def test_lifting_the_constraint_gains_only_as_far_as_the_next_place() -> None:
    lift = lifted(ROW, place="fix", to=10)
    assert lift.before == Constraint(("fix",), 7)
    assert lift.after == Constraint(("review",), 9)
    assert lift.gain == 2


def test_lifting_any_other_place_gains_nothing() -> None:
    assert lifted(ROW, place="release", to=40).gain == 0


def test_two_places_of_the_same_capacity_are_both_named() -> None:
    assert constraint({"fix": 7, "review": 7, "release": 9}).names == ("fix", "review")


def test_what_cannot_be_computed_says_why() -> None:
    with pytest.raises(ValueError, match="one place or more"):
        constraint({})
    with pytest.raises(KeyError, match="no place 'test'"):
        lifted(ROW, place="test", to=1)
