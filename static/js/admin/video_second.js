// Shows the second of a video that is to be its poster, and puts it into the form as a picture:
// a server without ffmpeg cannot cut it out. In Cloudinary the number alone is enough.

class VideoSecond extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.input = this.querySelector("input");
    this.input.addEventListener("change", () => this.#take());
  }

  /** The video just chosen, else the one that is there; null where none can be read. */
  #address() {
    const [file] = this.form.querySelector("video-upload input[type=file]")?.files ?? [];
    return file ? URL.createObjectURL(file) : this.dataset.src || null;
  }

  async #take() {
    const address = this.#address();
    const second = this.input.valueAsNumber;
    this.querySelector("img")?.remove();
    this.#send(null);
    if (!address || !(second >= 0)) {
      return;
    }
    const picture = await this.#cutOut(address, second);
    if (picture) {
      this.#send(picture);
      this.#show(picture);
    }
  }

  async #cutOut(address, second) {
    const video = Object.assign(document.createElement("video"), { muted: true, preload: "auto" });
    video.src = address;
    try {
      await this.#event(video, "loadedmetadata");
      video.currentTime = Math.min(second, video.duration);
      await this.#event(video, "seeked");
    } catch {
      return null; // this browser does not play it, and others may
    }
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext("2d").drawImage(video, 0, 0);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  }

  #event(video, name) {
    return new Promise((resolve, reject) => {
      video.addEventListener(name, resolve, { once: true });
      video.addEventListener("error", reject, { once: true });
    });
  }

  #send(picture) {
    const files = new DataTransfer();
    if (picture) {
      files.items.add(new File([picture], "poster.jpg", { type: picture.type }));
    }
    const input = this.form.elements.namedItem("poster_frame");
    if (input) {
      input.files = files.files;
    }
  }

  #show(picture) {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(picture);
    image.alt = this.dataset.alt;
    image.className = "video-second__picture";
    this.append(image);
  }
}

if (!customElements.get("video-second")) {
  customElements.define("video-second", VideoSecond);
}
