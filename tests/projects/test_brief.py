"""The letter on an Interessenbekundung: set by the job, accessible, told by mail once."""

import pytest
from django.template.loader import render_to_string

from projects import services, tasks
from projects.documents import briefe as documents
from servicestelle.base.dokumente import newest_checked
from servicestelle.base.models import Dokument, Mail
from tests.projects.calls import bring_to, make_call

pytestmark = pytest.mark.django_db


def set_letter(row):
    """Run the ordered job here, as a worker would."""
    order = services.order_brief(row, actor=None)  # the open one
    tasks.brief_setzen(order.pk)
    order.refresh_from_db()
    return order


@pytest.mark.parametrize(
    ("status", "says", "not_said"),
    [
        ("ausgewaehlt", "noch keine Bewilligung", "leider"),
        ("nicht_ausgewaehlt", "leider nicht fördern", "Finanzierungsplan"),
    ],
)
def test_each_outcome_has_one_clear_letter(own_store, status, says, not_said):
    row = bring_to(make_call(), status)
    snapshot = documents.snapshot_brief(row)
    html = render_to_string(documents.BRIEF, {"d": snapshot})
    assert says in " ".join(html.split()) and not_said not in html
    assert row.begruendung in html and row.jugendamt.name in html and "Demo, erfunden" in html
    set_letter(row)
    dokument = Dokument.objects.get()
    assert (dokument.findings, dokument.pages, dokument.snapshot) == ([], 1, snapshot)


def test_the_job_sets_it_once_and_then_the_mail_goes_out(own_store):
    row = bring_to(make_call(), "ausgewaehlt")
    assert not Mail.objects.filter(subject__endswith="unsere Antwort").exists()
    order = set_letter(row)
    assert order.status == "fertig", order.error
    dokument = newest_checked(row.brief_key)
    assert (dokument.public, dokument.scope, dokument.pages) == (False, row.scope, 1)
    mails = Mail.objects.filter(subject__endswith="unsere Antwort")
    assert sorted(mails.values_list("to", flat=True)) == ["bearbeitung@demo.example", "freigabe@demo.example"]
    assert all(row.get_absolute_url() in mail.text and row.begruendung not in mail.text for mail in mails)
    assert set_letter(row).result["unveraendert"] is True
    assert Dokument.objects.count() == 1 and mails.count() == 2
