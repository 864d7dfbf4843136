"""Django's name for this folder."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "dure.records.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"
