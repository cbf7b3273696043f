"""What editors do in Wagtail's admin, each step far enough to see that its scripts run."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image as PILImage
from playwright.sync_api import Locator, Page, expect

PICKER = ".xdsoft_datetimepicker"


def png() -> bytes:
    file = BytesIO()
    PILImage.new("RGB", (160, 90), "teal").save(file, "PNG")
    return file.getvalue()


def open_and_close(page: Page, chooser: Locator) -> None:
    """A modal with something in it, which is then closed again."""
    chooser.click()
    modal = page.locator(".modal.in")
    expect(modal.locator("h1, h2, .listing, table").first).to_be_visible()
    modal.get_by_role("button", name="Close").first.click()
    expect(modal).to_have_count(0)


def pick_date(page: Page, field: Locator) -> None:
    field.click()
    day = page.locator(f"{PICKER}:visible .xdsoft_date:visible").first
    expect(day).to_be_visible()
    day.click()
    expect(field).not_to_have_value("")


def insert(page: Page, name: str) -> None:
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).first.click()


def course(page: Page) -> None:
    page.get_by_role("button", name="Add instructor").click()
    open_and_close(page, page.get_by_role("button", name="Choose instructor").last)
    page.get_by_role("tab", name="Curriculum").click()
    insert(page, "Lesson")
    open_and_close(page, page.get_by_role("button", name="Choose a lesson").last)


def lesson(page: Page) -> None:
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("button", name="Preview", exact=True).first.click()
    preview = page.frame_locator(".w-combobox-preview__iframe")
    expect(preview.locator("main p").first).to_be_visible()
    page.keyboard.press("Escape")
    insert(page, "Text")
    page.keyboard.type("Words")
    insert(page, "Table")
    for name, button in (
        ("Download", "Choose a document"),
        ("Image", "Choose an image"),
        ("Video", "Choose a video"),
    ):
        insert(page, name)
        open_and_close(page, page.get_by_role("button", name=button).last)
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title='Preview']").first
    expect(preview.get_by_role("heading", level=1)).to_be_visible()


def schedule(page: Page) -> None:
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    pick_date(page, page.locator("#id_go_live_at"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change privacy").click()
    expect(page.get_by_role("heading", name="Change privacy")).to_be_visible()


def report(page: Page) -> None:
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Date").last.click()
    pick_date(page, page.locator("[name=timestamp_from]"))


def redirect(page: Page) -> None:
    open_and_close(page, page.get_by_role("button", name="Choose a page").first)


def pictures(page: Page) -> None:
    file = {"name": "dot.png", "mimeType": "image/png", "buffer": png()}
    page.locator("#fileupload").set_input_files([file])
    expect(page.get_by_role("button", name="Update").first).to_be_visible()


def picture(page: Page) -> None:
    box = page.locator(".jcrop-holder .jcrop-tracker").last.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=3)
    page.mouse.up()
    expect(page.locator("input.focal_point_width")).not_to_have_value("")


def video(page: Page) -> None:
    page.get_by_role("button", name="Add track").click()
    expect(page.locator("[name='tracks-1-label']")).to_be_visible()
    open_and_close(page, page.get_by_role("button", name="Choose an image").first)


def workflow(page: Page) -> None:
    page.get_by_role("button", name="Add task").click()
    open_and_close(page, page.get_by_role("button", name="Choose a task").last)


def group(page: Page) -> None:
    page.get_by_role("button", name="Add a page permission").click()
    open_and_close(page, page.get_by_role("button", name="Choose a page").last)


ACTIONS: dict[str, Callable[[Page], None]] = {
    "pages/{course}/edit/": course,
    "pages/{lesson}/edit/": lesson,
    "pages/{page}/edit/": schedule,
    "reports/site-history/": report,
    "redirects/add/": redirect,
    "images/{picture}/": picture,
    "images/multiple/add/": pictures,
    "videos/new/": video,
    "workflows/edit/{workflow}/": workflow,
    "groups/edit/{group}/": group,
}
