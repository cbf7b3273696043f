// Auto, light or dark, kept in this browser alone.
const root = document.documentElement;

function choose(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
}

for (const group of document.querySelectorAll("[data-theme-switch]")) {
  const current = group.querySelector(`[value="${root.dataset.theme ?? "auto"}"]`);
  if (current) current.checked = true;
  group.addEventListener("change", (event) => choose(event.target.value));
  group.hidden = false;
}
