// Copy, print, dialogs and menus.

import { all } from "./dom.js";

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.mcCopy);
  const icon = button.innerHTML;
  button.textContent = button.dataset.mcDone;
  setTimeout(() => (button.innerHTML = icon), 2000);
}

/** Show buttons that only work with a script. */
export function reveal(root) {
  for (const node of all(root, "[data-mc-copy][hidden]"))
    node.hidden = !navigator.clipboard;
}

export function openDialog(root, id) {
  const dialog = root.querySelector(`dialog[id="${CSS.escape(id)}"]`);
  dialog?.showModal();
  return Boolean(dialog);
}

export function closeMenus(root, except) {
  for (const menu of root.querySelectorAll("details[data-mc-menu][open]"))
    if (!menu.contains(except)) menu.open = false;
}

/** What will mostly be typed over stands selected. */
function selected(node) {
  if (node?.matches?.("[data-mc-select]")) node.select();
}

export function install(root = document) {
  reveal(root);
  root.addEventListener("focusin", (event) => selected(event.target));
  selected(document.activeElement);
  root.addEventListener("click", (event) => {
    const node = event.target.closest?.("[data-mc-copy], [data-mc-print], [data-mc-opens]");
    closeMenus(root, event.target);
    if (!node) return;
    if ("mcCopy" in node.dataset) copy(node);
    else if ("mcPrint" in node.dataset) window.print();
    else if (openDialog(root, node.dataset.mcOpens)) event.preventDefault();
  });
  root.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details[data-mc-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
