"""Django's name for this folder."""

from django.apps import AppConfig


class ImprovementsConfig(AppConfig):
    name = "dure.records.improvements"
    label = "improvements"
    default_auto_field = "django.db.models.BigAutoField"
