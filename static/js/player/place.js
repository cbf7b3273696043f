// Where one is in the video: taken up again on any device, and told to the server while watching.
import { clock } from "./say.js";
import { ENOUGH, watchedTo } from "./watched.js";

const EVERY = 15_000;
const UNTOLD = -1;
const token = document.querySelector("[data-opened] [name=csrfmiddlewaretoken]")?.value;
// The server's clock, reckoned from when it made this page: the device's own may be wrong.
const loaded = Date.now();

export function keepPlace(player) {
  const { root, video } = player;
  player.watched = Number(root.dataset.watched ?? 0);
  const count = () => { player.watched = watchedTo(video.played, player.watched); };
  for (const name of ["timeupdate", "pause", "ended"]) video.addEventListener(name, count);
  if (!root.dataset.save || !token) return;
  goOn(player);
  saveNowAndThen(player, count);
}

function goOn({ root, video, say }) {
  const beginning = root.querySelector("[data-beginning]");
  const second = Number(root.dataset.second);
  if (!beginning) return;
  whenKnown(video, () => {
    const isOver = second >= ENOUGH * video.duration;
    if (isOver) beginning.dataset.waiting = "";
    // A place somebody chose while the file was loading is theirs.
    if (isOver || video.currentTime) return;
    video.currentTime = second;
    say("resumes", clock(second));
  });
  beginning.addEventListener("click", () => {
    video.currentTime = 0;
    say("place", clock(0));
    video.play().catch(() => {});
  });
}

function whenKnown(video, then) {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) then();
  else video.addEventListener("loadedmetadata", then, { once: true });
}

function saveNowAndThen(player, count) {
  const { root, video, say } = player;
  const start = Number(root.dataset.now);
  let [second, at, tried, refused] = [Number(root.dataset.second), 0, 0, false];

  async function save() {
    count();
    const now = Math.floor(video.currentTime);
    if (refused || !video.played.length || now === second) return;
    second = now;
    tried = Date.now();
    at = Math.max(at + 1, start + tried - loaded);
    const answer = await send(root.dataset.save, { second, watched_to: Math.floor(player.watched), at });
    if (answer === 204) return;
    second = UNTOLD;
    // Signed out, or no longer enrolled: asking again would not help.
    refused = answer === 403 || answer === 404;
    if (refused) say("notSaved");
  }

  video.addEventListener("timeupdate", () => {
    if (!video.paused && Date.now() - tried >= EVERY) save();
  });
  video.addEventListener("pause", save);
  video.addEventListener("play", () => { tried ||= Date.now(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("pagehide", save);
}

async function send(url, fields) {
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
    const answer = await fetch(url, { method: "POST", body, keepalive: true });
    return answer.status;
  } catch {
    // Offline, or the page is being left: the next moment tells it anew.
    return 0;
  }
}
