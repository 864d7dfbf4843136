"""Looking at handoffs behind the scenes."""

from django.contrib import admin

from dure.records.handoffs.models import Handoff, HandoffState
from dure.records.ledger.admin import ReadOnlyAdmin

admin.site.register([Handoff, HandoffState], ReadOnlyAdmin)
