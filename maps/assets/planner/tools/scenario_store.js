// Scenarios that the service keeps, and the list of my own in this browser, each with the secret that changes it.

import { ask, source } from "../core/source.js";
import { speak } from "./tool_parts.js";

const KEY = "gridwalk.scenarios", MOST_OWN = 200;
const addressOf = (id) => `v1/scenarios/${encodeURIComponent(id)}`;

/** My own scenarios, the latest first: `{id, name, secret, saved}`. */
export function listOwn() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => each && typeof each.id === "string") : [];
  } catch {
    return [];
  }
}
export const findOwn = (id) => listOwn().find((each) => each.id === id) ?? null;

function writeOwn(own) {
  try {
    localStorage.setItem(KEY, JSON.stringify(own.slice(0, MOST_OWN)));
    return true;
  } catch {
    return false; // a browser that keeps nothing: the scenario is there, and nobody can change it
  }
}

/** An id that nobody guesses: who has it may read the scenario. */
function drawId() {
  let letters = "";
  crypto.getRandomValues(new Uint8Array(16)).forEach((byte) => { letters += String.fromCharCode(byte); });
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Save a scenario: under its id where it is my own, else under a new one. Returns what the service keeps. */
export async function save(id, name, content) {
  const own = id ? findOwn(id) : null, kept = own ? id : drawId();
  const headers = speak(own ? { "X-Scenario-Secret": own.secret } : {});
  const answer = await source.post(addressOf(kept), { name, content }, { method: "PUT", headers });
  const mine = { id: kept, name, secret: answer.secret ?? own.secret, saved: answer.saved };
  writeOwn([mine, ...listOwn().filter((each) => each.id !== kept)]);
  return answer;
}

/** Read a scenario that somebody keeps. */
export const load = (id) => source.read(addressOf(id), { headers: speak() });

/** Delete one of my own; one that is gone already leaves the list too. */
export async function remove(id) {
  const own = findOwn(id);
  try {
    await ask(addressOf(id), { method: "DELETE", headers: speak({ "X-Scenario-Secret": own.secret }) });
  } catch (problem) {
    if (problem.status !== 404) throw problem;
  }
  writeOwn(listOwn().filter((each) => each.id !== id));
}

export const exportAddress = (id) => `${addressOf(id)}.geojson`;
