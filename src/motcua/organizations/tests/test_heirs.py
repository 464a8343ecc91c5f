"""Who goes on with whose work, told by field and place of a dossier."""

from motcua.organizations.queries import Heir, heir_of


def test_field_and_place_before_field_before_place_before_the_rest():
    heir = heir_of([Heir(1, "", 0, 2), Heir(1, "", 7, 3), Heir(1, "dat-dai", 0, 4)])
    assert (heir(1, "moi-truong", 8), heir(1, "moi-truong", 7)) == (2, 3)
    assert (heir(1, "dat-dai", None), heir(1, "dat-dai", 7)) == (4, 4)
    both = heir_of([Heir(1, "", 0, 2), Heir(1, "dat-dai", 0, 4), Heir(1, "dat-dai", 7, 5)])
    assert (both(1, "dat-dai", 7), both(1, "dat-dai", 8), both(1, "", 7)) == (5, 4, 2)


def test_who_has_not_ended_goes_on_itself():
    assert heir_of([Heir(1, "", 0, 2)])(9, "dat-dai", 7) == 9
