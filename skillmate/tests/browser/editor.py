"""Wagtail's editor in a browser, step by step: each step waits for what its user would see."""

from playwright.sync_api import Locator, Page, expect

# What autosave compares with; Wagtail takes it down two seconds after the page has loaded.
WATCHING = "() => Boolean(window.wagtail?.app?.queryController('w-unsaved')?.initialFormData)"
BLOCKS = "[data-streamfield-child]"


def wait_for_autosave(page: Page) -> None:
    """Until the editor notices, and saves by itself, what is changed from now on."""
    page.wait_for_function(WATCHING)


def autosaved(page: Page) -> None:
    """Until the editor says that what was changed is saved."""
    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )


def save_draft(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def take_out(block: Locator) -> None:
    block.get_by_title("Delete").click()
    expect(block).to_be_hidden()


def move_up(block: Locator) -> None:
    before = place_of(block)
    block.get_by_title("Move up").click()
    expect(block.locator("> input[name$='-order']")).to_have_value(str(before - 1))


def place_of(block: Locator) -> int:
    """From 0, as the form is going to tell it."""
    return int(block.locator("> input[name$='-order']").input_value())
