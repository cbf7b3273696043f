// The captions as lines to read and to go to, with the current one marked.
import { clock } from "./say.js";

// How long the list stands still after somebody scrolled in it.
const PATIENCE = 5000;

export function writeLines(player) {
  const details = player.root.querySelector("[data-lines]");
  if (!details) return;
  const box = details.querySelector("[data-lines-list]");
  const list = { box, lines: [], current: undefined, touched: 0, track: undefined };

  const refresh = () => details.open && fill(list, player, details);
  details.addEventListener("toggle", refresh);
  player.video.textTracks.addEventListener("change", refresh);
  for (const name of ["timeupdate", "seeked"]) {
    player.video.addEventListener(name, () => mark(list, player.video));
  }
  for (const name of ["wheel", "touchmove", "keydown"]) {
    box.addEventListener(name, () => { list.touched = Date.now(); }, { passive: true });
  }
  box.addEventListener("keydown", (event) => walk(list, event));
  box.addEventListener("focusin", ({ target }) => makeOnlyStop(list, target));
  refresh(); // they may have been opened before this script came
}

async function fill(list, player, details) {
  const track = player.captions.current();
  if (!track || track === list.track) return;
  list.track = track;
  const loaded = await cuesOf(track, player.video);
  if (track !== list.track) return;
  details.querySelector("[data-lines-failed]").hidden = Boolean(loaded);
  // Read anew when opened again, should it have failed.
  if (!loaded) list.track = undefined;
  list.lines = Array.from(loaded ?? [], (cue) => line(cue, player));
  list.box.lang = track.language;
  list.box.replaceChildren(...list.lines.map(({ row }) => row));
  if (list.lines.length) makeOnlyStop(list, list.lines[0].button);
  list.current = undefined;
  mark(list, player.video);
}

// The cues of a track, or null when its file cannot be had.
function cuesOf(track, video) {
  const element = Array.from(video.querySelectorAll("track")).find((candidate) => candidate.track === track);
  if (track.mode === "disabled") track.mode = "hidden"; // else it is never fetched
  if (element.readyState === HTMLTrackElement.LOADED) return track.cues;
  if (element.readyState === HTMLTrackElement.ERROR) return null;
  return new Promise((resolve) => {
    element.addEventListener("load", () => resolve(track.cues), { once: true });
    element.addEventListener("error", () => resolve(null), { once: true });
  });
}

function line(cue, { video, say }) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  const time = document.createElement("span");
  const text = document.createElement("span");
  button.type = "button";
  button.className = "line";
  button.tabIndex = -1;
  time.className = "line__time";
  time.textContent = clock(cue.startTime);
  // As text alone: whatever a file of captions brings, it is never markup here.
  text.dir = "auto";
  text.textContent = cue.getCueAsHTML().textContent.replace(/\s+/g, " ").trim();
  button.append(time, " ", text);
  button.addEventListener("click", () => {
    video.currentTime = cue.startTime;
    say("place", clock(cue.startTime));
  });
  row.append(button);
  return { row, button, start: cue.startTime };
}

function mark(list, video) {
  const current = list.lines.findLast(({ start }) => start <= video.currentTime + 0.05);
  if (current === list.current) return;
  list.current?.button.removeAttribute("aria-current");
  list.current = current;
  if (!current) return;
  current.button.setAttribute("aria-current", "true");
  if (!list.box.contains(document.activeElement)) makeOnlyStop(list, current.button);
  if (Date.now() - list.touched > PATIENCE) bringIntoView(list.box, current.row);
}

// By hand: `scrollIntoView` would move the page under the reader, too.
function bringIntoView(box, row) {
  const above = row.offsetTop < box.scrollTop;
  const below = row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight;
  if (above || below) box.scrollTop = row.offsetTop - box.clientHeight / 3;
}

// One stop for Tab, however many lines there are; the arrows lead from one to the next.
function makeOnlyStop({ lines }, button) {
  for (const item of lines) item.button.tabIndex = item.button === button ? 0 : -1;
}

function walk({ lines }, event) {
  const index = lines.findIndex(({ button }) => button === document.activeElement);
  const indexes = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: lines.length - 1 };
  const target = lines[indexes[event.key]];
  if (!target) return;
  event.preventDefault();
  target.button.focus();
}
