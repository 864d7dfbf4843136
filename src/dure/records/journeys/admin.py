"""Looking at journeys behind the scenes."""

from django.contrib import admin

from dure.records.journeys.models import JourneyStage, TouchEvent, Touchpoint
from dure.records.ledger.admin import ReadOnlyAdmin

admin.site.register([JourneyStage, Touchpoint, TouchEvent], ReadOnlyAdmin)
