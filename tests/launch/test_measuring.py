"""Result lines are read, judged and kept."""

import pytest

from servicestelle.launch import measuring
from servicestelle.launch.speech import Refusal


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("drill geld tried=200 failed=0 worst=0,00 control=red", False),
        ("drill geld tried=200 failed=1 worst=5,00 control=red", True),
        ("drill geld tried=200 failed=0 worst=0,00 control=green", True),
        ("bench liste ours=3.1 reference=0.6 ratio=0.2", False),
    ],
)
def test_drill_fails_when_something_failed_or_its_control_stayed_green(line, bad):
    assert measuring.is_bad(line) is bad


def test_every_run_leaves_one_line(tmp_path):
    results = tmp_path / "results.tsv"
    measuring.append_result("drill", "drill geld tried=2  failed=0", "42", results)
    measuring.append_result("bench", "bench liste ratio=0.2", "43", results)
    head, first, second = results.read_text().splitlines()
    assert head.split("\t") == ["date", "commit", "seed", "kind", "name", "figures"]
    assert first.split("\t")[2:] == ["42", "drill", "geld", "tried=2 failed=0"]
    assert second.split("\t")[2:] == ["43", "bench", "liste", "ratio=0.2"]


def test_unknown_name_lists_the_known():
    with pytest.raises(Refusal, match=r"drill gibtesnicht gibt es nicht\. Bekannt: "):
        measuring.choose("drill", "gibtesnicht")
