// What people chose, kept in this browser. Storage may be forbidden: then it lasts for the page.
const here = new Map();

export function chosen(name) {
  try {
    return localStorage.getItem(`player-${name}`) ?? here.get(name);
  } catch {
    return here.get(name);
  }
}

export function choose(name, value) {
  here.set(name, String(value));
  try {
    localStorage.setItem(`player-${name}`, value);
  } catch {
    // See above.
  }
}
