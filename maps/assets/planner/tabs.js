// The tabs of the page, from the left, and the tools over its map.

import { tab as assess } from "./tabs/assess.js";
import { tool as circle } from "./tools/circle.js";
import { tool as scenario } from "./tools/scenario.js";

export const TABS = [assess];
export const TOOLS = [circle, scenario];
