// Tells the server which lesson is open, so that other devices resume here. The page itself never
// does: opening it changes nothing.
const controls = document.querySelector("[data-opened]");
const token = controls?.querySelector("[name=csrfmiddlewaretoken]");

if (token) {
  fetch(controls.dataset.opened, {
    method: "POST",
    body: new URLSearchParams({ csrfmiddlewaretoken: token.value }),
    keepalive: true,
  }).catch(() => {
    // Offline: this browser's own bookmark holds the place.
  });
}
