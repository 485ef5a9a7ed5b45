"""Who lets people into a Jugendamt and out of it, asked past the pages: the service itself refuses all others."""

from datetime import date

import pytest

from jugendaemter.models import Einladung
from jugendaemter.services import end_membership, invite_person, withdraw_invitation
from servicestelle.base.choices import NotAllowed
from servicestelle.base.models import Mail
from tests.people import EVERYBODY, make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
MANAGES = {"koordination1", "koordination2", "freigabe"}
STRANGERS = sorted({*EVERYBODY} - MANAGES - {None})


@pytest.fixture
def office():
    return make_jugendamt("00000001")


@pytest.fixture
def colleague(office):
    rights = {"rolle": "bearbeitung", "gueltig_von": date(2020, 1, 1)}
    return make_person("revision").mitgliedschaften.create(jugendamt=office, **rights)


def invite(office, actor):
    return invite_person(office, email="neu@example.org", rolle="bearbeitung", actor=make_person(actor))


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_invite_nobody_and_end_nothing(name, office, colleague):
    einladung, actor = invite(office, "freigabe"), make_person(name)
    Mail.objects.all().delete()
    for step in (
        lambda: invite(office, name),
        lambda: withdraw_invitation(einladung, actor=actor),
        lambda: end_membership(colleague, actor=actor),
    ):
        with pytest.raises(NotAllowed, match="wer dort die Freigabe hat"):
            step()
    assert Einladung.objects.get().withdrawn_at is None
    colleague.refresh_from_db()
    assert colleague.gueltig_bis is None and not Mail.objects.exists()


@pytest.mark.parametrize("name", sorted(MANAGES))
def test_control_those_who_manage_do_all_three(name, office, colleague):
    withdraw_invitation(invite(office, name), actor=make_person(name))
    end_membership(colleague, actor=make_person(name))
    colleague.refresh_from_db()
    assert Einladung.objects.get().withdrawn_at and colleague.gueltig_bis
