// The curriculum in the editor: a lesson a line. Wagtail draws the blocks of the stream and lets
// people order them; each gets here what the server says of its lesson.
const BLOCK = "[data-streamfield-child]";
const curriculum = document.querySelector("[data-curriculum]");

function hidden(block, name) {
  return block.querySelector(`:scope > input[type=hidden][name$="-${name}"]`);
}

function chosen(block) {
  return block.querySelector(".w-panel__content input[type=hidden][name$='-value']")?.value ?? "";
}

function copyOf(selector) {
  return curriculum.querySelector(`template${selector}`)?.content.cloneNode(true);
}

function describeLesson(block) {
  const lesson = chosen(block);
  if (block.dataset.describes === lesson) {
    return;
  }
  block.dataset.describes = lesson;
  block.querySelectorAll(".curriculum__row, .curriculum__links, .curriculum__begin").forEach((old) => old.remove());
  const description = lesson && copyOf(`[data-lesson="${CSS.escape(lesson)}"]`);
  block.classList.toggle("curriculum__lesson", Boolean(description));
  if (description) {
    const row = document.createElement("div");
    row.className = "curriculum__row";
    row.append(description);
    block.querySelector(".w-panel__divider").before(row);
    row.after(row.querySelector(".curriculum__links"));
  } else if (!lesson) {
    const begin = document.createElement("div");
    begin.className = "curriculum__begin";
    begin.append(copyOf("[data-empty]"));
    block.querySelector(".unchosen")?.prepend(begin);
  }
}

function describeSection(block) {
  if (!block.classList.contains("curriculum__section")) {
    block.classList.add("curriculum__section");
    block.querySelector(".w-panel__controls").before(copyOf("[data-section]"));
  }
}

function describe() {
  let number = 0;
  for (const block of curriculum.querySelectorAll(BLOCK)) {
    if (hidden(block, "type").value === "section") {
      describeSection(block);
      continue;
    }
    describeLesson(block);
    if (chosen(block) && hidden(block, "deleted").value !== "1") {
      number += 1;
    }
    const shown = block.querySelector("[data-number]");
    if (shown && shown.textContent !== String(number)) {
      shown.textContent = number;
    }
  }
}

function leadOn(button) {
  const form = button.closest("form");
  const block = button.closest(BLOCK);
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = button.dataset.leadOn;
  field.value = block ? hidden(block, "id").value : button.value;
  form.append(field);
  form.requestSubmit();
  field.remove(); // sent already; the browser's way back finds the form without it
}

if (curriculum) {
  let isDue = false;
  const describeSoon = () => {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        describe();
      });
    }
  };
  new MutationObserver(describeSoon).observe(curriculum, { childList: true, subtree: true });
  curriculum.addEventListener("change", describeSoon);
  curriculum.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lead-on]");
    if (button) {
      leadOn(button);
    }
    describeSoon();
  });
  describe();
}
