"""Looking at promises behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.promises.models import Promise, PromiseState

admin.site.register([Promise, PromiseState], ReadOnlyAdmin)
