"""The JSON API alone."""

from django.urls import include, path

urlpatterns = [path("openapi/v1/", include("openapi.urls"))]
