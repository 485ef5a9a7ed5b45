"""The mosaic: one place each, near the truth, the same every time."""

from jugendaemter.mosaic import COLUMNS, Place, arrange
from servicestelle.pages.startdaten.files import read_csv


def real_places():
    return [
        Place(row["ags"], float(row["mitte_lat"]), float(row["mitte_lon"]), row["kreis"])
        for row in read_csv("jugendaemter.csv")
    ]


def centre(cell):
    return cell[0] + 0.5 * (cell[1] % 2), cell[1] * 0.866


def distance(a, b):
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def on_earth(a, b):
    return (((a.lat - b.lat) * 111) ** 2 + ((a.lon - b.lon) * 69) ** 2) ** 0.5


def test_each_place_gets_a_cell_of_its_own():
    cells = arrange(real_places())
    assert len(cells) == len(real_places()) == len(set(cells.values()))
    assert all(0 <= column < COLUMNS and row >= 0 for column, row in cells.values())


def test_the_same_places_give_the_same_mosaic_in_any_order():
    assert arrange(real_places()) == arrange(real_places()[::-1])


def test_nearest_neighbours_stay_near():
    places = real_places()
    cells = arrange(places)
    gaps = [
        distance(centre(cells[place.key]), centre(cells[nearest.key]))
        for place in places
        for nearest in [min((other for other in places if other is not place), key=lambda o: on_earth(place, o))]
    ]
    assert sum(gaps) / len(gaps) < 1.2
    assert max(gaps) < 2.5


def test_a_kreis_lies_beside_one_of_its_towns():
    rows, cells = read_csv("jugendaemter.csv"), arrange(real_places())
    for kreis in (row for row in rows if row["art"] == "kreis"):
        towns = [row for row in rows if row["kreis"] == kreis["kreis"] and row is not kreis]
        gaps = [distance(centre(cells[kreis["ags"]]), centre(cells[town["ags"]])) for town in towns]
        assert not gaps or min(gaps) < 1.1, kreis["name"]


def test_north_is_up_and_west_is_left():
    cells = arrange(real_places())
    rheine, siegen, bocholt, hoexter = (cells[ags] for ags in ("05566076", "05970040", "05554008", "05762000"))
    assert rheine[1] < siegen[1]
    assert bocholt[0] < hoexter[0]


def test_few_places_need_no_special_case():
    assert arrange([]) == {}
    assert len(arrange([Place("1", 51.5, 7.5, "A")])) == 1
    assert len(set(arrange([Place(str(n), 51.5, 7.5, "A") for n in range(20)]).values())) == 20
