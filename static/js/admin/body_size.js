// Tells while one writes that a page grows too large. The limits are those of the server.
const WARN_FROM = 0.8;
const PAUSE = 1000;

// What rich text is kept as here is longer than what is stored: its own words count.
function charactersOf(field) {
  if (!field.value.startsWith("{")) {
    return field.value.length;
  }
  try {
    return JSON.parse(field.value).blocks.reduce((sum, block) => sum + block.text.length, 0);
  } catch {
    return field.value.length;
  }
}

function isDeleted(block) {
  return block.closest("[data-streamfield-child][aria-hidden=true]") !== null;
}

function fullness(body) {
  const blocks = [...body.querySelectorAll("[data-streamfield-child]")].filter((block) => !isDeleted(block));
  const fields = body.querySelectorAll("textarea, input[name$='-value'], input[type=text]");
  const characters = [...fields].reduce((sum, field) => sum + charactersOf(field), 0);
  return Math.max(blocks.length / body.dataset.mostBlocks, characters / body.dataset.mostCharacters);
}

function tell(body) {
  const full = fullness(body);
  const message = body.querySelector("[data-size-message]");
  const text = full > 1 ? body.dataset.full : body.dataset.nearlyFull.replace("%s", Math.floor(full * 100));
  message.hidden = full < WARN_FROM;
  message.textContent = message.hidden ? "" : text;
  message.classList.toggle("help-critical", full > 1);
  message.classList.toggle("help-warning", full <= 1);
}

for (const body of document.querySelectorAll("[data-body-size]")) {
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => tell(body), PAUSE);
  };
  body.addEventListener("input", later);
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => !target.closest("[data-size-message]"))) {
      later();
    }
  }).observe(body, { childList: true, subtree: true });
  later();
}
