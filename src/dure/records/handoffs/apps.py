"""Django's name for this folder."""

from django.apps import AppConfig


class HandoffsConfig(AppConfig):
    name = "dure.records.handoffs"
    label = "handoffs"
    default_auto_field = "django.db.models.BigAutoField"
