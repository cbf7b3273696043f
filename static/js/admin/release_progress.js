// Looks again every few seconds, as "Look again" does, until there is nothing to wait for.
const SECONDS = 3;
const SELECTOR = "[data-release-progress]";

async function look() {
  const response = await fetch(window.location.href, { headers: { accept: "text/html" } });
  if (!response.ok) {
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const news = page.querySelector(SELECTOR);
  const shown = document.querySelector(SELECTOR);
  if (!news) {
    window.location.reload(); // signed out meanwhile: the page says what to do
    return;
  }
  if (news.textContent !== shown.textContent) {
    shown.replaceChildren(...news.childNodes);
  }
  shown.toggleAttribute("data-waiting", news.hasAttribute("data-waiting"));
}

function wait() {
  if (!document.querySelector(`${SELECTOR}[data-waiting]`)) {
    return;
  }
  window.setTimeout(async () => {
    await look().catch(() => {}); // offline for a moment: the next look tells
    wait();
  }, SECONDS * 1000);
}

wait();
