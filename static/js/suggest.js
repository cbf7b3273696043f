// Titles are suggested while somebody types (the combobox pattern of ARIA, a list with one choice).
// Without this script the box searches, as it does with it when Enter is pressed on no suggestion.
const PAUSE = 180; // milliseconds without a key before the server is asked
const SHORTEST = 2;
// One letter is a word where no blanks are put between them.
const IS_WORD = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u;

let boxes = 0;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.active = -1;
    this.items = [];
    this.buildList();
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.close();
    });
    // The list would be shown again when one comes back to this page.
    form.addEventListener("submit", () => this.close());
  }

  buildList() {
    this.list = document.createElement("ul");
    this.list.className = "suggestions plain-list";
    this.list.id = `suggestions-${(boxes += 1)}`;
    this.list.role = "listbox";
    this.list.ariaLabel = this.form.dataset.suggestionsLabel;
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.role = "status";
    this.form.append(this.list, this.status);
    this.input.role = "combobox";
    this.input.autocomplete = "off";
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    // The press of a mouse would take the focus away and close the list before it counts.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(this.items[[...this.list.children].indexOf(option)]);
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST && !IS_WORD.test(text)) this.close();
    else this.timer = setTimeout(() => this.fetch(text), PAUSE);
  }

  async fetch(text) {
    this.request = new AbortController();
    const url = `${this.form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
    try {
      const response = await fetch(url, { signal: this.request.signal });
      if (!response.ok) return this.close(); // asked too often: the search itself still works
      const { suggestions } = await response.json();
      // Meanwhile the box may have been left.
      if (document.activeElement === this.input) this.show(suggestions);
    } catch {
      // Offline, or another key was pressed: then the next answer counts.
    }
  }

  show(items) {
    this.items = items;
    this.choose(-1);
    this.list.replaceChildren(...items.map((item, number) => this.option(item, number)));
    this.list.hidden = !items.length;
    this.input.setAttribute("aria-expanded", String(Boolean(items.length)));
    this.status.textContent = this.form.dataset.suggestionsFound.replace("#", items.length);
  }

  option(item, number) {
    const option = document.createElement("li");
    option.className = "suggestion";
    option.id = `${this.list.id}-${number}`;
    option.role = "option";
    option.ariaSelected = "false";
    const title = document.createElement("span");
    title.className = "suggestion__title";
    title.dir = "auto";
    title.dir = "auto";
    title.textContent = item.title;
    option.append(title);
    if (item.course) {
      const course = document.createElement("span");
      course.className = "suggestion__course";
      course.dir = "auto";
      course.dir = "auto";
      course.textContent = item.course;
      option.append(" ", course);
    }
    return option;
  }

  press(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.items.length && !event.isComposing) {
      event.preventDefault();
      if (this.list.hidden) return this.show(this.items);
      // Past either end is the box itself.
      const places = this.items.length + 1;
      this.choose(((this.active + 1 + moves[event.key] + places) % places) - 1);
    } else if (event.key === "Enter" && this.active >= 0 && !event.isComposing) {
      event.preventDefault();
      this.go(this.items[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // which would empty the box
      event.stopPropagation(); // and close the menu it stands in
      this.close();
    }
  }

  choose(number) {
    this.active = number;
    [...this.list.children].forEach((option, place) => {
      option.ariaSelected = String(place === number);
    });
    if (number < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.list.children[number].id);
    this.list.children[number].scrollIntoView({ block: "nearest" });
  }

  go(item) {
    this.close();
    location.assign(item.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.list.hidden) return;
    this.choose(-1);
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const form of document.querySelectorAll("[data-suggestions]")) {
  const suggestions = new Suggestions(form);
  // Typed while this script was on its way.
  if (suggestions.input === document.activeElement && suggestions.input.value) suggestions.ask();
}
