// The tabs of the page, from the left, and the tools over its map.

import { tab as assess } from "./tabs/assess.js";
import { tab as address } from "./tabs/address.js";
import { tab as download } from "./tabs/download.js";
import { tab as method } from "./tabs/method.js";

export const TABS = [assess, address, download, method];
export const TOOLS = [];
