"""Looking at outcomes and numbers behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.outcomes.models import Measurement, Outcome, Signature

admin.site.register([Outcome, Measurement, Signature], ReadOnlyAdmin)
