"""Looking at improvements behind the scenes."""

from django.contrib import admin

from dure.records.improvements.models import (
    Attempt,
    AttemptState,
    CitedNumber,
    Improvement,
    ImprovementState,
)
from dure.records.ledger.admin import ReadOnlyAdmin

admin.site.register([Improvement, ImprovementState, CitedNumber, Attempt, AttemptState], ReadOnlyAdmin)
