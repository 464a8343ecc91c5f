// Shortcuts: function keys and chords with Ctrl or Alt. Single letters belong to whoever types
// Vietnamese (Telex: s f r x j w …), so they are never taken outside a focused list.

const NAMED = /^F([1-9]|1[0-2])$/;

/** Write a key event as in data-mc-key: "Ctrl+Shift+K", "F9"; "" when it is no shortcut. */
export function chord(event) {
  if (event.isComposing || event.keyCode === 229 || event.repeat) return "";
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"];
  if (!(event.ctrlKey || event.altKey) && !NAMED.test(key)) return "";
  return [...held.filter(Boolean), key].join("+");
}

/** Press, follow or focus what carries the shortcut; says whether there was something. */
export function press(root, keys) {
  const open = [...root.querySelectorAll("dialog[open]")].pop();
  const found = [...(open || root).querySelectorAll("[data-mc-key]")].find(
    (node) => node.dataset.mcKey === keys && !node.disabled && node.getClientRects().length,
  );
  if (!found) return false;
  if (found.matches("input:not([type=checkbox], [type=radio]), select, textarea")) {
    found.focus();
    found.select?.();
  } else {
    found.focus();
    found.click();
  }
  return true;
}

export function install(root = document) {
  root.addEventListener("keydown", (event) => {
    const keys = chord(event);
    if (keys && press(root, keys)) event.preventDefault();
  });
}
