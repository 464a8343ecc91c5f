// A scanner in keyboard mode types a whole code within a moment and ends with Enter. Such a burst,
// or a pasted text with bars, raises `mc:scan` with `detail.text` on the [data-mc-scan] element.
// The text is handed on and forgotten: it may be an identity card's.

const GAP = 60; // milliseconds between two keys; nobody keeps that up for 12 keys
const LEAST = 12; // characters

export class Burst {
  constructor() {
    this.text = "";
    this.last = -Infinity;
  }

  /** Add what one event brought at a time in milliseconds; a pause starts anew. */
  add(text, at) {
    if (this.paused(at)) this.text = "";
    this.last = at;
    this.text += text;
  }

  paused(at) {
    return at - this.last > GAP;
  }

  /** At Enter: the whole burst, or "" where a person typed. */
  end(at) {
    const text = this.paused(at) || this.text.length < LEAST ? "" : this.text;
    this.text = "";
    return text;
  }
}

export const looksScanned = (text) => text.length >= LEAST && (text.match(/\|/g) || []).length >= 5;

export function install(root = document) {
  const burst = new Burst();
  const known = new WeakMap(); // field -> its value after the last event
  let before = null; // the field that a burst runs into, and its value until then
  const raise = (text) => {
    const area = root.querySelector("[data-mc-scan]");
    area?.dispatchEvent(new CustomEvent("mc:scan", { bubbles: true, detail: { text } }));
    return Boolean(area);
  };
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.isComposing) return;
    const field = event.target.matches?.("input, textarea") ? event.target : null;
    if (event.key === "Enter") {
      const text = burst.end(event.timeStamp);
      if (!text || !raise(text)) return;
      if (before) before.field.value = before.value;
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!field && event.key.length === 1) {
      // In a field the input event brings the letters: some arrive without a key of their own.
      if (burst.paused(event.timeStamp)) before = null;
      burst.add(event.key, event.timeStamp);
    }
  }, true);
  root.addEventListener("focusin", ({ target }) => known.set(target, target.value));
  root.addEventListener("input", ({ target, data, timeStamp }) => {
    if (burst.paused(timeStamp)) before = { field: target, value: known.get(target) ?? "" };
    burst.add(data || "", timeStamp);
    known.set(target, target.value);
  });
  root.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text")?.trim() || "";
    if (looksScanned(text) && raise(text)) event.preventDefault();
  });
}
