"""The whole start data in the admin: every record opens, and saving it unchanged changes nothing."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory

from servicestelle.base.models import Protokoll, User
from tests.changelists import form_data

pytestmark = pytest.mark.django_db


def test_every_record_of_the_start_data_can_be_saved_as_it_is(client, settings):
    settings.DEMO_PASSWORD = "ein-langes-passwort"
    call_command("startdaten", verbosity=0)
    call_command("demodaten", verbosity=0)
    client.force_login(User.objects.create_superuser("chef@demo.example", "ein-langes-passwort"))
    before = Protokoll.objects.latest("pk").pk
    saved = 0
    request = RequestFactory().get("/verwaltung/")
    request.user = User.objects.get(email="chef@demo.example")
    for model, shown in admin.site._registry.items():
        for row in shown.get_queryset(request)[:12]:  # drafts of a Jugendamt are not shown to the office
            address = f"/verwaltung/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
            opened = client.get(address)
            assert opened.status_code == 200, address
            if "stand" in opened.context:
                answer = client.post(address, form_data(opened, _stand=opened.context["stand"]))
                assert answer.status_code == 302, (address, list(answer.context["errors"]))
                saved += 1
    assert saved > 50
    changed = Protokoll.objects.filter(pk__gt=before, verb__startswith="verwaltung.")
    assert list(changed.values_list("object_type", "object_id", "details")) == []
