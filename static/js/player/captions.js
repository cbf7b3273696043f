// Captions on or off, and in which language: remembered, whether chosen by key or in the browser's
// own menu.
import { choose, chosen } from "./chosen.js";

const OFF = "off";

export function useCaptions({ video, say }) {
  const tracks = Array.from(video.textTracks).filter(({ kind }) => /^(captions|subtitles)$/.test(kind));
  const showing = () => tracks.find(({ mode }) => mode === "showing");
  const preferred = () => tracks.find(({ language }) => language === chosen("captions"));

  if (preferred()) preferred().mode = "showing";
  let shown = showing();
  video.textTracks.addEventListener("change", () => {
    // Also comes when a track is only read for the lines of the transcript.
    if (showing() === shown) return;
    shown = showing();
    choose("captions", shown?.language ?? OFF);
  });

  return {
    // The track to read lines from: the one shown, else the first there is.
    current: () => showing() ?? preferred() ?? tracks[0],
    toggle() {
      if (!tracks.length) return say("captionsNone");
      const off = showing();
      const on = off ? undefined : (preferred() ?? tracks[0]);
      if (off) off.mode = "hidden";
      if (on) on.mode = "showing";
      return on ? say("captions", on.label) : say("captionsOff");
    },
  };
}
