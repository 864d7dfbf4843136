"""The way in. The reader's own language and theme come with the login."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.urls import path

from dure.doors.web.language.page import keep_language
from dure.doors.web.rights import public
from dure.doors.web.theme.page import keep_theme


class Login(LoginView):
    """Django's login, which also takes up what the person chose before."""

    template_name = "login/page.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response, user = super().form_valid(form), form.get_user()
        if user.language:
            keep_language(response, language=user.language)
        if user.theme:
            keep_theme(response, theme=user.theme)
        return response


urlpatterns = [path("", public(Login.as_view()), name="login")]
