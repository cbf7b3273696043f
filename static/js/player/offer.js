// Whoever has watched all videos of a lesson is offered to complete it. Nobody is made to.
import { isWatched } from "./watched.js";

export function offerCompletion(players) {
  for (const player of players) {
    const offer = player.root.querySelector("[data-offer]");
    if (!offer) return;
    const show = () => {
      if (!("waiting" in offer.dataset) || !players.every(isWatched)) return;
      delete offer.dataset.waiting;
      player.say("watched");
    };
    player.video.addEventListener("timeupdate", show);
    player.video.addEventListener("ended", show);
  }
}
