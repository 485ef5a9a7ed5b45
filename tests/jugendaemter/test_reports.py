"""The order of the list: Regierungsbezirk, towns of their own, then each Kreis with its towns."""

from jugendaemter.reports import by_region, german


def row(name, kreis, region="Arnsberg", art="kreisangehoerige_stadt"):
    return {"name": name, "kreis": kreis, "regierungsbezirk": region, "art": art}


def test_groups_in_order():
    rows = [
        row("Stadt Z", "Kreis B"),
        row("Kreis B", "Kreis B", art="kreis"),
        row("Stadt Ähren", "Ägidius-Kreis"),
        row("Stadt Hamm", "Hamm", art="kreisfreie_stadt"),
        row("Stadt Münster", "Münster", "Münster", "kreisfreie_stadt"),
    ]
    shape = [
        (region, number, [(heading, [r["name"] for r in group]) for heading, group in groups])
        for region, number, groups in by_region(rows)
    ]
    assert shape == [
        (
            "Arnsberg",
            4,
            [
                ("Kreisfreie Städte", ["Stadt Hamm"]),
                ("Ägidius-Kreis", ["Stadt Ähren"]),
                ("Kreis B", ["Kreis B", "Stadt Z"]),
            ],
        ),
        ("Münster", 1, [("Kreisfreie Städte", ["Stadt Münster"])]),
    ]


def test_umlauts_sort_with_their_letter():
    assert sorted(["Zoo", "Ähre", "Bad"], key=german) == ["Ähre", "Bad", "Zoo"]
