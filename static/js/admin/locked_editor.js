// Who may not edit a page now reads it: its fields take nothing, and look so.
const FIELDS = ":is(input, select, textarea, button):not([data-panel-toggle], [role=tab])";

function lock(form) {
  form.classList.add("locked-editor");
  for (const panel of form.querySelectorAll("[role=tabpanel]")) {
    for (const field of panel.querySelectorAll(FIELDS)) {
      field.disabled = true;
    }
    for (const editor of panel.querySelectorAll("[contenteditable=true]")) {
      editor.contentEditable = "false";
      editor.setAttribute("aria-readonly", "true");
    }
  }
}

if (document.body.classList.contains("content-locked")) {
  const form = document.querySelector("form[data-edit-form]");
  lock(form);
  // Blocks and rich text are made by script, some of them late.
  new MutationObserver(() => lock(form)).observe(form, { childList: true, subtree: true });
}
