"""Looking at voices behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.voices.models import Asking, Voice, VoiceState

admin.site.register([Voice, VoiceState, Asking], ReadOnlyAdmin)
