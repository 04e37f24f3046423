"""Adverts and what only stands beside a button; lists of links and the advert in their box."""

from __future__ import annotations

import pytest

from cleaners import clean
from cleaners.document import Label

CLINICS = ("Aldgate", "Brixham", "Corby", "Dunoon", "Epsom")
PROSE = "".join(
    f"<p>In year {n} the registry counted {n * 17} patients who had been given cells, and their physicians wrote down every unwanted "
    "effect, however slight it seemed to them, for the report that the ministry prints in autumn.</p>"
    for n in range(1, 7)
)


def entry(name):
    return (
        f"<div class=entry><h3>{name} Clinic</h3><p>The {name} clinic grows the cells of its patients for three weeks, keeps records of each "
        f'batch, and answered all our questions about what had gone wrong with it.</p><p><a href="https://{name.lower()}.example/">Book now</a></p></div>'
    )


def labels(markup):
    page = f"<html lang=en><title>Clinics compared</title><body><main><h1>Clinics compared</h1>{PROSE}{markup}{PROSE}</main></body></html>"
    return {block.text: block.label for block in clean(page, "https://cells.example/clinics/").blocks}


@pytest.mark.parametrize(("shown", "label"), [(1, Label.PROMO), (5, Label.BODY)])
def test_one_thing_with_a_button_is_an_advert_and_many_are_a_list(shown, label):
    found = labels("".join(map(entry, CLINICS[:shown])))
    assert {given for text, given in found.items() if text.endswith("gone wrong with it.")} == {label}
    assert found["Book now"] is Label.PROMO


def test_an_advert_in_the_box_of_a_list_is_no_part_of_it():
    links = "".join(f'<div>• <a href="/{n}">{title}</a></div>' for n, title in enumerate(("The sham injection", "Cells in a bottle")))
    advert = '<div>Keep the cord blood of your child.</div><div><a href="https://bank.example/?utm_source=x">See the plans</a></div>'
    found = labels(f"<table><tr><td><div>Keep reading</div>{links}{advert}</td></tr></table>")
    assert found["• The sham injection"] is found["• Cells in a bottle"] is Label.RELATED
    assert found["See the plans"] is Label.PROMO
