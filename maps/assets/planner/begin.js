// On the service the page begins as soon as it is read.

import { start } from "./main.js";

start();
