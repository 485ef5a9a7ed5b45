"""Jugendamt, membership of people in it, and municipal networks."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from servicestelle.base.models import Seite
from servicestelle.base.ranges import DateRange  # migrations know it by this module

from .choices import HERKUNFT, Beleg, Ebene, Gremienart, Jugendamtsart, Regierungsbezirk, Rolle
from .querysets import EinladungQuerySet, JugendamtQuerySet, MitgliedschaftQuerySet, NetzwerkQuerySet


class Jugendamt(models.Model):
    """A local youth authority (not an area): a Kreis and a town of one name are two rows. Key: AGS (Destatis)."""

    ags = models.CharField("AGS", max_length=8, primary_key=True, help_text="Amtlicher Gemeindeschlüssel, 8 Ziffern.")
    name = models.CharField("Name", max_length=120)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    art = models.CharField("Art", max_length=30, choices=Jugendamtsart.choices)
    kreis = models.CharField("Kreis", max_length=120)
    regierungsbezirk = models.CharField("Regierungsbezirk", max_length=20, choices=Regierungsbezirk.choices)
    plz = models.CharField("PLZ", max_length=5, blank=True)
    ort = models.CharField("Ort", max_length=120, blank=True)
    sitz_lat = models.DecimalField("Sitz: Breite", max_digits=8, decimal_places=5, null=True, blank=True)
    sitz_lon = models.DecimalField("Sitz: Länge", max_digits=8, decimal_places=5, null=True, blank=True)
    mitte_lat = models.DecimalField("Mitte: Breite", max_digits=8, decimal_places=5, null=True, blank=True)
    mitte_lon = models.DecimalField("Mitte: Länge", max_digits=8, decimal_places=5, null=True, blank=True)
    spalte = models.PositiveSmallIntegerField("Karte: Spalte", null=True, blank=True, editable=False)
    zeile = models.PositiveSmallIntegerField("Karte: Zeile", null=True, blank=True, editable=False)
    beleg = models.CharField("Beleg", max_length=20, choices=Beleg.choices, blank=True)
    fiktiv = models.BooleanField("erfunden (Demo)", default=False)
    gueltig_von = models.DateField("gültig von", null=True, blank=True)
    gueltig_bis = models.DateField("gültig bis", null=True, blank=True)

    objects = JugendamtQuerySet.as_manager()

    class Meta:
        verbose_name = "Jugendamt"
        verbose_name_plural = "Jugendämter"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ags__regex=r"^[0-9]{8}$"),
                name="jugendaemter_jugendamt_ags",
                violation_error_message="Der AGS hat genau 8 Ziffern.",
            ),
            models.CheckConstraint(
                condition=Q(fiktiv=True, ags__startswith="00") | (Q(fiktiv=False) & ~Q(ags__startswith="00")),
                name="jugendaemter_jugendamt_fiktiv",
                violation_error_message="Erfundene Jugendämter haben einen AGS, der mit 00 beginnt, echte nie.",
            ),
            models.CheckConstraint(condition=Q(art__in=Jugendamtsart.values), name="jugendaemter_jugendamt_art"),
            models.CheckConstraint(
                condition=Q(regierungsbezirk__in=Regierungsbezirk.values), name="jugendaemter_jugendamt_bezirk"
            ),
            models.CheckConstraint(
                condition=Q(plz="") | Q(plz__regex=r"^[0-9]{5}$"),
                name="jugendaemter_jugendamt_plz",
                violation_error_message="Die Postleitzahl hat genau 5 Ziffern.",
            ),
            models.CheckConstraint(
                condition=Q(gueltig_von__isnull=True)
                | Q(gueltig_bis__isnull=True)
                | Q(gueltig_bis__gte=F("gueltig_von")),
                name="jugendaemter_jugendamt_gueltig",
                violation_error_message="„Gültig bis“ liegt vor „gültig von“.",
            ),
            models.UniqueConstraint(
                fields=["spalte", "zeile"],
                name="jugendaemter_jugendamt_kachel",
                violation_error_message="Auf diesem Feld der Karte liegt schon ein Jugendamt.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("jugendamt", args=[self.slug])

    @property
    def scope(self):
        return f"ags:{self.ags}"

    @property
    def herkunft(self):
        """A sentence on how we know that this authority exists; empty when nothing is noted."""
        return HERKUNFT.get(self.beleg, "")

    def search_entry(self):
        if self.fiktiv:
            return None
        teaser = f"Jugendamt, {self.get_art_display()}, Regierungsbezirk {self.get_regierungsbezirk_display()}"
        return {"kind": "jugendamt", "title": self.name, "teaser": teaser, "body": f"{self.kreis} {self.ort}"}


class Mitgliedschaft(models.Model):
    """A person works in a Jugendamt, in a role, from day to day; deputies have both days."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", on_delete=models.CASCADE, related_name="mitgliedschaften"
    )
    jugendamt = models.ForeignKey(Jugendamt, on_delete=models.PROTECT, related_name="mitgliedschaften")
    rolle = models.CharField("Rolle", max_length=20, choices=Rolle.choices)
    vertretung = models.BooleanField("als Vertretung", default=False)
    gueltig_von = models.DateField("gültig von")
    gueltig_bis = models.DateField(
        "gültig bis", null=True, blank=True, help_text="Letzter Tag. Leer: bis auf Weiteres."
    )

    objects = MitgliedschaftQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ["jugendamt", "rolle", "user"]
        constraints = [
            models.CheckConstraint(condition=Q(rolle__in=Rolle.values), name="jugendaemter_mitgliedschaft_rolle"),
            models.CheckConstraint(
                condition=Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=F("gueltig_von")),
                name="jugendaemter_mitgliedschaft_gueltig",
                violation_error_message="„Gültig bis“ liegt vor „gültig von“.",
            ),
            models.CheckConstraint(
                condition=Q(vertretung=False) | Q(gueltig_bis__isnull=False),
                name="jugendaemter_mitgliedschaft_vertretung",
                violation_error_message="Eine Vertretung braucht einen letzten Tag.",
            ),
            ExclusionConstraint(
                name="jugendaemter_mitgliedschaft_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("jugendamt", RangeOperators.EQUAL),
                    ("rolle", RangeOperators.EQUAL),
                    (
                        DateRange("gueltig_von", "gueltig_bis", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Diese Person hat diese Rolle in dieser Zeit schon.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_rolle_display()} in {self.jugendamt}"

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"


class Einladung(models.Model):
    """A way into a Jugendamt by a link that works once. Of its secret only the hash is kept."""

    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=150, blank=True)
    jugendamt = models.ForeignKey(Jugendamt, on_delete=models.PROTECT, related_name="einladungen")
    rolle = models.CharField("Rolle", max_length=20, choices=Rolle.choices)
    gueltig_bis = models.DateField("Zugang bis", null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="eingeladen von",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("verschickt am", default=timezone.now)
    expires_at = models.DateTimeField("gilt bis", db_index=True)
    accepted_at = models.DateTimeField("angenommen am", null=True, blank=True)
    withdrawn_at = models.DateTimeField("zurückgezogen am", null=True, blank=True)

    objects = EinladungQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rolle__in=Rolle.values), name="jugendaemter_einladung_rolle"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="jugendaemter_einladung_email_lower"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="jugendaemter_einladung_one_end",
            ),
            models.UniqueConstraint(
                fields=["email", "jugendamt", "rolle"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="jugendaemter_einladung_once",
            ),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_rolle_display()} in {self.jugendamt}"

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class Netzwerk(Seite):
    """A municipal network. May span several Jugendämter and needs no funding."""

    name = models.CharField("Name", max_length=200)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    gebiet = models.CharField("Gebiet", max_length=200)
    jugendaemter = models.ManyToManyField(Jugendamt, verbose_name="Jugendämter", related_name="netzwerke", blank=True)
    fachkraefte = models.CharField("Zahl der Fachkräfte", max_length=60, blank=True)
    beteiligte = ArrayField(models.CharField(max_length=200), verbose_name="Beteiligte", default=list, blank=True)
    ziel = models.TextField("Ziel", blank=True)
    leitbild = models.TextField("Leitbild", blank=True)
    praeventionskette = models.TextField("Präventionskette", blank=True)

    objects = NetzwerkQuerySet.as_manager()

    class Meta(Seite.Meta):
        verbose_name = "Netzwerk"
        verbose_name_plural = "Netzwerke"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("netzwerk", args=[self.slug])

    def search_entry(self):
        body = " ".join([self.leitbild, self.praeventionskette, *self.beteiligte])
        return {"kind": "netzwerk", "title": f"{self.name} ({self.gebiet})", "teaser": self.ziel, "body": body}


class NetzwerkTeil(models.Model):
    """A part of a network, in the order its people chose."""

    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        abstract = True
        ordering = ["reihenfolge", "pk"]


class Gremium(NetzwerkTeil):
    """A body of a network; working groups may name the age they work for."""

    netzwerk = models.ForeignKey(Netzwerk, on_delete=models.CASCADE, related_name="gremien")
    art = models.CharField("Art", max_length=30, choices=Gremienart.choices)
    name = models.CharField("Name", max_length=200)
    vorsitz = models.CharField("Vorsitz", max_length=200, blank=True)
    alter_von = models.PositiveSmallIntegerField("Alter von", null=True, blank=True)
    alter_bis = models.PositiveSmallIntegerField("Alter bis", null=True, blank=True)
    themen = ArrayField(models.CharField(max_length=200), verbose_name="Themen", default=list, blank=True)
    mitglieder = ArrayField(models.CharField(max_length=200), verbose_name="Mitglieder", default=list, blank=True)

    class Meta(NetzwerkTeil.Meta):
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        constraints = [
            models.CheckConstraint(
                condition=Q(alter_von__isnull=True, alter_bis__isnull=True)
                | Q(alter_von__isnull=False, alter_bis__isnull=False, alter_bis__gte=F("alter_von")),
                name="jugendaemter_gremium_alter",
                violation_error_message="„Alter bis“ ist kleiner als „Alter von“, oder eine Angabe fehlt.",
            )
        ]

    def __str__(self):
        return self.name


class Partner(NetzwerkTeil):
    """An organisation that takes part in a network, with its role."""

    netzwerk = models.ForeignKey(Netzwerk, on_delete=models.CASCADE, related_name="partner")
    name = models.CharField("Name", max_length=200)
    rolle = models.CharField("Rolle", max_length=200, blank=True)

    class Meta(NetzwerkTeil.Meta):
        verbose_name = "Partner"
        verbose_name_plural = "Partner"

    def __str__(self):
        return self.name


class Programm(NetzwerkTeil):
    """A programme of Land or Bund that a network runs."""

    netzwerk = models.ForeignKey(Netzwerk, on_delete=models.CASCADE, related_name="programme")
    name = models.CharField("Name", max_length=200)
    ebene = models.CharField("Ebene", max_length=20, choices=Ebene.choices)
    rolle = models.CharField("Rolle", max_length=200, blank=True)

    class Meta(NetzwerkTeil.Meta):
        verbose_name = "Programm"
        verbose_name_plural = "Programme"
        constraints = [
            models.CheckConstraint(
                condition=Q(ebene__in=Ebene.values),
                name="jugendaemter_programm_ebene",
                violation_error_message="Ein Programm gehört zu Kommune, Land oder Bund.",
            )
        ]

    def __str__(self):
        return self.name


class Angebot(NetzwerkTeil):
    """An offer along the Präventionskette."""

    netzwerk = models.ForeignKey(Netzwerk, on_delete=models.CASCADE, related_name="angebote")
    name = models.CharField("Name", max_length=200)
    text = models.TextField("Text", blank=True)
    lebensphase = models.CharField("Lebensphase", max_length=100, blank=True)

    class Meta(NetzwerkTeil.Meta):
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"

    def __str__(self):
        return self.name
