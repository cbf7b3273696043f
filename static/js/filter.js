// A changed select submits its form at once. Check boxes wait for the button: several are
// often wanted, and a page that reloads under the keyboard loses its place.
for (const select of document.querySelectorAll("select[data-submits]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
