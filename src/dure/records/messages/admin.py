"""Looking at messages behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.messages.models import Message, MessageState

admin.site.register([Message, MessageState], ReadOnlyAdmin)
