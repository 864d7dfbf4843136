"""Django's name for this folder."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "dure.records.messages"
    label = "told"  # django.contrib.messages has the plain one
    default_auto_field = "django.db.models.BigAutoField"
