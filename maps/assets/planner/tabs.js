// The tabs of the page, from the left, and the tools over its map; but for the first they are read when the page is there.

import { tab as assess } from "./tabs/assess.js";

export const TABS = [
  { name: "assess", load: async () => assess },
  { name: "audit", load: async () => (await import("./tabs/audit.js")).tab },
  { name: "siting", load: async () => (await import("./tabs/siting.js")).tab },
  { name: "plans", load: async () => (await import("./tabs/plans.js")).tab },
  { name: "circles", load: async () => (await import("./tabs/circles.js")).tab },
  { name: "address", load: async () => (await import("./tabs/address.js")).tab },
  { name: "download", load: async () => (await import("./tabs/download.js")).tab },
  { name: "method", load: async () => (await import("./tabs/method.js")).tab },
];
export const TOOLS = [
  { name: "circle", load: async () => (await import("./tools/circle.js")).tool },
  { name: "scenario", load: async () => (await import("./tools/scenario.js")).tool },
];
