// The jobs that were sent from this browser, with their secrets: who has the secret reads the job, nobody else does.

import { keepList } from "../core/kept_list.js";

const jobs = keepList("gridwalk.jobs", 60, (job) => job.id && job.secret && job.kind);

/** Jobs of a kind, the latest first. */
export const listJobs = (kind) => jobs.list().filter((job) => job.kind === kind);
export const findJob = jobs.find;
export const rememberJob = jobs.put;
export const forgetJob = jobs.drop;
