// On the service the page begins as soon as it is read; its tools need the service.

import { start } from "./main.js";
import { startTools } from "./tools/tools.js";

start(null, startTools);
