// The tabs of the page, from the left, and the tools over its map.

import { tab as assess } from "./tabs/assess.js";

export const TABS = [assess];
export const TOOLS = [];
