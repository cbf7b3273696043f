// The file field of a video: sends what is chosen in chunks, and puts a token into the form.
// A custom element, so that it also comes to life in the chooser's dialogue.

import { ChunkedUpload, Refused, unfinished } from "./chunked_upload.js";

class VideoUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.titleInput = this.form.elements.namedItem("title");
    this.input = this.#part("file");
    // The file goes ahead of the form: in it, it would be sent twice.
    this.input.removeAttribute("name");
    this.input.addEventListener("change", () => this.#begin());
    this.#part("pause").addEventListener("click", () => this.#pause());
    this.#part("resume").addEventListener("click", () => this.#run());
    this.#part("cancel").addEventListener("click", () => this.#cancel());
    this.form.addEventListener("click", (event) => this.#holdBack(event), true);
    const [name] = unfinished();
    if (name) {
      this.#say(this.dataset.found.replace("{name}", name));
    }
  }

  disconnectedCallback() {
    this.upload?.stop();
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  #begin() {
    const [file] = this.input.files;
    this.upload?.stop();
    this.#part("token").value = "";
    if (!file) {
      return;
    }
    this.#nameAfter(file);
    this.upload = new ChunkedUpload(file, {
      url: this.dataset.url,
      csrf: this.form.querySelector("[name=csrfmiddlewaretoken]").value,
      collection: () => this.form.elements.namedItem("collection").value,
      report: (state, detail) => this.#report(state, detail),
    });
    this.#show(0);
    this.#run();
  }

  #nameAfter(file) {
    if (this.titleInput && !this.titleInput.value) {
      this.suggestedTitle = file.name.replace(/\.[^.]+$/, "").replace(/[-_]+/g, " ");
      this.titleInput.value = this.suggestedTitle;
    }
  }

  async #run() {
    this.#setRunning(true);
    this.#say(this.dataset.uploading);
    try {
      const token = await this.upload.run();
      if (token) {
        this.#done(token);
      }
    } catch (error) {
      if (error instanceof Refused && error.message) {
        // Its row would count among those one may begin at a time.
        this.#takeBack().cancel();
      }
      this.#setRunning(false);
      this.#say(error.message || this.dataset.failed, true);
    }
  }

  /** Makes room for another file, and hands back the upload of this one. */
  #takeBack() {
    const upload = this.upload;
    this.upload = null;
    this.input.value = "";
    this.#part("progress").hidden = true;
    if (this.titleInput && this.titleInput.value === this.suggestedTitle) {
      this.titleInput.value = "";
    }
    return upload;
  }

  #done(token) {
    this.#part("token").value = token;
    this.#part("token").dispatchEvent(new Event("change", { bubbles: true }));
    this.#part("progress").hidden = true;
    const { change } = this.upload;
    this.upload = null;
    this.#say(`${this.dataset.done} ${change}`.trim());
  }

  #pause() {
    this.upload.stop();
    this.#setRunning(false);
    this.#say(this.dataset.paused);
    this.#part("resume").focus();
  }

  async #cancel() {
    const upload = this.#takeBack();
    this.#say("");
    this.input.focus();
    await upload.cancel();
  }

  #report(state, detail) {
    if (state === "sent") {
      this.#show(detail);
    } else {
      this.#say(this.dataset[state]);
    }
  }

  #show(share) {
    const percent = Math.floor(share * 100);
    this.#part("progress").hidden = false;
    this.#part("bar").value = percent;
    this.#part("percent").textContent = `${percent}%`;
  }

  #setRunning(isRunning) {
    this.#part("pause").hidden = !isRunning;
    this.#part("resume").hidden = isRunning;
  }

  /** Keeps the form until the upload is done. Enter presses a button, too. */
  #holdBack(event) {
    if (this.upload && event.target.closest("[type=submit]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#say(this.dataset.wait, true);
      this.scrollIntoView({ block: "center" });
    }
  }

  #say(message, isError = false) {
    const status = this.#part("said");
    status.toggleAttribute("data-is-error", isError);
    status.textContent = message;
  }
}

if (!customElements.get("video-upload")) {
  customElements.define("video-upload", VideoUpload);
}
