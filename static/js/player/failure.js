// When the file cannot be played: what to do about it, and a way to try again.
export function explainFailure(player) {
  const { root, video } = player;
  const notice = root.querySelector("[data-failure]");
  const sources = video.querySelectorAll("source");
  let place = 0;

  function reason() {
    if (!navigator.onLine) return "offline";
    return video.error?.code === MediaError.MEDIA_ERR_DECODE ? "file" : "other";
  }

  function explain() {
    const cause = reason();
    place = video.currentTime || place;
    for (const text of notice.querySelectorAll("[data-why]")) text.hidden = text.dataset.why !== cause;
    notice.hidden = false;
  }

  function retry({ play }) {
    notice.hidden = true;
    const goBack = () => { if (place) video.currentTime = place; };
    video.addEventListener("loadedmetadata", goBack, { once: true });
    video.load();
    if (play) video.play().catch(() => {});
  }

  video.addEventListener("error", explain);
  sources[sources.length - 1].addEventListener("error", explain);
  // It may have failed before this script came.
  if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) explain();

  notice.querySelector("[data-retry]").addEventListener("click", () => {
    video.focus();
    retry({ play: true });
  });
  window.addEventListener("online", () => {
    if (!notice.hidden) retry({ play: false });
  });
}
