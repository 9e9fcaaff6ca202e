// The tabs of the page, from the left, and the tools over its map.

import { tab as assess } from "./tabs/assess.js";
import { tab as address } from "./tabs/address.js";
import { tab as audit } from "./tabs/audit.js";
import { tab as circles } from "./tabs/circles.js";
import { tab as download } from "./tabs/download.js";
import { tab as method } from "./tabs/method.js";
import { tab as plans } from "./tabs/plans.js";
import { tab as siting } from "./tabs/siting.js";
import { tool as circle } from "./tools/circle.js";
import { tool as scenario } from "./tools/scenario.js";

export const TABS = [assess, audit, siting, plans, circles, address, download, method];
export const TOOLS = [circle, scenario];
