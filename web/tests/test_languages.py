"""Languages by their names."""

import pytest

from web.languages import language_name


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "Deutsch"), ("pt-br", "Português Brasileiro"), ("zh", "中文"), ("tlh", "Tlh")],
)
def test_language_is_named_as_its_speakers_do(code, name):
    assert language_name(code) == name
