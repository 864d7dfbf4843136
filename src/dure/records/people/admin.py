"""Looking at people, accounts and teams behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.people.models import Account, Affiliation, Calendar, Person, Team, TeamName, User

admin.site.register([Account, Affiliation, Calendar, Person, Team, TeamName, User], ReadOnlyAdmin)
