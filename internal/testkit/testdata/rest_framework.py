"""A server of this API that shares no line with callflow: Django REST framework, as the vendor's documents suggest.

usage: rest_framework.py FILE TOKEN

FILE is JSON: {"campaigns": [...], "fields": {assignment id: [...]}, "customers": {campaign id: [records]}}. It is read
again for every request. The first line of the output is the server's address.
"""
import json
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

FILE, TOKEN = sys.argv[1:3]
settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    USE_TZ=True,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
    REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
)
django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402: Django has to be set up first
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import TokenAuthentication  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, NotFound  # noqa: E402
from rest_framework.pagination import PageNumberPagination  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


def data():
    with open(FILE, encoding="utf-8") as file:
        return json.load(file)


class OneToken(TokenAuthentication):
    def authenticate_credentials(self, key):
        if key != TOKEN:
            raise AuthenticationFailed("Invalid token.")
        return AnonymousUser(), key


class View(APIView):
    authentication_classes = [OneToken]
    permission_classes = []

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.auth is None:
            raise NotAuthenticated()


class Campaigns(View):
    def get(self, request):
        return Response(data()["campaigns"])


class Fields(View):
    def get(self, request, assignment):
        return Response(data()["fields"].get(str(assignment), []))


class Pages(PageNumberPagination):
    page_size = 500


class Customers(View):
    def get(self, request, campaign):
        records = data()["customers"].get(str(campaign))
        if records is None:
            raise NotFound()
        if "call_state" in request.query_params:
            wanted = request.query_params["call_state"]
            records = [record for record in records if record["callflow__callstate__name"] == wanted]
        pages = Pages()
        return pages.get_paginated_response(pages.paginate_queryset(records, request, view=self))


urlpatterns = [
    path("api/v1/campaigns", Campaigns.as_view()),
    path("api/v1/assignments/<int:assignment>/crm_custom_fields/", Fields.as_view()),
    path("api/v1/campaigns/<int:campaign>/callflow_customers/", Customers.as_view()),
]


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
