// The jobs that were sent from this browser, with their secrets: who has the secret reads the job, nobody else does.

const KEY = "gridwalk.jobs", MOST = 60;
let inMemory = [];

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((job) => job && job.id && job.secret && job.kind) : [];
  } catch { // a browser that keeps nothing, or what somebody has written over it
    return inMemory;
  }
}
function write(jobs) {
  inMemory = jobs.slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(inMemory));
  } catch { /* remembered as long as the page is open */ }
}

/** Jobs of a kind, the latest first. */
export const listJobs = (kind) => read().filter((job) => job.kind === kind);
export const findJob = (id) => read().find((job) => job.id === id) ?? null;
export const rememberJob = (job) => write([job, ...read().filter((other) => other.id !== job.id)]);
export const forgetJob = (id) => write(read().filter((job) => job.id !== id));
