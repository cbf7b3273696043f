import "./menu.js";
import "./theme_switch.js";
import "./filter.js";
import "./errors.js";

// What few pages have.
if (document.querySelector("[data-copy]")) import("./copy.js");
if (document.querySelector("[data-wrap]")) import("./wrap.js");
if (document.querySelector("[data-reveal]")) import("./reveal.js");

// Once somebody goes to a search box.
const isSearched = (element) => element?.closest("[data-suggestions]");
const suggest = ({ target }) => isSearched(target) && import("./suggest.js");
document.addEventListener("focusin", suggest);
suggest({ target: document.activeElement });
