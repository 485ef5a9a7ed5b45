"""What the schedule does for authorities."""

from celery import shared_task

from . import services


@shared_task(name="jugendaemter.einladungen_vergessen")
def einladungen_vergessen():
    services.forget_invitations()


@shared_task(name="jugendaemter.karte_nachfuehren")
def karte_nachfuehren():
    """An authority joins or leaves the map on the day it becomes or ceases to be valid."""
    services.place_tiles()
