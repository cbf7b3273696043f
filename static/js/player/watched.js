// How far a video has really been watched.
export const ENOUGH = 0.95;
// Leaving out a little counts against nobody; jumping to the end does not count.
const PLAYED = 0.8;

// The furthest second up to which four fifths have been played: the ranges played on this page,
// and all before `known`, which earlier visits and other devices brought.
export function watchedTo(played, known) {
  const ranges = Array.from(played, (_, place) => [played.start(place), played.end(place)]);
  let [sum, furthest, covered] = [known, known, known];
  for (const [start, end] of ranges) {
    sum += Math.max(0, end - Math.max(start, covered));
    covered = Math.max(covered, end);
    if (sum >= PLAYED * covered) furthest = covered;
  }
  return furthest;
}

export const isWatched = ({ video, watched }) => watched >= ENOUGH * video.duration;
