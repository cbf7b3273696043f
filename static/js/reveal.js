// A button beside each password that shows what was typed. Without JavaScript it stays hidden.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  });
  // A browser that keeps passwords asks for them by the type, and nobody's shall stay on a screen.
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}
