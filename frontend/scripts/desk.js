import { afterSwap } from "./start.js";
import * as intake from "./islands/intake.js";
import * as keys from "./islands/keys.js";
import * as list from "./islands/list.js";
import * as live from "./islands/live.js";
import * as scan from "./islands/scan.js";

keys.install();
list.install();
intake.install(); // after the list: Space ticks there, and here goes on to the next paper
live.install();
scan.install();
// The browser obeys "autofocus" only with its first picture: a scanner may be quicker than that.
if (document.activeElement === document.body && !location.hash) {
  document.querySelector("[autofocus]")?.focus();
}
afterSwap(live.install);
afterSwap(list.reveal);
