"""Django's name for this folder."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "dure.records.journeys"
    label = "journeys"
    default_auto_field = "django.db.models.BigAutoField"
