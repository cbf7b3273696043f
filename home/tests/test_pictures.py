import json

from courses.tests import factories
from home.models import StandardPage
from media.models import RenditionRequest
from media.rendition_queue import LESSON


def test_pictures_of_a_page_are_asked_for_when_it_is_published(home):
    picture = factories.picture()
    image = {"image": picture.pk, "decorative": False, "alt_text": "A bench"}
    body = json.dumps([{"type": "image", "value": {"image": image, "caption": "", "link": ""}}])
    page = home.add_child(instance=StandardPage(title="Terms", slug="terms", body=body, live=False))
    revision = page.save_revision()
    assert RenditionRequest.objects.count() == 0
    revision.publish()
    request = RenditionRequest.objects.get()
    assert (request.image, request.specs) == (picture, LESSON)
