"""Looking behind the scenes. Nothing is written here: writes stand in actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dure.records.ledger.models import AsideRow, Batch, Entry, Load


class ReadOnlyAdmin(admin.ModelAdmin):
    """An admin page that shows and never writes."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.register([Entry, Batch, Load, AsideRow], ReadOnlyAdmin)
