"""Looking at changes behind the scenes."""

from django.contrib import admin

from dure.records.changes.models import (
    Agreement,
    AgreementState,
    Change,
    ChangeState,
    Conflict,
    ConflictState,
    Estimate,
    Forecast,
    Step,
    StepState,
)
from dure.records.ledger.admin import ReadOnlyAdmin

admin.site.register(
    [
        Change,
        ChangeState,
        Agreement,
        AgreementState,
        Step,
        StepState,
        Estimate,
        Forecast,
        Conflict,
        ConflictState,
    ],
    ReadOnlyAdmin,
)
