// Below a chosen video: what captions it has, and the way to them. A custom element, so that it comes
// to life in every block that is added. Wagtail's chooser knows what was chosen, and says when.

class VideoCaptions extends HTMLElement {
  connectedCallback() {
    this.chooser = this.closest(".chooser");
    this.input = document.getElementById(this.chooser.id.replace(/-chooser$/, ""));
    this.input.addEventListener("change", () => this.#show(this.chooser.widget?.state?.captions));
    this.#show(this.chooser.widget?.state?.captions);
    // They are added in another tab: whoever comes back sees them.
    this.querySelector("[data-link]").addEventListener("click", () => {
      addEventListener("focus", () => this.#ask(), { once: true });
    });
  }

  #show(captions) {
    if (captions) {
      const link = this.querySelector("[data-link]");
      this.querySelector("[data-text]").textContent = captions.text;
      link.textContent = captions.action;
      link.href = captions.url;
      link.hidden = !captions.url;
      this.dataset.again = captions.again;
    }
  }

  async #ask() {
    const response = await fetch(this.dataset.again);
    if (response.ok && !response.redirected) {
      const { result } = await response.json();
      if (String(result.id) === this.input.value) {
        this.#show(result.captions);
      }
    }
  }
}

if (!customElements.get("video-captions")) {
  customElements.define("video-captions", VideoCaptions);
}
