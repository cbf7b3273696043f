"""Pages below the home page have addresses that nothing else answers at."""

from courses.tests.admin.admin_pages import admin_url
from courses.tests.forms import COMMENTS
from home.models import HomePage, StandardPage


def test_no_page_is_saved_where_the_site_itself_answers(admin_client):
    parent = HomePage.objects.get().pk
    url = admin_url("add", "home", "standardpage", parent)
    body = {"body-count": 0}
    response = admin_client.post(url, COMMENTS | body | {"title": "Search", "slug": "search"})
    assert (response.status_code, StandardPage.objects.latest("pk").slug) == (302, "search-2")
    response = admin_client.post(url, COMMENTS | body | {"title": "Other", "slug": "search"})
    assert "The site itself answers at" in response.content.decode()
