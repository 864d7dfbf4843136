"""Looking at releases behind the scenes."""

from django.contrib import admin

from dure.records.ledger.admin import ReadOnlyAdmin
from dure.records.releases.models import Release, ReleaseItem

admin.site.register([Release, ReleaseItem], ReadOnlyAdmin)
