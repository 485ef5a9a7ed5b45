"""The page of components: for the office only, and whole."""

import re

from servicestelle.pages.stil import SampleForm


def test_only_office_people_see_components(client, person):
    assert client.get("/stil/").status_code == 302
    client.force_login(person("freigabe"))
    assert client.get("/stil/").status_code == 403
    client.force_login(person("redaktion"))
    assert client.get("/stil/").status_code == 200


def test_forms_tie_summary_hint_and_error_to_fields(client, person):
    client.force_login(person("redaktion"))
    page = client.get("/stil/").content.decode()
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    targets = re.findall(r'href="#([^"]+)"', page)
    described = [name for value in re.findall(r'aria-describedby="([^"]+)"', page) for name in value.split()]
    assert set(targets) - ids == set()
    assert set(described) - ids == set()
    required = [name for name, field in SampleForm.base_fields.items() if field.required]
    assert len([target for target in targets if target.startswith("falsch_")]) == len(required)


def test_ids_are_unique(client, person):
    client.force_login(person("redaktion"))
    ids = re.findall(r'\bid="([^"]+)"', client.get("/stil/").content.decode())
    assert len(ids) == len(set(ids))
