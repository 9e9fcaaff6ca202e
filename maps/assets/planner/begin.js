// On the service the page begins as soon as it is read; what it opens later is read when it has nothing else to do.

import { start } from "./main.js";
import { TABS, TOOLS } from "./tabs.js";

const IDLE_WITHIN_MS = 4000;
const whenIdle = () => new Promise((resolve) => { (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: IDLE_WITHIN_MS }); });

async function readAhead() {
  for (const each of [...TABS, ...TOOLS]) {
    await whenIdle();
    await each.load().catch(() => null); // told when somebody opens it
  }
}

start({ tabs: TABS, tools: TOOLS }).then(readAhead);
