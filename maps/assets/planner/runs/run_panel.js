// The right panel of a tab whose answer is a job: nothing yet, waiting, running with progress, failed, or the result.

import { button, element, put } from "../core/dom.js";
import { source } from "../core/source.js";
import { inLang, langTag, number, percent, text } from "../core/texts.js";
import { showProblem, showStatus } from "../parts/status.js";
import { followJob, linkTo, readView, removeJob, sendJob } from "./job.js";
import { findJob, forgetJob, listJobs } from "./remembered.js";
import { reveal } from "./reveal.js";

/** Whether this service does jobs, how long it keeps them, and how large a form may be. */
export const readTerms = () => source.get("page/jobs");

/** Draw a form where this service does jobs, else say why it does none; not once the tab is left. */
export async function drawWhereKept(node, isOpen, draw) {
  showStatus(node, "skeleton");
  try {
    const terms = await readTerms();
    if (!isOpen()) return;
    if (terms.kept) draw();
    else showStatus(node, "none", { words: inLang(terms.reason) });
  } catch (problem) {
    showProblem(node, problem, () => drawWhereKept(node, isOpen, draw));
  }
}

/**
 * Make the panel of one kind of job.
 *
 * `kind`; `getId()` and `setId(id)` of the job that is open; `getNode()`; `hint` is what stands there before anything was
 * sent; `show(node, view, job)` draws a result, `clear()` takes it off the map.
 */
export function makeRunPanel({ kind, getId, setId, getNode, hint, show, clear }) {
  let following = null, opened = null;

  function stop() {
    following?.abort();
    following = null;
    opened = null;
    clear();
  }

  async function send(form, name) {
    const node = getNode();
    stop();
    showStatus(node, "skeleton");
    reveal(node);
    try {
      const job = await sendJob(kind, form, name);
      setId(job.id);
      open();
    } catch (problem) {
      drawFailed(node, problem.detail || problem.message, null);
      if (problem.status === 0) showProblem(node, problem, () => send(form, name));
    }
  }

  /** Open the job of the address, or say that there is none. */
  async function open() {
    const node = getNode(), id = getId();
    if (opened === id && following) return;
    stop();
    opened = id;
    const job = id ? findJob(id) : null;
    if (!id) return drawNothing(node);
    if (!job) return put(node, drawHead(), element("p", { class: "status none" }, text("runs.not_here")), drawOthers());
    following = new AbortController();
    const { signal } = following;
    showStatus(node, "skeleton");
    try {
      const ended = await followJob(job, (found) => drawProgress(node, job, found), signal);
      if (!ended || signal.aborted) return;
      if (ended.state === "done") {
        showStatus(node, "skeleton");
        const view = await readView(job, { signal });
        if (!signal.aborted) show(node, view, { ...job, ...ended, secret: job.secret, name: job.name });
      } else drawFailed(node, ended.state === "cancelled" ? text("runs.cancelled") : ended.detail, job);
    } catch (problem) {
      if (signal.aborted || problem.name === "AbortError") return;
      following = null;
      if (problem.status === 404) {
        forgetJob(id);
        put(node, drawHead(), element("p", { class: "status none" }, text("runs.gone")), drawOthers());
      } else showProblem(node, problem, open);
    }
  }

  function drawProgress(node, job, found) {
    if (found.state === "done") return;
    const isWaiting = found.state === "waiting", since = Date.parse(isWaiting ? found.created : found.started ?? found.created);
    const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
    const bar = element("progress", { max: 1, value: isWaiting ? null : found.progress, "aria-label": text("runs.progress") });
    // the button stays where it is: drawn anew under a pressed mouse it would lose the click
    const head = node.querySelector(".running") ?? put(node, element("div", { class: "running" }, element("div", { role: "status" }),
      button("", { class: "plain", id: "run-cancel" }, () => end(job)))).firstChild;
    head.lastChild.textContent = text("runs.cancel");
    put(head.firstChild, element("h2", {}, job.name), bar,
      element("p", {}, isWaiting ? text("runs.waiting") : `${percent(found.progress, 0)} · ${found.step_text ?? ""}`),
      element("p", { class: "note" }, text("runs.seconds", { seconds: number(seconds) })));
  }
  async function end(job) {
    const node = getNode();
    try {
      await removeJob(job);
    } catch (problem) {
      return showProblem(node, problem, open);
    }
    opened = null;
    open();
  }

  function drawFailed(node, detail, job) {
    put(node, drawHead(), element("div", { class: "status error", role: "alert" },
      element("p", { class: "faults" }, detail ?? text("status.error")),
      job ? button(text("runs.forget"), { class: "plain", id: "run-forget" }, () => forget(job)) : null), drawOthers());
  }
  function drawNothing(node) {
    put(node, drawHead(), element("p", { class: "status none" }, hint()), drawOthers());
  }
  const drawHead = () => element("div", { class: "panel-head" }, element("h2", {}, text(`runs.${kind}.title`)));

  async function forget(job) {
    try {
      await removeJob(job);
    } catch { /* it is forgotten here all the same, and expires there */ }
    forgetJob(job.id);
    opened = null; // the list of runs is another one, also where another run is open
    if (getId() === job.id) setId("");
    open();
  }

  /** The runs that this browser remembers, to open another one or to delete it. */
  function drawOthers() {
    const jobs = listJobs(kind);
    if (!jobs.length) return null;
    return element("section", { class: "runs", "aria-label": text("runs.mine") }, element("h3", {}, text("runs.mine")),
      element("ul", {}, ...jobs.slice(0, 20).map((job) => element("li", { class: job.id === getId() ? "chosen" : null },
        button(job.name, { class: "plain run", "data-job": job.id, "aria-current": job.id === getId() ? "true" : null }, () => { setId(job.id); open(); }),
        element("span", { class: "note" }, sayTime(job.created)),
        button("✕", { class: "plain clear", "aria-label": text("runs.delete", { name: job.name }), title: text("runs.delete", { name: job.name }) }, () => forget(job))))),
      element("p", { class: "note" }, text("runs.mine.note")));
  }

  return { send, open, stop, drawOthers, forget };
}

export const sayTime = (iso) => new Date(iso).toLocaleString(langTag(), { dateStyle: "medium", timeStyle: "short" });

/** Links to the files of a job: `endings` in their order, each with its words. */
export function drawDownloads(job, endings) {
  return element("div", { class: "downloads", role: "group", "aria-label": text("runs.downloads") },
    ...endings.filter((ending) => ending in job.links).map((ending) => element("a", {
      class: "plain", href: linkTo(job, `result.${ending}`), "data-ending": ending,
      ...(ending === "html" ? { target: "_blank", rel: "noopener" } : {}),
    }, text(`runs.file.${ending}`))));
}
