// Wagtail's pages have two searches without a name: in the sidebar, and of the page itself, which is
// called here as the page is. Without this nobody who hears them can tell them apart.
const heading = document.querySelector("main h1");

if (heading) {
  heading.id ||= "page-heading";
  for (const search of document.querySelectorAll("main form[role=search]:not([aria-label])")) {
    search.setAttribute("aria-labelledby", heading.id);
  }
}
