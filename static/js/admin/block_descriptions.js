// Says beside each block's name in the menu what it is for (courses/admin/block_descriptions.py).
const OPTION = ".w-combobox__option-text";
const source = document.getElementById("block-descriptions");

if (source) {
  const descriptions = JSON.parse(source.textContent);
  const describe = () => {
    for (const option of document.querySelectorAll(OPTION)) {
      const text = descriptions[option.textContent.trim()] ?? "";
      if ((option.dataset.description ?? "") !== text) {
        option.dataset.description = text;
        // Its name stays short; who listens hears this after it.
        option.closest("[role=option]")?.setAttribute("aria-description", text);
      }
    }
  };
  new MutationObserver(describe).observe(document.body, { childList: true, subtree: true });
}
