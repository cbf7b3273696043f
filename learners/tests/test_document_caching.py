import pytest

from learners.tests import files


@pytest.mark.parametrize("role", ["visitor", "enrolled", "team"])
def test_document_is_not_cached(client_of, lessons, role):
    sheet, client = files.document(), client_of(role)
    lessons[0].free_preview = True
    files.add_files(lessons[0], document=sheet)
    response = client.get(sheet.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "Cookie" in response["Vary"]
