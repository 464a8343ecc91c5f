// A search box with answers beneath it. The server answers `?q=` with options (see the tag).
// Without this script the same form submits the typed text and the page offers the hits.

import { all } from "./dom.js";

const WAIT = 150; // milliseconds after the last key

export class Combobox {
  constructor(root, fetcher = (url) => fetch(url, { headers: { "HX-Request": "true" } })) {
    this.root = root;
    this.fetcher = fetcher;
    this.input = root.querySelector("input[type=text]");
    this.value = root.querySelector("[data-mc-value]");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[data-mc-count]");
    const { input, list } = this;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.choose(event.target.closest("[role=option]"));
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  later() {
    this.value.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    if (!text) return this.close();
    const url = new URL(this.root.dataset.mcCombobox, location.href);
    url.searchParams.set("q", text);
    for (const also of this.input.form?.querySelectorAll("[data-mc-also]:checked") ?? [])
      url.searchParams.set(also.name, also.value);
    const asked = (this.asked = Symbol("question"));
    const answer = await this.fetcher(url).catch(() => null);
    if (asked !== this.asked || !answer?.ok) return undefined;
    this.list.innerHTML = await answer.text();
    this.list.querySelectorAll("[role=option]").forEach((option, number) => {
      option.id = `${this.list.id}-${number}`;
    });
    const words = this.status.dataset.mcCount || "";
    this.status.textContent = words.replace("%(count)s", this.options.length);
    this.mark(this.options[0]);
    return this.open(true);
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.asked = null;
    this.open(false);
  }

  mark(option) {
    this.active?.removeAttribute("aria-selected");
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView?.({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.label;
    this.value.value = option.dataset.value;
    this.close();
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    if (event.isComposing) return;
    const at = this.options.indexOf(this.active);
    const shown = !this.list.hidden;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in steps && shown) {
      const all = this.options;
      this.mark(all[(steps[event.key] + all.length) % all.length]);
    } else if (event.key === "ArrowDown") this.ask();
    else if (event.key === "Enter" && (shown || !this.value.value)) {
      if (shown) this.choose(this.active);
      else this.ask();
    } else if (event.key === "Escape" && shown) this.close();
    else return;
    event.preventDefault();
  }
}

export function install(root = document) {
  for (const node of all(root, "[data-mc-combobox]"))
    if (!node.combobox) node.combobox = new Combobox(node);
}
