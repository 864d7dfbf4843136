"""Every address."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from dure.doors.web.pages import page_urls
from dure.doors.web.rights import public

urlpatterns = [
    path("", public(RedirectView.as_view(pattern_name="today")), name="start"),
    *page_urls(),
    path("admin/", admin.site.urls),
]
