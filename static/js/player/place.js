// Where one is in the video: taken up again on any device, and told to the server while watching.
import { clock } from "./say.js";
import { ENOUGH, watchedTo } from "./watched.js";

const EVERY = 15_000;
const UNSAVED = -1;
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

function whenKnown(video, callback) {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) callback();
  else video.addEventListener("loadedmetadata", callback, { once: true });
}

function saveNowAndThen(player, count) {
  const { root, video, say } = player;
  const start = Number(root.dataset.now);
  let [second, at, triedAt, isRefused] = [Number(root.dataset.second), 0, 0, false];

  async function save() {
    count();
    const now = Math.floor(video.currentTime);
    if (isRefused || !video.played.length || now === second) return;
    second = now;
    triedAt = Date.now();
    at = Math.max(at + 1, start + triedAt - loaded);
    const status = await send(root.dataset.save, { second, watched_to: Math.floor(player.watched), at });
    if (status === 204) return;
    second = UNSAVED;
    // Signed out, or no longer enrolled: asking again would not help.
    isRefused = status === 403 || status === 404;
    if (isRefused) say("notSaved");
  }

  video.addEventListener("timeupdate", () => {
    if (!video.paused && Date.now() - triedAt >= EVERY) save();
  });
  video.addEventListener("pause", save);
  video.addEventListener("play", () => { triedAt ||= Date.now(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("pagehide", save);
}

async function send(url, fields) {
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
    const response = await fetch(url, { method: "POST", body, keepalive: true });
    return response.status;
  } catch {
    // Offline, or the page is being left: the next moment tells it anew.
    return 0;
  }
}
