// Where data come from: this service, or the file that the page is in.

const MOST_KEPT = 40;
/** How long the service keeps a question open [s]. */
const WAIT_S = 120;
const kept = new Map();
let embedded = null;

/** What went wrong, in the words of the service. */
export class Problem extends Error {
  constructor({ title = "", detail = "", status = 0, part = "", number = 0 }) {
    super(detail || title);
    Object.assign(this, { title, detail, status, part, number });
  }
}

/** Give the documents that a single file holds: path -> document. */
export function embed(documents) {
  embedded = documents;
}
export const isSingleFile = () => embedded !== null;

const sleep = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** Ask the service and wait for what it computes; `computing` hears each second how long that takes [s]. */
export async function ask(path, { computing, signal, headers = {}, ...options } = {}) {
  const begin = performance.now();
  const clock = computing && setInterval(() => computing((performance.now() - begin) / 1000), 1000);
  try {
    for (;;) {
      const answer = await fetchOnce(path, { signal, headers: { Prefer: `wait=${WAIT_S}`, ...headers }, ...options });
      if (answer.ok) return answer;
      const again = Number(answer.headers.get("Retry-After"));
      if (answer.status !== 503 || !again) throw await readProblem(answer);
      await sleep(Math.min(again, 5), signal);
    }
  } finally {
    clearInterval(clock);
  }
}

async function fetchOnce(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "offline", status: 0 });
  }
}

async function readProblem(answer) {
  const said = await answer.json().catch(() => ({}));
  return new Problem({ ...said, status: answer.status });
}

/** Get a document that nobody keeps. */
async function read(path, options = {}) {
  if (!embedded) return (await ask(path, options)).json();
  if (!(path in embedded)) throw new Problem({ title: "not_here", status: 404 });
  return embedded[path];
}

/** Get a document; the latest ones are kept. */
function get(path, options = {}) {
  const key = `${options.headers?.["Accept-Language"] ?? ""} ${path}`; // some answers are in the language of who asks
  if (kept.has(key)) {
    const found = kept.get(key);
    kept.delete(key);
    kept.set(key, found);
    return found;
  }
  const asked = read(path, options);
  asked.catch(() => kept.delete(key));
  kept.set(key, asked);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  return asked;
}

/** Send a document, get another. */
async function post(path, body, { method = "POST", headers = {}, ...options } = {}) {
  const sent = JSON.stringify(body);
  const answer = await ask(path, { method, body: sent, headers: { "Content-Type": "application/json", ...headers }, ...options });
  return answer.status === 204 ? null : answer.json();
}

/** Get bytes that are not kept. */
const getBlob = async (path, options) => (await ask(path, options)).blob();

/** Write a query, leaving out what is empty. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return pairs.length ? `?${new URLSearchParams(pairs)}` : "";
}

export const source = { get, read, post, getBlob };
