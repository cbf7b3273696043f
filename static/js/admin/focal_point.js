// Jcrop asks for touch by writing inline handlers, which the policy refuses; so it is told instead.

window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
