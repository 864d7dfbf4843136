"""Django's name for this folder."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "dure.records.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"
