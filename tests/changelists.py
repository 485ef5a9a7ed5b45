"""What every list of the admin must hold: as many queries for 30 rows as for one, a list for every odd input."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

ODD = [
    "q=%00",
    "q=" + "x" * 5000,
    "q=" + "a%20" * 1200,
    "q=%27%22%25%5C%5F%28",
    "q=a&q=b",
    "p=99999",
    "p=x",
    "o=99.-7.x",
    "gibt_es_nicht=1",
    "id__exact=%00",
    "status__exact=quatsch",
    "p=99999999999999",
    "p=-1",
    "o=9.9",
    "boese__feld=1",
    "pk__gibt__es__nicht=1",
    "_facets",
    "_facets=True&q=x",
    "q=" + "x" * 1_000_000,
    "e=1",
    "e=1&p=2",
]


def assert_list_is_steady(client, address, make):
    """Fill the list by `make(number)` and compare; return the number of queries."""
    make(0)
    client.get(address)
    few = queries_of(client, address)
    for number in range(1, 30):
        make(number)
    many = queries_of(client, address)
    assert len(many) == len(few), [query["sql"][:120] for query in many.captured_queries]
    return len(many)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return queries


def assert_odd_input_is_no_error(client, address):
    for query in ODD:
        page = client.get(f"{address}?{query}", follow=True)
        assert page.status_code == 200 and "cl" in page.context, query[:40]


def form_data(response, **changes):
    """What the browser would send back from the change form in `response`, with `changes`."""
    forms = [response.context["adminform"].form]
    for group in response.context["inline_admin_formsets"]:
        forms += [group.formset.management_form, *group.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            widget = field.field.widget
            parts = widget.decompress(value) if hasattr(widget, "decompress") else None
            if parts is not None:
                data |= {f"{field.html_name}_{place}": part for place, part in enumerate(parts) if part is not None}
            elif isinstance(value, list | tuple) and hasattr(widget, "choices"):
                data[field.html_name] = [str(getattr(one, "pk", one)) for one in value]
            elif value is True and not hasattr(widget, "choices"):
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = widget.format_value(value) if not hasattr(widget, "choices") else value
    return {name: value for name, value in (data | changes).items() if value is not None}
