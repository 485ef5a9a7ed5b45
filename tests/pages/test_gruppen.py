"""The table of groups: every name exists, least rights hold, what somebody added goes away again."""

import pytest
from django.contrib.auth.models import Group, Permission

from servicestelle.pages.gruppen import GRUPPEN, apply_gruppen, rights_of


@pytest.fixture
def applied(db):
    apply_gruppen()


def rights(name):
    rows = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def test_each_group_has_exactly_the_rights_of_the_table(applied):
    for name, apps in GRUPPEN.items():
        assert rights(name) == {f"{app}.{codename}" for app, codename in rights_of(apps)}


def test_rights_given_past_the_table_are_taken_back(applied):
    group = Group.objects.get(name="Zahlstelle")
    group.permissions.add(Permission.objects.get(codename="change_foerderung"))
    apply_gruppen()
    assert "projects.change_foerderung" not in rights("Zahlstelle")


def test_revision_only_reads_and_zahlstelle_releases_payments_besides(applied):
    beyond = {name: {right for right in rights(name) if ".view_" not in right} for name in ("Revision", "Zahlstelle")}
    assert beyond == {"Revision": set(), "Zahlstelle": {"projects.release_mittelabruf"}}


def test_nobody_edits_log_or_grants_rights(applied):
    everything = set().union(*(rights(name) for name in GRUPPEN))
    forbidden = {f"base.{verb}_protokoll" for verb in ("add", "change", "delete")}
    forbidden |= {f"auth.{verb}_{noun}" for verb in ("add", "change", "delete") for noun in ("group", "permission")}
    assert not everything & forbidden


def test_accounts_belong_to_betrieb_money_does_not(applied):
    assert "base.change_user" in rights("Betrieb")
    assert not any(right.startswith("projects.") for right in rights("Betrieb"))
    assert "projects.view_foerderung" not in rights("Fachberatung") | rights("Redaktion")
