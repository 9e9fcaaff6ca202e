// On the service the page begins as soon as it is read.

import { start } from "./main.js";
import { TABS, TOOLS } from "./tabs.js";

start({ tabs: TABS, tools: TOOLS });
