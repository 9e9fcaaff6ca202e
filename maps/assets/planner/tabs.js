// The tabs of the page, from the left.

import { isSingleFile } from "./core/source.js";
import { tab as assess } from "./tabs/assess.js";

/** The tabs there are: a single file has the assessment only. */
export const listTabs = () => (isSingleFile() ? [assess] : [assess]);
