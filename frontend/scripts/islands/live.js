// Parts that ask again every 15 s with the ETag; they say when they were fresh, and turn grey with
// words when they have not been for 2 minutes. Nothing is asked while the page is hidden.

import { all } from "./dom.js";

const STALE = 120_000; // milliseconds

const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour12: false });

export class Live {
  constructor(root, fetcher = (...args) => fetch(...args), now = () => Date.now()) {
    Object.assign(this, { root, fetcher, now, etag: "", fresh: now() });
    this.body = root.querySelector("[data-mc-live-body]");
    this.status = root.querySelector("[data-mc-live-status]");
    this.show();
  }

  get stale() {
    return this.now() - this.fresh > STALE;
  }

  async ask() {
    const headers = { "HX-Request": "true" };
    if (this.etag) headers["If-None-Match"] = this.etag;
    const answer = await this.fetcher(this.root.dataset.mcLive, { headers, cache: "no-store" })
      .catch(() => null);
    // A redirect leads to the sign-in page: that is no fresh figure.
    if (answer && !answer.redirected && (answer.ok || answer.status === 304)) {
      if (answer.ok) {
        this.body.innerHTML = await answer.text();
        this.etag = answer.headers.get("ETag") || "";
      }
      this.fresh = this.now();
    }
    this.show();
  }

  show() {
    const { mcFresh, mcStale } = this.root.dataset;
    const words = this.stale ? mcStale : mcFresh;
    this.status.textContent = words.replace("%(time)s", clock(this.fresh));
    this.root.classList.toggle("mc-live--stale", this.stale);
  }

  start() {
    const every = Number(this.root.dataset.mcEvery) * 1000;
    setInterval(() => (document.hidden ? this.show() : this.ask()), every);
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
  }
}

export function install(root = document) {
  for (const node of all(root, "[data-mc-live]"))
    if (!node.live) (node.live = new Live(node)).start();
}
