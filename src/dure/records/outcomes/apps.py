"""Django's name for this folder."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "dure.records.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"
