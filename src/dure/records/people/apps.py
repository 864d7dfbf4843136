"""Django's name for this folder."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dure.records.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
