// A table whose rows are walked from the keyboard: arrows or J/K, Enter opens, Space ticks.
// Works only while the table or one of its rows' checkboxes has the focus.

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
  else if (event.key === " " && row?.querySelector("input[type=checkbox]"))
    row.querySelector("input[type=checkbox]").click();
  else return false;
  return true;
}

export function install(root = document) {
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
