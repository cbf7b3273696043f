// A switch for code whose lines are longer than there is room for.
for (const button of document.querySelectorAll("[data-wrap]")) {
  const text = button.closest("figure").querySelector("pre");
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  const offer = () => {
    button.hidden = !isOn() && text.scrollWidth <= text.clientWidth;
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(!isOn()));
    text.classList.toggle("code__text--wrapped", isOn());
  });
  // Also when a fold is opened, or a phone is turned.
  new ResizeObserver(offer).observe(text);
}
