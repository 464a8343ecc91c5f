// What every page runs: htmx and the manners of forms. Islands bind again after a swap.
import htmx from "htmx.org/dist/htmx.esm.js";
import * as combobox from "./islands/combobox.js";
import * as forms from "./islands/forms.js";
import * as small from "./islands/small.js";

document.documentElement.dataset.js = "";
window.htmx = htmx;
combobox.install();
forms.install();
small.install();

/** Run `bind(node)` for every part that htmx swaps in. */
export function afterSwap(bind) {
  document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
}

afterSwap((node) => {
  combobox.install(node);
  small.reveal(node);
});
