"""The network motif: always the same from a seed, inside its box."""

from servicestelle.base.ui.motif import draw_network


def test_same_seed_same_picture():
    assert draw_network("hamm", width=210, height=60, count=9) == draw_network("hamm", width=210, height=60, count=9)
    assert draw_network("hamm", width=210, height=60, count=9) != draw_network("lippe", width=210, height=60, count=9)


def test_circles_keep_the_text_free_and_one_is_the_hub():
    motif = draw_network("x", width=210, height=60, count=9, left=138)
    assert len(motif.circles) == 9
    assert all(138 <= circle.x <= 210 and 0 <= circle.y <= 60 for circle in motif.circles)
    assert [circle.kind for circle in motif.circles].count("hub") == 1
    assert len(motif.lines) >= 5
