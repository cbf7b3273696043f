// A tick "looked at" folds its row at once, as the page shown again would, with nothing scrolled.
const ROW = "[data-review-row]";
const BAR = "[data-review-bar]";

async function press(button) {
  const row = button.closest(ROW);
  const form = button.form;
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new FormData(form, button),
    headers: { accept: "text/html" },
  });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const newRow = page.getElementById(row.id);
  const newBar = page.querySelector(BAR);
  const has = (name) => newRow?.querySelector("[data-review-tick]")?.value.startsWith(name);
  if (!response.ok || !newBar || has(button.value.split(":")[0])) {
    return false; // refused, or signed out: the page says why
  }
  row.replaceWith(newRow);
  document.querySelector(BAR).replaceWith(newBar);
  newRow.querySelector("summary, [data-review-tick]").focus();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-review-tick]");
  if (!button || button.dataset.sent) {
    return;
  }
  event.preventDefault();
  press(button)
    .catch(() => false)
    .then((isDone) => {
      if (!isDone) {
        button.dataset.sent = "plainly";
        button.form.requestSubmit(button);
      }
    });
});
