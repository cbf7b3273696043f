"""Wagtail's editor in a browser, step by step: each step waits for what its user would see."""

from playwright.sync_api import Locator, Page, expect

# Autosave compares with what the form held two seconds after it was set up, and the form is set up
# twice: what is typed before the second look would be taken for what was there.
COUNT_FORMS = """
    window.formsReady = window.formsLookedAt = 0;
    document.addEventListener("w-unsaved:ready", () => window.formsReady++);
    document.addEventListener("w-unsaved:watch-edits", () => window.formsLookedAt++);
"""
FORMS_ARE_WATCHED = "() => window.formsReady > 0 && window.formsLookedAt >= window.formsReady"
BLOCKS = "[data-streamfield-child]"


def observe(page: Page) -> None:
    """Before `page` is led to an editor whose autosave is waited for."""
    page.add_init_script(COUNT_FORMS)


def wait_for_autosave(page: Page) -> None:
    """Until the editor notices, and saves by itself, what is changed from now on."""
    page.wait_for_function(FORMS_ARE_WATCHED)


def expect_autosaved(page: Page) -> None:
    """Until the editor says that what was changed is saved."""
    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved"
    )


def save_draft(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def delete_block(block: Locator) -> None:
    block.get_by_title("Delete").click()
    expect(block).to_be_hidden()


def move_up(block: Locator) -> None:
    position = position_of(block)
    block.get_by_title("Move up").click()
    expect(block.locator("> input[name$='-order']")).to_have_value(str(position - 1))


def position_of(block: Locator) -> int:
    """From 0, as the form is going to tell it."""
    return int(block.locator("> input[name$='-order']").input_value())
