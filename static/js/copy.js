// A copy button for every code block. Without JavaScript the button stays hidden.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const code = button.closest("figure").querySelector("code");
  const label = button.querySelector("[data-copy-label]");
  const idle = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      label.textContent = button.dataset.copied;
    } catch {
      label.textContent = button.dataset.failed;
    }
    setTimeout(() => (label.textContent = idle), 2500);
  });
}
