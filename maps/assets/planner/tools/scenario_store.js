// Scenarios that the service keeps, and the list of my own in this browser, each with the secret that changes it.

import { keepList } from "../core/kept_list.js";
import { ask, source } from "../core/source.js";
import { speak } from "../core/texts.js";

const own = keepList("gridwalk.scenarios", 200, (each) => typeof each.id === "string");
const addressOf = (id) => `v1/scenarios/${encodeURIComponent(id)}`;

/** My own scenarios, the latest first: `{id, name, secret, saved}`. */
export const listOwn = own.list;
export const findOwn = own.find;

/** An id that nobody guesses: who has it may read the scenario. */
function drawId() {
  let letters = "";
  crypto.getRandomValues(new Uint8Array(16)).forEach((byte) => { letters += String.fromCharCode(byte); });
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Save a scenario: under its id where it is my own, else under a new one. Returns what the service keeps. */
export async function save(id, name, content) {
  const mine = id ? findOwn(id) : null, kept = mine ? id : drawId();
  const headers = speak(mine ? { "X-Scenario-Secret": mine.secret } : {});
  const answer = await source.post(addressOf(kept), { name, content }, { method: "PUT", headers });
  own.put({ id: kept, name, secret: answer.secret ?? mine.secret, saved: answer.saved });
  return answer;
}

/** Read a scenario that somebody keeps. */
export const load = (id) => source.read(addressOf(id), { headers: speak() });

/** Delete one of my own; one that is gone already leaves the list too. */
export async function remove(id) {
  try {
    await ask(addressOf(id), { method: "DELETE", headers: speak({ "X-Scenario-Secret": findOwn(id).secret }) });
  } catch (problem) {
    if (problem.status !== 404) throw problem;
  }
  own.drop(id);
}

export const exportAddress = (id) => `${addressOf(id)}.geojson`;
