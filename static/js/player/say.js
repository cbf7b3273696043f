// The player's live region. The sentences stand in the page, in its language.
export function speaker(root) {
  const region = root.querySelector("[data-said]");
  return (key, value = "") => {
    region.textContent = region.dataset[key].replace("{}", value);
  };
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}
