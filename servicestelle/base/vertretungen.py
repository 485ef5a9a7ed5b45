"""Standing in for a role of the office: entered for some days by somebody else, ended by itself or early."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import protokoll
from .access import is_office, scopes_of
from .choices import NotAllowed, NotNow, Vertretungsrolle
from .mail import tell
from .models import User, Vertretung
from .models.vertretung import LONGEST
from .permissions import can_appoint_deputies

AHEAD = timedelta(days=365)  # how far away the first day may be: further is a slip of the pen
NOT_YOURS = "Vertretungen trägt die Koordination ein und beendet sie."


@transaction.atomic
def appoint_deputy(person, *, von, bis, actor, rolle=Vertretungsrolle.ZAHLSTELLE):
    """From `von` to `bis`, both included, `person` has the rights of `rolle` too; she hears of it by mail.

    Return the Vertretung. Raises NotAllowed; NotNow when the person or the days do not fit, or she stands in already.
    """
    if not can_appoint_deputies(actor):
        raise NotAllowed(NOT_YOURS)
    if person.pk == actor.pk:
        raise NotAllowed(
            "Sich selbst tragen Sie nicht als Vertretung ein. Bitten Sie eine zweite Person der Koordination."
        )
    person = User.objects.select_for_update().get(pk=person.pk)  # two who enter the same person take turns
    _check_person(person, rolle)
    _check_days(von, bis)
    _check_free(person, rolle, von, bis)
    row = Vertretung.objects.create(person=person, rolle=rolle, von=von, bis=bis, eingetragen_von=actor)
    days = {"von": [None, von.isoformat()], "bis": [None, bis.isoformat()]}
    protokoll.record("vertretung.eingetragen", row, actor=actor, rolle=str(rolle), konto=person.pk, werte=days)
    _tell_of_start(row)
    return row


@transaction.atomic
def end_deputyship(vertretung, *, actor):
    """The person loses the rights of the role with her next request and hears of it by mail; return the fresh row.

    Raises NotAllowed, or NotNow when it is over already.
    """
    if not can_appoint_deputies(actor):
        raise NotAllowed(NOT_YOURS)
    fresh = Vertretung.objects.select_for_update(of=("self",)).select_related("person").get(pk=vertretung.pk)
    if fresh.beendet_am:
        raise NotNow(f"Diese Vertretung wurde schon am {timezone.localtime(fresh.beendet_am):%d.%m.%Y} beendet.")
    if fresh.is_over:
        raise NotNow(f"Diese Vertretung endete am {fresh.bis:%d.%m.%Y} von selbst. Zu beenden ist nichts mehr.")
    fresh.beendet_am, fresh.beendet_von = timezone.now(), actor
    fresh.save(update_fields=["beendet_am", "beendet_von"])
    protokoll.record("vertretung.beendet", fresh, actor=actor, rolle=fresh.rolle, konto=fresh.person_id)
    _tell_of_end(fresh)
    return fresh


def possible_deputies(actor, rolle=Vertretungsrolle.ZAHLSTELLE):
    """The office people `actor` may choose from: without herself and those who have the role anyway."""
    people = User.objects.filter(is_staff=True, is_active=True).exclude(pk=actor.pk)
    return people.exclude(groups__name=rolle).order_by("name", "email")


def _check_person(person, rolle):
    if not is_office(person):
        raise NotNow(f"{person} arbeitet nicht im Büro. Vertreten kann nur, wer dort ein offenes Konto hat.")
    if scopes_of(person):
        raise NotNow(
            f"{person} arbeitet auch für ein Jugendamt. Wer Geld abruft, gibt es nicht frei; wählen Sie jemand anderes."
        )
    if person.groups.filter(name=rolle).exists():
        raise NotNow(f"{person} gehört schon zur Gruppe „{rolle}“ und braucht keine Vertretung.")
    if settings.SECOND_FACTOR and not person.authenticator_set.exists():
        raise NotNow(
            f"{person} hat noch keinen zweiten Faktor. Er lässt sich unter „Mein Konto“ einrichten; danach geht es hier "
            "weiter."
        )


def _check_days(von, bis):
    if von < (today := timezone.localdate()):
        raise NotNow(f"Der {von:%d.%m.%Y} ist vorbei. Eine Vertretung beginnt heute oder später.")
    if von > (latest := today + AHEAD):
        raise NotNow(f"Der {von:%d.%m.%Y} ist zu weit voraus. Eine Vertretung beginnt spätestens am {latest:%d.%m.%Y}.")
    if bis < von:
        raise NotNow(f"Der letzte Tag ({bis:%d.%m.%Y}) liegt vor dem ersten ({von:%d.%m.%Y}). Tauschen Sie die Tage.")
    if (days := (bis - von).days + 1) > LONGEST:
        raise NotNow(
            f"Eine Vertretung dauert höchstens {LONGEST} Tage; {von:%d.%m.%Y} bis {bis:%d.%m.%Y} sind {days}. Wählen Sie "
            "einen früheren letzten Tag. Wer länger einspringt, gehört in die Gruppe selbst; die vergibt ein Konto mit allen "
            "Rechten."
        )


def _check_free(person, rolle, von, bis):
    own = Vertretung.objects.coming().filter(person=person, rolle=rolle)
    if other := own.filter(von__lte=bis, bis__gte=von).first():
        raise NotNow(
            f"{person} vertritt die {other.get_rolle_display()} schon vom {other.von:%d.%m.%Y} bis {other.bis:%d.%m.%Y}. "
            "Wählen Sie andere Tage oder beenden Sie zuerst jene Vertretung."
        )


def _tell_of_start(row):
    role, days = row.get_rolle_display(), f"vom {row.von:%d.%m.%Y} bis {row.bis:%d.%m.%Y}"
    tell(
        row.person.email,
        f"Sie vertreten die {role} {days}",
        f"{row.eingetragen_von} hat Sie als Vertretung eingetragen. {days[0].upper()}{days[1:]} dürfen Sie zusätzlich, was die "
        f"{role} darf: Zahlungen freigeben und buchen. Die Arbeit dazu steht an diesen Tagen auf Ihrer ersten Seite im Büro.",
        "Vier Augen gelten weiter: Was Sie selbst geprüft haben, gibt jemand anderes frei.",
        "Nach dem letzten Tag endet die Vertretung von selbst. Passt sie nicht? Dann schreiben Sie bitte der Koordination.",
        path=reverse("buero"),
        label="Zum Büro",
        actor=row.eingetragen_von,
    )


def _tell_of_end(row):
    role, begun = row.get_rolle_display(), row.von <= timezone.localdate()
    follows = f"Ab sofort haben Sie die Rechte der {role} nicht mehr." if begun else "Sie beginnt also nicht."
    tell(
        row.person.email,
        f"Ihre Vertretung der {role} ist beendet",
        f"{row.beendet_von} hat Ihre Vertretung der {role} vom {row.von:%d.%m.%Y} bis {row.bis:%d.%m.%Y} beendet. {follows} "
        "Ihre eigenen Rechte bleiben, wie sie sind.",
        path=reverse("buero"),
        label="Zum Büro",
        actor=row.beendet_von,
    )
