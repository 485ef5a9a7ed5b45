"""Simulations in the office: candidates, variants side by side with what they break, and drafts of grants from one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import protokoll
from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of
from servicestelle.base.money import format_euro

from .. import permissions, services
from ..forms.felder import KnopfForm
from ..forms.simulationen import NeueSimulationForm, VariantenForm, grid_of
from ..models import Foerderung, Foerderzeitraum, Interessenbekundung, Simulation
from ..reports.aufrufe import rahmen_of, stand_of
from ..services.entwuerfe import split
from ..steps import status_of


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request, pk):
    """Choose the candidates; those who sent an Interessenbekundung are ticked, with the sum they named."""
    _must_simulate(request)
    zeitraum = get_object_or_404(Foerderzeitraum, pk=pk)
    wishes = Interessenbekundung.objects.candidates().filter(foerderzeitraum=zeitraum).select_related("jugendamt")
    sums = {row.jugendamt_id: row.betrag for row in wishes}
    form = NeueSimulationForm(request.POST or None, zeitraum=zeitraum, candidates=[row.jugendamt for row in wishes])
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            number = _create_once(zeitraum, form, sums, request.user)
        except Refusal as said:
            refusal = said
        else:
            return redirect("buero_simulation", number)
    context = {"form": form, "zeitraum": zeitraum, "weigerung": refusal}
    return render(request, "projects/buero/simulation_neu.html", context, status=status_of(form, refusal))


def _create_once(zeitraum, form, sums, person):
    chosen, name = [office.pk for office in form.chosen], form.cleaned_data["name"]
    amounts = {ags: sums.get(ags) or zeitraum.hoechstbetrag for ags in chosen}
    create = lambda: services.create_simulation(  # noqa: E731
        zeitraum, name=name, kandidaten=chosen, betraege=amounts, actor=person
    )
    receipt = accept_once(
        form.cleaned_data["nummer"],
        form="simulation",
        content={"name": name, "kandidaten": chosen, "zeitraum": zeitraum.pk, "konto": person.pk},
        write=lambda: {"simulation": create().pk},
    )
    return receipt["simulation"]


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulation(request, pk):
    """The grid: type, save, see what each variant comes to. When somebody saved meanwhile, both versions are shown."""
    row = _find(request, pk)
    if request.method != "POST":
        return _show(request, row)
    form = _grid(row, request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, code=422)
    content = form.content | {"simulation": row.pk, "konto": request.user.pk}

    def write():
        version, variants = form.cleaned_data["version"], form.service_fields
        return {"simulation": services.save_simulation(row, version=version, varianten=variants, actor=request.user).pk}

    try:
        accept_once(form.cleaned_data["nummer"], form="varianten", content=content, write=write)
    except services.SimulatedMeanwhile as said:
        form.data = form.data.copy()
        form.data["version"] = said.fresh.version  # saved once more, the typed sums hold
        return _show(request, _find(request, pk), form=form, refusal=said, code=409, differences=_compare(row, form))
    except Refusal as refusal:
        return _show(request, _find(request, pk), form=form, refusal=refusal, code=code_of(refusal))
    messages.success(request, "Gespeichert und gerechnet. Bewilligt ist damit nichts.")
    return redirect(row)


@office_only
@require_POST
def variante(request, pk):
    """One more variant beside the others, with the sums of the last one."""
    row, form = _find(request, pk), KnopfForm(request.POST)
    return _once(request, row, form, "variante", lambda: {"pk": services.add_variante(row, actor=request.user).pk}, row)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verwerfen(request, pk):
    """Ask first. A second press finds it gone and leads to the same page."""
    _must_simulate(request)
    if request.method != "POST":
        context = {"simulation": _find(request, pk), "verborgen": _hidden()}
        return render(request, "projects/buero/simulation_verwerfen.html", context)
    form = KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, _find(request, pk), schritt=form, code=422)

    def discard():
        row = _find(request, pk)
        services.discard_simulation(row, actor=request.user)
        return {"zeitraum": row.foerderzeitraum_id}

    content = {"schritt": "verwerfen", "simulation": pk, "konto": request.user.pk}
    try:
        receipt = accept_once(form.cleaned_data["nummer"], form="simulation_schritt", content=content, write=discard)
    except Refusal as refusal:
        return _show(request, _find(request, pk), refusal=refusal, code=code_of(refusal))
    messages.success(request, "Die Simulation ist verworfen.")
    return redirect("buero_foerderzeitraum", receipt["zeitraum"])


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def uebernehmen(request, pk, nummer):
    """Show which drafts of grants come about, then make them."""
    row = _find(request, pk)
    chosen = get_object_or_404(row.varianten.prefetch_related("betraege__jugendamt"), pk=nummer)
    if request.method == "POST":
        drafts = lambda: {"foerderungen": [g.pk for g in services.draft_foerderungen(chosen, actor=request.user)]}  # noqa: E731
        done = "Die Entwürfe sind angelegt. Bewilligt ist noch nichts."
        return _once(request, row, KnopfForm(request.POST), f"uebernehmen {nummer}", drafts, row, done)
    if not permissions.can_draft_foerderung(request.user):
        raise PermissionDenied("Entwürfe von Förderungen legt die Koordination an.")
    context = {
        "simulation": row,
        "stand": stand_of(chosen, row.foerderzeitraum),
        "punkte": [_in_words(line, chosen) for line in chosen.betraege.all()],
        "verborgen": _hidden(),
    }
    return render(request, "projects/buero/simulation_uebernehmen.html", context)


def _in_words(line, variante):
    parts = ", ".join(f"{art.label} {format_euro(amount)}" for art, amount in split(line.amount, variante).items())
    return f"{line.jugendamt}: {format_euro(line.amount)} ({parts})"


def _once(request, row, form, step, write, target, done=""):
    """Take a step once; a refusal shows the page with its reason."""
    if not form.is_valid():
        return _show(request, row, schritt=form, code=422)
    content = {"schritt": step, "simulation": row.pk, "konto": request.user.pk}
    try:
        accept_once(form.cleaned_data["nummer"], form="simulation_schritt", content=content, write=write)
    except Refusal as refusal:
        return _show(request, _find(request, row.pk), refusal=refusal, code=code_of(refusal))
    if done:
        messages.success(request, done)
    return redirect(target)


def _grid(row, data=None):
    variants = list(row.varianten.prefetch_related("betraege__jugendamt"))
    offices = row.kandidaten.order_by("name")
    return VariantenForm(data, varianten=variants, kandidaten=offices, initial=grid_of(variants, row.version))


def _show(request, row, *, form=None, refusal=None, code=200, differences=(), schritt=None):
    """The grid with what is stored, or with what was typed, and below it what the stored variants come to."""
    stored, cohort = _grid(row), row.foerderzeitraum
    form, frame = form or stored, rahmen_of(cohort)
    taken = next((each for each in stored.varianten if each.uebernommen_am), None)
    context = {
        "simulation": row,
        "zeitraum": cohort,
        "form": form,
        "zeilen": [
            (office, [(each, form[f"betrag_{each.pk}_{office.pk}"]) for each in form.varianten])
            for office in form.kandidaten
        ],
        "koepfe": [(each, form[f"name_{each.pk}"], form[f"prozent_{each.pk}"]) for each in form.varianten],
        "staende": [stand_of(each, cohort, frame) for each in stored.varianten],
        "rahmen": frame,
        "uebernommen": taken,
        "entwuerfe": _drafts_of(taken, cohort),
        "darf": permissions.can_simulate(request.user) and taken is None,
        "darf_uebernehmen": permissions.can_draft_foerderung(request.user) and taken is None,
        "weigerung": refusal,
        "unterschiede": differences,
        "schritt": schritt or KnopfForm(),
        "verlauf": protokoll.entries_of(row)[:20],
    }
    return render(request, "projects/buero/simulation.html", context, status=code)


def _drafts_of(taken, cohort):
    """The grants of those offices that the variant gave a sum to."""
    if taken is None:
        return []
    offices = [line.jugendamt_id for line in taken.betraege.all()]
    return Foerderung.objects.living().filter(foerderzeitraum=cohort, jugendamt__in=offices).for_detail()


def _compare(row, form):
    """(label, stored, typed) of every sum in which both differ."""
    stored, typed = _grid(Simulation.objects.get(pk=row.pk)).initial, form.cleaned_data
    names = [name for name in form.fields if name.startswith("betrag_") and stored.get(name) != typed[name]]
    return [(form.fields[name].label, format_euro(stored.get(name)), format_euro(typed[name])) for name in names]


def _hidden():
    return [("nummer", KnopfForm()["nummer"].value())]


def _must_simulate(request):
    if not permissions.can_simulate(request.user):
        raise PermissionDenied("Fördersummen probiert die Koordination aus.")


def _find(request, pk):
    if not request.user.has_perm("projects.view_simulation"):
        raise PermissionDenied("Simulationen sehen Koordination und Revision.")
    return get_object_or_404(Simulation.objects.visible_to(request.user).select_related("foerderzeitraum"), pk=pk)
