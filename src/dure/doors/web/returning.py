"""Back to where the reader was, never to another site."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> HttpResponse:
    """A redirect to the form's ``next`` if it lies on this site, else to the start page."""
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(place if is_ours else "/")
