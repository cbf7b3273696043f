// Sends one file in chunks: to this site, or straight to Cloudinary, as the server says.

const MOST_TRIES = 6;
const SIGN_AGAIN_AFTER = 45 * 60 * 1000;
const STORED = "skillmate-upload:";

/** A refusal that trying again will not change. Its message is for the author. */
export class Refused extends Error {}

/** How `file` is known again after the page was left; what it holds is not read. */
function keyOf(file) {
  return `${STORED}${file.name}:${file.size}:${file.lastModified}`;
}

/** Names of files whose upload was begun in this browser and never finished. */
export function unfinished() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(STORED))
    .map((key) => key.slice(STORED.length).replace(/:\d+:\d+$/, ""));
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * One upload. `report(state, detail)` is told of "sent" (0 to 1), "retrying", "checking".
 * `run()` resolves to the token of the finished upload, or to null when it was paused or cancelled.
 */
export class ChunkedUpload {
  constructor(file, { url, csrf, collection, report }) {
    Object.assign(this, { file, url, csrf, collection, report });
    this.key = keyOf(file);
    this.turn = null;
    this.beginning = null;
    this.request = null;
    this.isWhole = false;
    this.sent = 0;
    this.cloudinaryResponse = null;
    /** What the server keeps otherwise than it was sent, as a sentence. */
    this.change = "";
  }

  async run() {
    // Stopped and begun again, the run before this one may still be waiting for an answer.
    const turn = {};
    this.turn = turn;
    try {
      await this.#begin();
      while (this.turn === turn && !this.isWhole && this.sent < this.file.size) {
        await this.#withRetries(turn, () => this.#sendNext());
      }
      if (this.turn === turn && !this.isWhole) {
        this.report("checking");
        await this.#withRetries(turn, () => this.#finish());
      }
    } catch (error) {
      if (this.turn === turn) {
        throw error;
      }
    }
    if (this.turn !== turn) {
      return null;
    }
    localStorage.removeItem(this.key);
    return this.ticket.token;
  }

  stop() {
    this.turn = null;
    this.request?.abort();
  }

  async cancel() {
    this.stop();
    await this.beginning?.catch(() => {});
    localStorage.removeItem(this.key);
    if (this.ticket) {
      await this.#post(`${this.ticket.token}/cancel/`, {}).catch(() => {});
    }
  }

  /** Once at a time, or a run stopped while it waits for its token leaves a second upload behind. */
  #begin() {
    this.beginning ??= this.#goOnOrStart().finally(() => {
      this.beginning = null;
    });
    return this.beginning;
  }

  async #goOnOrStart() {
    if (!(await this.#goOn())) {
      await this.#start();
    }
  }

  async #start() {
    const { file } = this;
    const fields = { filename: file.name, size: file.size, type: file.type };
    this.#sign(await this.#post("", { ...fields, collection: this.collection() }));
    this.sent = 0;
    this.cloudinaryResponse = null;
    this.#remember();
  }

  /** Whether an upload of this file begun earlier can go on; and from where. */
  async #goOn() {
    const saved = read(localStorage.getItem(this.key) ?? "{}");
    if (!saved.token) {
      return false;
    }
    const standing = await this.#standing(saved.token);
    if (!["uploading", "processing", "ready"].includes(standing?.status)) {
      return false;
    }
    this.ticket = { token: saved.token };
    this.isWhole = standing.status !== "uploading";
    this.cloudinaryResponse = saved.answer ?? null;
    this.sent = standing.received ?? saved.sent ?? 0;
    if (!this.isWhole) {
      this.#sign(await this.#post(`${saved.token}/sign/`, {}));
    }
    return true;
  }

  async #standing(token) {
    const headers = { Accept: "application/json" };
    const response = await fetch(`${this.url}${token}/`, { headers });
    return response.ok ? response.json() : null;
  }

  #sign(ticket) {
    this.ticket = ticket;
    this.signedAt = Date.now();
  }

  #remember() {
    const { sent, cloudinaryResponse, ticket } = this;
    const upload = { token: ticket.token, sent, answer: cloudinaryResponse };
    localStorage.setItem(this.key, JSON.stringify(upload));
  }

  async #withRetries(turn, step) {
    for (let tries = 1; ; tries += 1) {
      try {
        await step();
        return;
      } catch (error) {
        if (this.turn !== turn || error instanceof Refused || tries === MOST_TRIES) {
          throw error;
        }
        this.report("retrying");
        await wait(2 ** tries * 500);
        if (this.turn !== turn) {
          throw error;
        }
      }
    }
  }

  async #sendNext() {
    if (Date.now() - this.signedAt > SIGN_AGAIN_AFTER) {
      this.#sign(await this.#post(`${this.ticket.token}/sign/`, {}));
    }
    const end = Math.min(this.sent + this.ticket.chunk_size, this.file.size);
    const { status, data } = await this.#send(this.sent, end);
    if (status >= 200 && status < 300) {
      this.sent = data.received ?? end;
      this.cloudinaryResponse = data.public_id && data.signature ? data : this.cloudinaryResponse;
      this.#remember();
    } else if (status === 409 && Number.isInteger(data.received)) {
      // The server has more, or less, than we thought.
      this.sent = data.received;
      throw new Error(data.error);
    } else {
      await this.#refuse(status, data);
    }
  }

  async #refuse(status, data) {
    // What Cloudinary says of a wrong signature is not for authors.
    const message = status === 401 ? "" : (data.error?.message ?? data.error ?? "");
    if (status === 0 || status >= 500 || [408, 420, 423, 429].includes(status)) {
      throw new Error(message);
    }
    if (this.#isForm && (await this.#hasArrived())) {
      return;
    }
    localStorage.removeItem(this.key);
    throw new Refused(message);
  }

  /** Cloudinary may have all of it, and only its answer was lost: its webhook comes later. */
  async #hasArrived() {
    this.isWhole = await this.#finish().then(
      () => true,
      () => false,
    );
    return this.isWhole;
  }

  get #isForm() {
    return Object.keys(this.ticket.fields).length > 0;
  }

  #send(start, end) {
    const chunk = this.file.slice(start, end);
    const { token, url, fields } = this.ticket;
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", url);
    request.setRequestHeader("X-Unique-Upload-Id", token);
    request.setRequestHeader("Content-Range", `bytes ${start}-${end - 1}/${this.file.size}`);
    if (!this.#isForm) {
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-CSRFToken", this.csrf);
    }
    request.upload.addEventListener("progress", (event) => {
      this.report("sent", Math.min((start + event.loaded) / this.file.size, 1));
    });
    return new Promise((resolve) => {
      const finish = () => resolve({ status: request.status, data: read(request.responseText) });
      request.addEventListener("loadend", finish);
      request.send(this.#isForm ? this.#form(fields, chunk) : chunk);
    });
  }

  #form(fields, chunk) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, value);
    }
    form.append("file", chunk, this.file.name);
    return form;
  }

  async #finish() {
    const { change } = await this.#post(`${this.ticket.token}/finish/`, {
      answer: JSON.stringify(this.cloudinaryResponse),
    });
    this.change = change ?? "";
  }

  /** Resolves to what the site answered. Rejects with `Refused` for what it refuses for good. */
  async #post(path, fields) {
    const response = await fetch(`${this.url}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": this.csrf, Accept: "application/json" },
    });
    const data = read(await response.text());
    if (response.ok) {
      return data;
    }
    // Signed out, busy, or something is missing: the same upload may go on afterwards.
    const mayPass = response.status >= 500 || [403, 409, 429].includes(response.status);
    const kind = mayPass ? Error : Refused;
    if (kind === Refused) {
      localStorage.removeItem(this.key);
    }
    throw new kind(data.error ?? "");
  }
}
