// The form of a request for sites: what is built, how many, for whom, and where one may build.

import { button, element, put, radios, select } from "../core/dom.js";
import { state } from "../core/state.js";
import { inLang, lang, text } from "../core/texts.js";
import { drawArea } from "../assess/area.js";
import { boundsOfArea, getCity, nameArea } from "../assess/model.js";
import { view } from "../map/view.js";
import { datumField, field, fileField, numberField, section, templateLinks, toForm } from "../runs/fields.js";
import { drawFault } from "../parts/status.js";

const OBJECTIVES = ["cover", "share", "median", "equity"];
const USUAL = { add: "5", target: "90", objective: "cover", minutes: "", max_candidates: "5000", capacity: "", max_cost: "", where: "", datum: "", time_limit: "60" };
const values = { ...USUAL };
const files = { candidates: null };

/** Draw the form; `send(form, name)` gets what is to be sent. */
export function drawSitingForm(node, send) {
  const isShare = values.objective === "share", hasFile = Boolean(files.candidates);
  const again = () => drawSitingForm(node, send);
  const said = drawFault();
  put(node,
    section("site-what", text("siting.what"), drawCategory(),
      field(text("siting.objective"), select({ name: "objective" }, OBJECTIVES.map((name) => [name, text(`siting.objective.${name}`)]), values.objective, (chosen) => { values.objective = chosen; again(); }), text(`siting.objective.${values.objective}.note`)),
      isShare
        ? numberField(text("siting.target"), { name: "target", value: values.target, min: 1, max: 100 }, (value) => { values.target = value; })
        : numberField(text("siting.add"), { name: "add", value: values.add, min: 1, max: 1000 }, (value) => { values.add = value; })),
    section("area", text("area"), drawArea(chooseArea)),
    section("site-who", text("siting.who"), element("div", { class: "choices", role: "radiogroup", "aria-label": text("scope") },
      ...radios("siting-scope", ["urban", "rural", "all"].map((scope) => [scope, text(`scope.${scope}`)]), state.get("scope"), (scope) => state.set({ scope }))),
      field(text("profile"), select({ name: "profile" }, getCity().profiles.map(({ key }) => [key, text(`profile.${key}`)]), state.get("profile"), (profile) => state.set({ profile }))),
      numberField(text("siting.minutes"), { name: "minutes", value: values.minutes, min: 1, max: 60, note: text("siting.minutes.note") }, (value) => { values.minutes = value; })),
    section("site-where", text("siting.where"),
      fileField(text("siting.candidates"), { name: "candidates", accept: ".xlsx,.csv,.gpkg,.geojson,.json,.zip,.dxf,.parquet", get: () => files.candidates, note: text("siting.candidates.note"),
        set: (file) => { files.candidates = file; again(); } }),
      templateLinks("candidates", lang()),
      hasFile ? datumField(values.datum, (datum) => { values.datum = datum; })
        : numberField(text("siting.max_candidates"), { name: "max_candidates", value: values.max_candidates, min: 100, max: 20000, step: 100 }, (value) => { values.max_candidates = value; }),
      drawMore(hasFile)),
    drawScenario(),
    element("section", { class: "go" }, said, button(text("siting.run"), { class: "main", id: "siting-run" }, () => {
      const fault = findFault(isShare);
      said.hidden = !fault;
      said.textContent = fault;
      if (!fault) send(collect(isShare, hasFile), nameRun(isShare));
    })));
}

function drawCategory() {
  const { categories, tiers } = getCity();
  const chosen = chosenCategory();
  const made = element("select", { name: "category" }, ...tiers.map((tier) => [tier, categories.filter((each) => each.tier === tier.key)]).filter(([, list]) => list.length)
    .map(([tier, list]) => element("optgroup", { label: inLang(tier.name) }, ...list.map((each) => element("option", { value: each.key }, inLang(each))))),
  ...categories.filter((each) => !tiers.some((tier) => tier.key === each.tier)).map((each) => element("option", { value: each.key }, inLang(each))));
  made.value = chosen;
  made.addEventListener("change", () => state.set({ category: made.value }));
  return field(text("siting.category"), made);
}
function chooseArea(code) {
  state.set({ area: code });
  view.fit(boundsOfArea(code), { own: true });
}
const chosenCategory = () => {
  const { categories } = getCity(), key = state.get("category");
  return categories.some((each) => each.key === key) ? key : categories[0]?.key ?? "";
};

function drawMore(hasFile) {
  const money = hasFile ? [
    numberField(text("siting.max_cost"), { name: "max_cost", value: values.max_cost, min: 0, step: "any", note: text("siting.max_cost.note") }, (value) => { values.max_cost = value; }),
    field(text("siting.filter"), textInput("where", text("siting.filter.example")), text("siting.filter.note"))] : [];
  return element("details", { class: "more-choices" }, element("summary", {}, text("siting.more")),
    numberField(text("siting.capacity"), { name: "capacity", value: values.capacity, min: 1, note: text("siting.capacity.note") }, (value) => { values.capacity = value; }),
    ...money,
    numberField(text("siting.time_limit"), { name: "time_limit", value: values.time_limit, min: 1, max: 300 }, (value) => { values.time_limit = value; }));
}
function textInput(name, placeholder) {
  const input = element("input", { type: "text", name, placeholder, value: values[name] });
  input.addEventListener("input", () => { values[name] = input.value; });
  return input;
}

/** A scenario that another tool handed over: sites are chosen in the city as it is with it. */
function drawScenario() {
  const id = state.get("scenario");
  return id ? section("site-scenario", text("siting.scenario"), element("p", {}, text("siting.scenario.note")),
    button(text("siting.scenario.leave"), { class: "plain" }, () => state.set({ scenario: "" }))) : null;
}

function findFault(isShare) {
  const wanted = isShare ? values.target : values.add, most = isShare ? 100 : 1000;
  if (values.max_cost === "" && !(Number(wanted) >= 1 && Number(wanted) <= most)) return text(isShare ? "siting.fault.target" : "siting.fault.add");
  return "";
}

function collect(isShare, hasFile) {
  const plain = { cover: "", share: "", median: "median", equity: "equity" };
  const sent = {
    category: chosenCategory(), area: state.get("area"), scenario_id: state.get("scenario"), scope: state.get("scope"), profile: state.get("profile"), minutes: values.minutes,
    ...(isShare ? { target: Number(values.target) / 100 } : { add: values.add, objective: plain[values.objective] }),
    capacity: isShare ? "" : values.capacity, time_limit: values.time_limit, bound_time: values.time_limit,
    ...(hasFile ? { datum: values.datum, max_cost: values.max_cost, where: values.where.split(/[;；]/).map((each) => each.trim()) } : { max_candidates: values.max_candidates }),
  };
  return toForm(sent, files);
}

function nameRun(isShare) {
  const category = inLang(getCity().categories.find((each) => each.key === chosenCategory()));
  const many = isShare ? text("siting.name.target", { share: values.target }) : text("siting.name.add", { count: values.add });
  return `${category} ${many} · ${nameArea(state.get("area"))}`;
}
