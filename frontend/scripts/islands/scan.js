// A scanner in keyboard mode types a whole code within a moment and ends with Enter. Such a burst,
// or a pasted text with bars, raises `mc:scan` with `detail.text` on the [data-mc-scan] element.
// The text is handed on and forgotten: it may be an identity card's.

const GAP = 40; // milliseconds between two keys; nobody types so fast for 12 keys
const LEAST = 12; // characters

export class Burst {
  constructor(raise) {
    this.raise = raise;
    this.clear();
  }

  clear() {
    this.text = "";
    this.last = 0;
  }

  /** Take one key with its time in milliseconds; returns true when it ended a burst. */
  key(key, at) {
    if (at - this.last > GAP) this.text = "";
    this.last = at;
    if (key === "Enter" && this.text.length >= LEAST) {
      const text = this.text;
      this.clear();
      this.raise(text);
      return true;
    }
    if (key.length === 1) this.text += key;
    return false;
  }
}

export const looksScanned = (text) => text.length >= LEAST && (text.match(/\|/g) || []).length >= 5;

export function install(root = document) {
  let typed = null; // the field as it was before the burst ran into it
  const raise = (text) => {
    const area = root.querySelector("[data-mc-scan]");
    if (!area) return;
    if (typed) typed.field.value = typed.value;
    area.dispatchEvent(new CustomEvent("mc:scan", { bubbles: true, detail: { text } }));
  };
  const burst = new Burst(raise);
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.isComposing) return;
    const field = event.target.matches?.("input, textarea") ? event.target : null;
    if (event.timeStamp - burst.last > GAP) typed = field && { field, value: field.value };
    if (burst.key(event.key, event.timeStamp)) event.preventDefault();
  });
  root.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text")?.trim() || "";
    if (!looksScanned(text) || !root.querySelector("[data-mc-scan]")) return;
    typed = null;
    event.preventDefault();
    raise(text);
  });
}
