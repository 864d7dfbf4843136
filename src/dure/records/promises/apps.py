"""Django's name for this folder."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "dure.records.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"
