// The tabs of the page, from the left, and the tools over its map.

import { isSingleFile } from "./core/source.js";
import { tab as assess } from "./tabs/assess.js";
import { tool as circle } from "./tools/circle.js";
import { tool as scenario } from "./tools/scenario.js";

/** The tabs there are: a single file has the assessment only. */
export const listTabs = () => (isSingleFile() ? [assess] : [assess]);

/** The tools there are: each asks the service. */
export const listTools = () => (isSingleFile() ? [] : [circle, scenario]);
