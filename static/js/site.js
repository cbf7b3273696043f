import "./menu.js";
import "./theme_switch.js";
import "./filter.js";
import "./copy.js";
import "./errors.js";
import "./suggest.js";
