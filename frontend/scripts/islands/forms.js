// Small manners of forms: ask before unsaved work is lost, submit filters by themselves, lead to
// the summary of errors, and let one press of a button send once.

/** Say whether a form differs from what the server gave. */
export function changed(form) {
  return [...form.elements].some((field) => {
    if (!field.name || field.type === "hidden" || field.type === "submit") return false;
    if (field.type === "checkbox" || field.type === "radio")
      return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT")
      return [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        field.value !== ([...field.options].find((o) => o.defaultSelected) || field.options[0])?.value;
    return field.type === "file" ? field.value !== "" : field.value !== field.defaultValue;
  });
}

function guard(root) {
  let leaving = false;
  // Sending the work itself needs no question; changing the display or signing out does.
  root.addEventListener("submit", (event) => {
    leaving = event.target.matches("[data-mc-guard]");
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    const forms = [...root.querySelectorAll("form[data-mc-guard]")];
    // A form that came back with errors holds unsaved work though its values are the server's.
    const unsaved = forms.some((form) => changed(form) || "mcUnsaved" in form.dataset);
    if (!leaving && unsaved) event.preventDefault();
  });
}

function once(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.mcSent) event.preventDefault();
    form.dataset.mcSent = "1";
    setTimeout(() => delete form.dataset.mcSent, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-mc-sent]")) delete form.dataset.mcSent;
  });
}

export function focusErrors(root) {
  root.querySelector("[data-mc-error-summary]")?.focus();
}

export function install(root = document) {
  guard(root);
  once(root);
  focusErrors(root);
  root.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-mc-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]"))
      form.requestSubmit();
  });
  root.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail?.elt || root));
}
