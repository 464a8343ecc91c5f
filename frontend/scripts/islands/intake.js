// Intake at the counter: choosing a procedure goes on by itself, a scanned card fills the fields,
// and Space in the list of papers ticks one and goes on to the next.

import { go, neighbour } from "./list.js";

function chosen(event) {
  const form = event.target.closest?.("form[data-mc-intake-choose]");
  if (form && event.target.matches("[data-mc-value]") && event.target.value) form.requestSubmit();
}

/** Put the fields of a card into a form; names are those of the inputs. */
export function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

function papers(form) {
  return form.querySelector("[data-mc-list]");
}

function toPapers(form) {
  const list = papers(form);
  const first = list?.querySelector("tbody > tr");
  if (!first) return;
  list.focus();
  go(list, first);
}

async function scanned(event) {
  const form = event.target.closest?.("form[data-mc-intake]");
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
    status.textContent = `✓ ${data.fields["owner-name"]}`;
    toPapers(form);
  } else status.textContent = data?.error || "";
}

function ticked(event) {
  const list = event.target.closest?.("form[data-mc-intake] [data-mc-list]");
  if (event.key !== " " || event.target !== list) return;
  // The list has ticked the row; now go on, so that three papers are three keys.
  setTimeout(() => go(list, neighbour(list, 1)));
}

function takeAll(event) {
  const button = event.target.closest?.("[data-mc-take-all]");
  const list = button && papers(button.closest("form"));
  if (!list) return;
  for (const row of list.querySelectorAll("tbody > tr")) {
    const box = row.querySelector("input[type=checkbox]");
    if (box) box.checked = true;
  }
}

export function install(root = document) {
  root.addEventListener("change", chosen);
  root.addEventListener("mc:scan", scanned);
  root.addEventListener("keydown", ticked);
  root.addEventListener("click", takeAll);
}
