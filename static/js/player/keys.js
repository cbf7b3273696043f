// Keys for the player used last. Off while somebody types, and for good if they say so.
import { choose, chosen } from "./chosen.js";
import { clock } from "./say.js";

const TYPING = "input, textarea, select, [contenteditable]";
const PRESSABLE = "a, button, summary, label, [tabindex]";

export function listenForKeys(players) {
  if (!players.length) return;
  let current = players[0];
  for (const player of players) {
    const use = () => { current = player; };
    player.video.addEventListener("play", use);
    player.root.addEventListener("focusin", use);
    player.root.addEventListener("pointerdown", use);
    offerList(player);
  }
  document.addEventListener("keydown", (event) => {
    if (isForSomethingElse(event)) return;
    const action =
      KEY_ACTIONS[event.key.toLowerCase()] ?? (isNear(current, event) && NEAR_KEY_ACTIONS[event.key]);
    if (!action) return;
    event.preventDefault();
    action(current);
  });
}

function isForSomethingElse({ target, defaultPrevented, ctrlKey, altKey, metaKey }) {
  if (defaultPrevented || ctrlKey || altKey || metaKey || chosen("keys") === "off") return true;
  return Boolean(target.closest(TYPING) || document.querySelector("dialog[open]"));
}

// Space and arrows scroll pages, press buttons and move through tables: they are the player's only
// in the player itself, or while it can be seen and nothing has the focus.
function isNear({ root, video }, { target, key }) {
  // The browser's own controls: Space presses the one that has the focus, which nobody can ask.
  if (target === video) return key !== " ";
  if (root.contains(target)) return key !== " " || !target.closest(PRESSABLE);
  if (target !== document.body && target.id !== "main") return false;
  const { top, bottom } = video.getBoundingClientRect();
  const middle = (top + bottom) / 2;
  return middle > 0 && middle < window.innerHeight;
}

const KEY_ACTIONS = {
  k: toggle,
  j: (player) => seek(player, -10),
  l: (player) => seek(player, 10),
  f: fullScreen,
  m: mute,
  c: ({ captions }) => captions.toggle(),
  "<": ({ speeds }) => speeds.step(-1),
  ">": ({ speeds }) => speeds.step(1),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
  "?": ({ root }) => showList(root),
};
const NEAR_KEY_ACTIONS = {
  " ": toggle,
  ArrowLeft: (player) => seek(player, -5),
  ArrowRight: (player) => seek(player, 5),
};

function toggle({ video, say }) {
  if (video.paused) video.play().then(() => say("playing"), () => {});
  else {
    video.pause();
    say("paused");
  }
}

function seek({ video, say }, by) {
  const end = Number.isFinite(video.duration) ? video.duration : Infinity;
  video.currentTime = Math.min(Math.max(video.currentTime + by, 0), end);
  say("place", clock(video.currentTime));
}

function mute({ video, say }) {
  video.muted = !video.muted;
  say(video.muted ? "muted" : "unmuted");
}

function fullScreen({ video }) {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (video.requestFullscreen) video.requestFullscreen().catch(() => {});
  else video.webkitEnterFullscreen?.(); // iPhones know no other
}

function showList(root) {
  const dialog = root.querySelector("[data-keys-dialog]");
  dialog.querySelector("[data-keys-on]").checked = chosen("keys") !== "off";
  dialog.showModal();
}

function offerList({ root }) {
  root.querySelector("[data-keys]").addEventListener("click", () => showList(root));
  root.querySelector("[data-keys-on]").addEventListener("change", ({ target }) => {
    choose("keys", target.checked ? "on" : "off");
  });
}
