import pytest
from wagtail.models import Page, Site

from home.setup import setup_site

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
def test_setup_twice_makes_everything_once():
    setup_site()
    before = list(Page.objects.values_list("pk", "url_path", "latest_revision"))
    home = setup_site()
    assert list(Page.objects.values_list("pk", "url_path", "latest_revision")) == before
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.parametrize("path", ["/", "/about/", "/contact/", "/courses/"])
def test_every_page_of_a_new_site_is_there(home, client, path):
    assert client.get(path).status_code == 200


def test_setup_does_not_overwrite_edited_pages(home):
    about = Page.objects.get(slug="about").specific
    about.title = "Who we are"
    about.save_revision().publish()
    setup_site()
    assert Page.objects.get(slug="about").title == "Who we are"
