"""Looking at work behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.work.models import Stream, StreamState, StreamTeam, WorkItem, WorkState, WorkVoice

admin.site.register([Stream, StreamState, StreamTeam, WorkItem, WorkState, WorkVoice], ReadOnlyAdmin)
