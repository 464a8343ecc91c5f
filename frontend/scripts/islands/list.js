// A table whose rows are walked from the keyboard: arrows or J/K, Enter opens, Space or X ticks;
// / leads to the list's search box, F to its filters, ? shows the keys.
// Works only while the table or one of its rows' checkboxes has the focus: elsewhere letters
// belong to whoever types Vietnamese.

import { openDialog } from "./small.js";

const HERE = "mc-row--here";

const rows = (list) => [...list.querySelectorAll("tbody > tr")];
const current = (list) => list.querySelector(`tbody > tr.${HERE}`);

/** Mark one row, bring it into view and tell screen readers what it says. */
export function go(list, row) {
  if (!row) return;
  current(list)?.classList.remove(HERE);
  row.classList.add(HERE);
  row.scrollIntoView?.({ block: "nearest" });
  let voice = list.querySelector("[data-mc-voice]");
  if (!voice) {
    voice = Object.assign(document.createElement("div"), { className: "mc-hidden" });
    voice.dataset.mcVoice = "";
    voice.setAttribute("role", "status");
    list.append(voice);
  }
  voice.textContent = row.textContent.replace(/\s+/g, " ").trim();
}

/** Return the row that is `step` away from the current one, or an end of the list. */
export function neighbour(list, step) {
  const all = rows(list);
  const now = all.indexOf(current(list));
  if (step === Infinity) return all[all.length - 1];
  if (step === -Infinity || now < 0) return all[0];
  return all[Math.min(all.length - 1, Math.max(0, now + step))];
}

const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity };

function act(list, event) {
  const row = current(list);
  if (event.key in STEPS) go(list, neighbour(list, STEPS[event.key]));
  else if (event.key === "Enter" && row?.dataset.href) location.assign(row.dataset.href);
  else if ((event.key === " " || event.key === "x") && row?.querySelector("input[type=checkbox]"))
    row.querySelector("input[type=checkbox]").click();
  else return lead(event.key);
  return true;
}

/** Lead to the search box, the filters or the keys of the page's list; false where it has none. */
function lead(key) {
  const box = key === "/" && document.querySelector("[data-mc-list-search]");
  const filter = key === "f" && document.querySelector("details[data-mc-list-filter]");
  if (box) {
    box.focus();
    box.select();
  } else if (filter) {
    filter.open = true;
    filter.querySelector("summary").focus();
  } else if (key !== "?") return false;
  else return openDialog(document, "phim-tat");
  return true;
}

/** Say how many rows are ticked, and let the box in the head tick them all. */
function count(boxes, all) {
  const ticked = boxes.filter((box) => box.checked).length;
  const said = document.querySelector("[data-mc-chosen]");
  if (said) said.textContent = said.dataset.mcWords.replace("%(count)s", ticked);
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && !all.checked;
}

function ticked({ target }) {
  const list = target.closest?.("[data-mc-list]");
  const all = list?.querySelector("[data-mc-all]");
  if (!all || target.type !== "checkbox") return;
  const boxes = [...list.querySelectorAll("tbody input[type=checkbox]")];
  if (target === all) for (const box of boxes) box.checked = all.checked;
  count(boxes, all);
}

/** Show the box that ticks all rows: without a script it could do nothing. */
export function reveal(root = document) {
  for (const box of root.querySelectorAll("[data-mc-all][hidden]")) box.hidden = false;
}

export function install(root = document) {
  reveal(root);
  root.addEventListener("change", ticked);
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const list = event.target.closest?.("[data-mc-list]");
    if (!list) return;
    const tick = event.target.matches("input[type=checkbox]") && event.key !== " ";
    if ((event.target === list || tick) && act(list, event)) event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-mc-list] tbody > tr");
    if (row) go(row.closest("[data-mc-list]"), row);
  });
}
