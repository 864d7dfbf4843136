"""The way out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from dure.doors.web.rights import public

urlpatterns = [path("", public(LogoutView.as_view(next_page="login")), name="logout")]
