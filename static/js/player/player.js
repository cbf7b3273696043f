// What the player adds to the browser's own <video controls>, which works without any of this.
import { useCaptions } from "./captions.js";
import { explainFailure } from "./failure.js";
import { listenForKeys } from "./keys.js";
import { offerCompletion } from "./offer.js";
import { keepPlace } from "./place.js";
import { speaker } from "./say.js";
import { useSpeeds } from "./speed.js";
import { writeLines } from "./lines.js";

const players = Array.from(document.querySelectorAll("[data-player]"), (root) => {
  const player = { root, video: root.querySelector("video"), say: speaker(root) };
  player.captions = useCaptions(player);
  player.speeds = useSpeeds(player);
  explainFailure(player);
  keepPlace(player);
  writeLines(player);
  root.querySelector("[data-bar]").disabled = false;
  return player;
});

listenForKeys(players);
offerCompletion(players);
