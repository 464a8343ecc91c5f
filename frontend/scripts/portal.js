import { afterSwap } from "./start.js";
import * as live from "./islands/live.js";

live.install();
afterSwap(live.install);
