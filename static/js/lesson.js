// Two things about progress that a page cannot do by itself.
const controls = document.querySelector("[data-opened]");
const token = controls?.querySelector("[name=csrfmiddlewaretoken]");
const ANNOUNCE = "announce-progress";

// Tell the server which lesson is open, so that other devices resume here. Opening the page never
// does that: a GET changes nothing.
if (token) {
  fetch(controls.dataset.opened, {
    method: "POST",
    body: new URLSearchParams({ csrfmiddlewaretoken: token.value }),
    keepalive: true,
  }).catch(() => {
    // Offline: this browser's own bookmark holds the place.
  });
}

// A live region speaks when its text changes. The page after a click is a new one, where nothing
// has changed, so the text is put in again.
controls?.addEventListener("submit", () => sessionStorage.setItem(ANNOUNCE, "1"));
if (controls && sessionStorage.getItem(ANNOUNCE)) {
  sessionStorage.removeItem(ANNOUNCE);
  const status = controls.querySelector("[role=status]");
  const text = status.textContent;
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 150);
}
