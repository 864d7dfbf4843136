"""What the browser finds: one login, and one thing for every page that shows one."""

from dure.facts.roles import SYSTEM, Role
from dure.records.people.actions import add_person, give_login

USERNAME, PASSWORD = "jiho", "a village by the river"


def make_samples() -> dict[str, int]:
    """Fills the empty database; the ids by "page name.place in its address"."""
    jiho = add_person("윤지호", side="coworker", email="jiho@example.com", by=SYSTEM)
    give_login(jiho, username=USERNAME, password=PASSWORD, role=Role.ADMIN, by=SYSTEM)
    return {}
