"""No view is born without a right."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from dure.doors.web.pages import pages
from dure.doors.web.rights import act, page
from dure.facts.refusals import Refused
from dure.facts.roles import SYSTEM, Role
from dure.records.people.actions import add_person, give_login

pytestmark = pytest.mark.django_db


def login_of(role: Role) -> object:
    person = add_person("박서연", by=SYSTEM)
    return give_login(person, username=role.name, password="a long enough word", role=role, by=SYSTEM)


def asked(user: object, *, by: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), by)("/somewhere/")
    request.user, request.htmx = user, False
    return request


@page(least=Role.LEAD)
def for_leads(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@act(least=Role.MEMBER)
def refused_act(request: HttpRequest) -> HttpResponse:
    raise Refused("This promise is already closed.")


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VIEWER, 403), (Role.MEMBER, 403), (Role.LEAD, 200), (Role.ADMIN, 200)]
)
def test_a_page_opens_from_its_least_role_upwards(role: Role, status: int) -> None:
    assert for_leads(asked(login_of(role))).status_code == status


def test_an_act_is_not_done_by_opening_an_address() -> None:
    assert refused_act(asked(login_of(Role.ADMIN))).status_code == 405


def test_a_refused_act_answers_with_its_reason_in_korean() -> None:
    answer = refused_act(asked(login_of(Role.ADMIN), by="post"))
    assert answer.status_code == 409
    assert "이미 마무리된 약속입니다." in answer.content.decode()


def test_whoever_is_not_logged_in_is_led_to_the_login_and_back(client: Client) -> None:
    answer = client.get("/search/?q=a")
    assert answer.status_code == 302
    assert answer["Location"] == "/login/?next=/search/%3Fq%3Da"


def test_a_partial_update_after_the_session_ended_leads_the_whole_page_to_the_login(client: Client) -> None:
    answer = client.get("/search/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/login/")


def test_every_view_says_who_may_open_it() -> None:
    for one in pages():
        for pattern in one.patterns:
            assert hasattr(pattern.callback, "least_role") or hasattr(pattern.callback, "is_public"), pattern


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_to_another_site(client: Client, place: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": place})
    assert answer["Location"] == "/"


def test_an_answer_forbids_what_comes_from_outside(client: Client) -> None:
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(("field", "value"), [("language", "xx"), ("theme", "pink")])
def test_a_choice_that_does_not_exist_is_refused(client: Client, field: str, value: str) -> None:
    assert client.post(f"/{field}/", {field: value}).status_code == 400
