import htmx from "htmx.org/dist/htmx.esm.js";

document.documentElement.dataset.js = "";
window.htmx = htmx;
