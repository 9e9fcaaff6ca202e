// A job of the service: sent, followed until it ends, cancelled, its results.

import { ask } from "../core/source.js";
import { speak } from "../core/texts.js";
import { findJob, rememberJob } from "./remembered.js";

const ADDRESSES = { review: "v1/plans", siting: "v1/siting", circles: "v1/life-circles" };
const LOOK_MS = [400, 700, 1200], MOST_VIEWS = 4, MOST_LOST = 4;
const views = new Map();

const headersOf = (job) => speak({ "X-Job-Secret": job.secret });
const addressOf = (job) => `v1/jobs/${encodeURIComponent(job.id)}`;

/** Send a form; the job is remembered under a name for people. */
export async function sendJob(kind, form, name) {
  const answer = await ask(ADDRESSES[kind], { method: "POST", body: form, headers: speak() });
  const { id, secret, created } = await answer.json();
  rememberJob({ id, secret, kind, name, created });
  return findJob(id) ?? { id, secret, kind, name, created };
}

/** How far a job is. */
export const readJob = async (job, options) => (await ask(addressOf(job), { ...options, headers: headersOf(job) })).json();

/** Tell how far a job is until it has ended; a service that does not answer for a moment is asked again. */
export async function followJob(job, tell, signal) {
  for (let look = 0, lost = 0; ; look += 1) {
    try {
      const found = await readJob(job, { signal });
      if (signal.aborted) return null;
      lost = 0;
      tell(found);
      if (!["waiting", "running"].includes(found.state)) return found;
    } catch (problem) {
      lost += 1;
      if (problem.status !== 0 || lost > MOST_LOST) throw problem;
    }
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS[Math.min(look, LOOK_MS.length - 1)]); });
    if (signal.aborted) return null;
  }
}

/** Cancel a job that has not ended, or delete one that has; then it is forgotten here too. */
export async function removeJob(job) {
  try {
    await ask(addressOf(job), { method: "DELETE", headers: headersOf(job) });
  } catch (problem) {
    if (problem.status !== 404) throw problem;
  }
  views.delete(job.id);
}

/** What a page shows of a job that is done. */
export function readView(job, options) {
  if (!views.has(job.id)) {
    const asked = ask(`${addressOf(job)}/result.view.json`, { ...options, headers: headersOf(job) }).then((answer) => answer.json());
    asked.catch(() => views.delete(job.id));
    views.set(job.id, asked);
    if (views.size > MOST_VIEWS) views.delete(views.keys().next().value);
  }
  return views.get(job.id);
}

/** An address of a job that a browser may open: it gets the cookie that lets it read on. */
export const linkTo = (job, path) => `${addressOf(job)}/${path}?secret=${encodeURIComponent(job.secret)}`;
