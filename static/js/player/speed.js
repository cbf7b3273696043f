// A speed once chosen, here or in the browser's own menu, goes for all videos from then on.
import { choose, chosen } from "./chosen.js";

export function useSpeeds({ root, video, say }) {
  const select = root.querySelector("[data-speed]");
  const rates = Array.from(select.options, (option) => Number(option.value));

  function apply() {
    const rate = Number(chosen("speed"));
    // Loading a file again brings its default back.
    if (rates.includes(rate)) video.playbackRate = video.defaultPlaybackRate = rate;
  }

  video.addEventListener("ratechange", () => {
    const rate = video.playbackRate;
    if (!rates.includes(rate)) return;
    select.value = rate;
    choose("speed", rate);
  });
  video.addEventListener("play", apply);
  select.addEventListener("change", () => {
    video.playbackRate = Number(select.value);
  });
  apply();

  return {
    step(by) {
      const nearest = rates.findLastIndex((rate) => rate <= video.playbackRate);
      const place = Math.min(Math.max(nearest + by, 0), rates.length - 1);
      video.playbackRate = rates[place];
      say("speed", select.options[place].text);
    },
  };
}
