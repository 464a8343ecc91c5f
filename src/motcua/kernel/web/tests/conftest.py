import pytest


@pytest.fixture(autouse=True)
def _only_our_addresses(settings):
    settings.ROOT_URLCONF = "motcua.kernel.web.tests.urls"
