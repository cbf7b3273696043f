// What people chose, kept in this browser. Storage may be forbidden: then it lasts for the page.
const preferences = new Map();

export function chosen(name) {
  try {
    return localStorage.getItem(`player-${name}`) ?? preferences.get(name);
  } catch {
    return preferences.get(name);
  }
}

export function choose(name, value) {
  preferences.set(name, String(value));
  try {
    localStorage.setItem(`player-${name}`, value);
  } catch {
    // See above.
  }
}
