"""Django's name for this folder."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "dure.records.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
