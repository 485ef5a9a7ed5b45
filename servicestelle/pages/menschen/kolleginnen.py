"""The people of the own Jugendamt: who they are, and for those with Freigabe inviting and ending access."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jugendaemter.models import Einladung, Jugendamt, Mitgliedschaft
from jugendaemter.permissions import can_manage_people

from .forms import EinladenForm
from .zugaenge import invite_once


def kolleginnen(request):
    """All offices of the person with their people and open invitations; five queries, whatever their number."""
    people = Mitgliedschaft.objects.visible_to(request.user).not_over().filter(user__is_active=True).for_list()
    invited = Einladung.objects.visible_to(request.user).pending().for_list()
    offices = Jugendamt.objects.of_member(request.user).prefetch_related(
        Prefetch("mitgliedschaften", people, to_attr="menschen"), Prefetch("einladungen", invited, to_attr="offene")
    )
    mine = set(request.user.mitgliedschaften.releasing().values_list("jugendamt_id", flat=True))
    aemter = [{"amt": office, "darf": office.pk in mine} for office in offices]
    return render(request, "menschen/kolleginnen.html", {"aemter": aemter})


@require_http_methods(["GET", "HEAD", "POST"])
def einladen(request, ags):
    """Invite somebody into the own office."""
    office = get_object_or_404(Jugendamt.objects.of_member(request.user), pk=ags)
    if not can_manage_people(request.user, office):
        raise Http404  # as for an office that is not one's own; the list offers no such button
    form = EinladenForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and invite_once(request, form, office):
        return redirect("kolleginnen")
    context = {"form": form, "amt": office}
    return render(request, "menschen/einladen.html", context, status=422 if form.errors else 200)
