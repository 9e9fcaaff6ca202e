// The tabs of the page, from the left, and the tools over its map.

import { isSingleFile } from "./core/source.js";
import { tab as assess } from "./tabs/assess.js";
import { tab as audit } from "./tabs/audit.js";
import { tab as circles } from "./tabs/circles.js";
import { tab as plans } from "./tabs/plans.js";
import { tab as siting } from "./tabs/siting.js";

/** The tabs there are: a single file has the assessment only. */
export const listTabs = () => (isSingleFile() ? [assess] : [assess, audit, siting, plans, circles]);

/** The tools there are: each asks the service. */
export const listTools = () => (isSingleFile() ? [] : []);
