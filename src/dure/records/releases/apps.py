"""Django's name for this folder."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "dure.records.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
