// Intake at the counter: choosing a procedure puts its sheet beneath, a scanned card fills the
// fields, and Space in the list of papers ticks one and goes on to the next.

import { go, neighbour } from "./list.js";

const formOf = (node) => node.closest?.("form[data-mc-intake]");
const papers = (form) => form.querySelector("[data-mc-list]");

/** What was typed goes along; the server answers with the sheet, and nothing is received. */
function ask(form, more) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries({ refresh: "1", ...more })) body.set(name, value);
  return fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null);
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/** Put the sheet of a procedure on the page. Without a sheet yet, the address leads to it. */
async function open(choice, version) {
  const place = document.querySelector("[data-mc-sheet]");
  const form = place?.querySelector("form[data-mc-intake]");
  const address = new URL(location.pathname, location.origin);
  address.searchParams.set("thu-tuc", version);
  const ngoai = choice.querySelector("[data-mc-also]:checked") ? "1" : "";
  if (ngoai) address.searchParams.set("ngoai", ngoai);
  const html = form
    ? await ask(form, { version, ngoai })
    : await fetch(address, { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.ok ? answer.text() : null))
        .catch(() => null);
  if (!html) return choice.submit();
  place.innerHTML = html;
  history.replaceState(null, "", address);
  choice.classList.add("mc-intake__chosen");
  document.querySelector("[data-mc-error-summary]")?.remove();
  place.querySelector("#id_card")?.focus();
  return count(place.querySelector("form"));
}

/** Only the papers change with the case; the rest of the sheet keeps what is being typed. */
async function refresh(form, id, more = {}) {
  const html = await ask(form, more);
  const part = html && parsed(html).getElementById(id);
  if (!part) return;
  const old = document.getElementById(part.id);
  const held = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(part);
  if (held) document.getElementById(held)?.focus();
  count(form);
}

/** One more line for a paper on no list, ready to be typed in. */
async function addPaper(event) {
  const button = event.target.closest?.("[data-mc-add-paper]");
  if (!button) return;
  event.preventDefault();
  await refresh(formOf(button), "giay-to", { add_paper: "1" });
  [...document.querySelectorAll("[name^=extra-][name$=-name]")].pop()?.focus();
}

function changed({ target }) {
  const choice = target.closest?.("form[data-mc-intake-choose]");
  if (choice && target.matches("[data-mc-value]") && target.value) open(choice, target.value);
  else if (target.matches?.("[data-mc-refresh]")) refresh(formOf(target), target.dataset.mcRefresh);
  const form = formOf(target);
  if (form) count(form);
}

/** Put the fields of a card into a form; names are those of the inputs. */
export function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

/** After the card: the first question that is still open, else the papers. */
function goOn(form) {
  const open_ = [...form.querySelectorAll("#giay-to select[required], #giay-to .mc-field > select")]
    .find((select) => !select.value);
  (open_ || papers(form))?.focus();
}

async function scanned(event) {
  const form = formOf(event.target);
  if (!form) return;
  const status = form.querySelector("[data-mc-card-status]");
  const body = new FormData();
  body.set("card", event.detail.text);
  body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  const answer = await fetch(form.dataset.mcCard, { method: "POST", body }).catch(() => null);
  const data = await answer?.json().catch(() => null);
  form.elements.namedItem("card").value = "";
  if (data?.fields) {
    fill(form, data.fields);
    status.textContent = data.said;
    goOn(form);
  } else status.textContent = data?.error || "";
}

/** Enter goes on to the next field; in the card's field it reads the card. Nothing is received. */
function entered(event) {
  const form = formOf(event.target);
  if (!form || !event.target.matches("input:not([type=checkbox]), select")) return;
  event.preventDefault();
  if (event.target.name === "card" && event.target.value) {
    const detail = { text: event.target.value };
    event.target.dispatchEvent(new CustomEvent("mc:scan", { bubbles: true, detail }));
    return;
  }
  const stops = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, summary, [data-mc-list]")]
    .filter((node) => node.getClientRects().length);
  stops[stops.indexOf(event.target) + 1]?.focus();
}

function keyed(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.ctrlKey && !event.altKey) entered(event);
  const list = event.target.closest?.("form[data-mc-intake] [data-mc-list]");
  if (event.key !== " " || event.target !== list) return;
  // The list has ticked the row; now go on, so that three papers are three keys.
  go(list, neighbour(list, 1));
}

/** The list of papers starts at its first row. */
function focused({ target }) {
  if (!target.matches?.("form[data-mc-intake] [data-mc-list]")) return;
  if (!target.querySelector(".mc-row--here")) go(target, target.querySelector("tbody > tr"));
}

function takeAll(event) {
  const button = event.target.closest?.("[data-mc-take-all]");
  if (!button) return;
  event.preventDefault();
  const form = formOf(button);
  for (const row of papers(form).querySelectorAll("tbody > tr"))
    row.querySelector("input[type=checkbox]").checked = true;
  count(form);
}

/** Say how many papers are taken. */
function count(form) {
  const voice = form?.querySelector("[data-mc-taken]");
  const boxes = form ? [...form.querySelectorAll("[data-mc-list] td:first-child input")] : [];
  if (!voice || !boxes.length) return;
  voice.textContent = voice.dataset.mcWords
    .replace("%(taken)s", boxes.filter((box) => box.checked).length)
    .replace("%(all)s", boxes.length);
}

/** A name that was typed over is no longer the card's. */
function typedOver({ target }) {
  const [party, name] = (target.name || "").split("-");
  if (!formOf(target) || !["name", "number", "birth"].includes(name)) return;
  formOf(target).elements.namedItem(`${party}-verified_by`).value = "";
}

export function install(root = document) {
  root.addEventListener("change", changed);
  root.addEventListener("input", typedOver);
  root.addEventListener("mc:scan", scanned);
  root.addEventListener("keydown", keyed);
  root.addEventListener("focusin", focused);
  root.addEventListener("click", takeAll);
  root.addEventListener("click", addPaper);
  count(root.querySelector("form[data-mc-intake]"));
}
