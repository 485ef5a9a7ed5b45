"""One step of a process taken once: what services say no with becomes a status and words on the page."""

from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once, receipt_of
from servicestelle.base.http import code_of


def take_once(request, form, *, step, row, service):
    """Call `service(row, actor=…, **fields of the form)` once for this showing of the form; (number of the result, refusal)."""
    fields = form.service_fields
    content = {"schritt": step, "art": row._meta.label_lower, "nummer": row.pk, "konto": request.user.pk, **fields}
    try:
        receipt = accept_once(
            form.cleaned_data["nummer"],
            form=step,
            content=_plain(content),
            write=lambda: {"nummer": service(row, actor=request.user, **fields).pk},
        )
    except Refusal as refusal:
        return None, refusal
    return receipt["nummer"], None


def sent_before(form):
    """The number of the result when this showing of the form has counted already and its row is gone; else None."""
    receipt = receipt_of(form.cleaned_data["nummer"]) if form.is_valid() else None
    return receipt and receipt["nummer"]


def _plain(value):
    """Keys as text at every depth: numbers of lines are keys here."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def status_of(form, refusal):
    """The status of a page that shows `form` again, or for the first time."""
    return code_of(refusal) if refusal else 422 if form is not None and form.is_bound and form.errors else 200
