// The field of a picture's description has that of the picture that is chosen, until somebody writes
// another: whoever chooses the next picture gets the next description.

/** What the chosen picture brings along. */
function descriptionOf(chooser) {
  const image = chooser.querySelector("[data-default-alt-text]");
  return chooser.classList.contains("blank") ? "" : (image?.dataset.defaultAltText ?? "");
}

for (const panel of document.querySelectorAll("[data-description-of]")) {
  const picture = document.getElementById(panel.dataset.descriptionOf);
  const chooser = document.getElementById(`${panel.dataset.descriptionOf}-chooser`);
  const field = panel.querySelector("input");
  let taken = descriptionOf(chooser);
  picture.addEventListener("change", () =>
    // The chooser says so before it has drawn what was chosen.
    queueMicrotask(() => {
      const description = descriptionOf(chooser);
      if (description !== taken && (!field.value.trim() || field.value === taken)) {
        field.value = description;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      taken = description;
    }),
  );
}
