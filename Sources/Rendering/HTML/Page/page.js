// What is shown is in the fragment, so that a view can be linked to; everything else follows from it.
let state = {};
const readState = () => {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const number = (key) => (weighed.includes(Number(parameters.get(key) ?? NaN)) ? Number(parameters.get(key)) : null);
  const build = number("build") ?? data.first ?? weighed.find((index) => !olds.has(index)) ?? weighed[0];
  const pair = data.builds[build].old;
  const against = parameters.has("against") ? number("against") : pair !== undefined && weighed.includes(pair) ? pair : null;
  const known = data.builds[build];
  const wanted = parameters.get("size") || (against !== null && against === pair && hasMoved(build, pair) ? "change" : data.area);
  const offered = offeredMetrics(known, against);
  const metric = offered.includes(wanted) ? wanted : offered[0];
  const colour = parameters.get("colour") || (against !== null ? "change" : "group");
  return {
    build, against, metric,
    colour: (colour === "kind" && hasKinds(metric)) || (colour === "change" && against !== null) ? colour : "group",
    zoom: parameters.get("zoom"), package: parameters.get("package"), std: parameters.get("std") === "hidden",
  };
};
const offeredMetrics = (build, against) => Object.keys(metrics).filter((key) => metrics[key].isOffered(build, against));
const hasMoved = (build, against) => compared(build, against).some((item) => item.change !== 0);

// Follows a change of the parameters; those that are null are left out.
const go = (changes) => {
  const parameters = new URLSearchParams(location.hash.slice(1));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined) parameters.delete(key); else parameters.set(key, value);
  }
  history.pushState(null, "", "#" + parameters);
  show();
};

const drawCrumbs = (path) => {
  const node = path.at(-1), whole = path[0], metric = metrics[state.metric];
  const steps = path.flatMap((step, depth) => {
    const name = depth === 0 ? (state.std ? "without std" : metric.whole || "whole file") : most(step.name);
    return [depth ? " › " : "", step === node ? make("b", {}, name) : make("button", { type: "button", onclick: () => zoomTo(step) }, name)];
  });
  const size = state.metric !== "change" ? node.value : node === whole && !state.std ? whole.size - whole.old : node.children.reduce((sum, child) => sum + child.change, 0);
  const words = metric.text ? ` ${metric.text(node)}` : { change: ` ${signed(size)}`, removal: " savings are modelled, and not additive" }[state.metric] || ` ${iec(size)}`;
  const details = metric.share && node !== whole && metric.share(node) ? ` · ${metric.share(node)}` : state.metric !== "bytes" ? "" : node !== whole ? ` · ${share(node.size, whole.size)}` : state.std ? "" : ` · ${exact(node.size)} bytes`;
  redrawn($("crumbs"), ...steps, words + details);
};

const drawLegend = (tree) => {
  const dark = isDark();
  redrawn($("legend"), ...legendRows(state, tree).slice(0, 18).map(({ title, value, colour, key, hatched }) => {
    const swatch = make("i", { class: hatched ? "hatched" : null });
    swatch.style.background = shaded(colour, dark);
    const name = key ? make("button", { type: "button", onclick: () => go({ zoom: key, package: null }) }, most(title)) : title;
    return make("li", {}, swatch, name, value === undefined ? null : make("span", {}, state.metric === "removal" ? null : state.metric === "change" ? ` ±${iec(value)}` : ` ${share(value, tree.value)}`));
  }));
};

const drawChoices = () => {
  const build = data.builds[state.build];
  $("build").value = state.build;
  $("against").value = state.against ?? "";
  const offer = (select, options, value) => {
    select.replaceChildren(...options.filter(Boolean).map(([key, name]) => make("option", { value: key }, name)));
    select.value = value;
  };
  offer($("metric"), offeredMetrics(build, state.against).map((key) => [key, metrics[key].title]), state.metric);
  offer($("colour"), [["group", "group"], hasKinds(state.metric) && ["kind", "kind of bytes"], state.against !== null && ["change", "change"]], state.colour);
  $("std").checked = state.std;
  $("std-label").hidden = !decode(state.build).packages.some((item) => item.class === "std");
  $("identity").textContent = text(build.identity);
  for (const link of document.querySelectorAll("a.cell[aria-current]")) link.removeAttribute("aria-current");
  document.querySelector(`a.cell[href="#build=${state.build}"]`)?.setAttribute("aria-current", "true");
};

// Trees by what they follow from, so that zooming keeps to one.
const trees = new Map();
const currentTree = () => {
  const { build, against, metric, colour, std } = state;
  const key = [build, against, metric, colour === "kind", std].join();
  if (!trees.has(key)) {
    if (trees.size > 20) trees.clear();
    trees.set(key, tree(state));
  }
  return trees.get(key);
};

const show = () => {
  state = readState();
  hideTip();
  const tree = currentTree(), path = [tree];
  const group = tree.children.find((child) => child.key === state.zoom);
  if (group) path.push(group); else state.zoom = null;
  const item = group && group.children.find((child) => child.key === state.package && child.children.length);
  if (item) path.push(item);
  const before = map.node, isZoom = map.tree === tree;
  drawChoices();
  showMap(tree, path.at(-1));
  keepCursor(isZoom && before !== map.node && isWithin(before, map.node) ? before : null);
  drawCrumbs(path);
  drawLegend(tree);
  // Tables wait until the map is there: they are below it.
  cancelAnimationFrame(tablesFrame);
  tablesFrame = requestAnimationFrame(() => { tablesFrame = requestAnimationFrame(drawAllTables); });
};
let tablesFrame = 0;
const drawAllTables = () => {
  drawPackages();
  drawTables(state.build);
  for (const extension of extensions) extension.draw();
  performance.mark("tables");
};

// Light and dark.
const wantedTheme = (() => { try { return localStorage.getItem("pare-theme"); } catch { return null; } })();
if (wantedTheme === "dark" || wantedTheme === "light") root.classList.add(wantedTheme);
$("theme").hidden = false;
$("theme").addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  root.classList.remove("light", "dark");
  root.classList.add(next);
  try { localStorage.setItem("pare-theme", next); } catch { /* a file without storage */ }
  if (weighed.length) redraw();
});
const redraw = () => { showMap(map.tree, map.node); drawLegend(map.tree); };

if (!weighed.length) return;
const current = weighed.filter((index) => !olds.has(index));
const options = (indices) => indices.map((index) => make("option", { value: index }, most(title(index)) + (olds.has(index) ? " (old)" : "")));
$("build").append(...options(current));
$("against").append(make("option", { value: "" }, "nothing"), ...options([...weighed].sort((a, b) => olds.has(b) - olds.has(a))));
if (weighed.length < 2) document.querySelector("#bytes .choose").hidden = true;
const isWide = !matchMedia("(max-width: 720px)").matches;
for (const fold of $("tables").querySelectorAll("details")) fold.open = isWide;
const restart = { zoom: null, package: null };
$("build").addEventListener("change", () => go({ build: $("build").value, against: olds.size ? null : new URLSearchParams(location.hash.slice(1)).get("against") }));
for (const link of document.querySelectorAll("a.cell")) {
  link.addEventListener("click", (event) => { event.preventDefault(); go({ build: link.hash.replace("#build=", ""), against: null }); });
}
$("against").addEventListener("change", () => { sorting.column = null; go({ against: $("against").value || "none", colour: null, size: null }); });
$("metric").addEventListener("change", () => go({ size: $("metric").value }));
$("colour").addEventListener("change", () => go({ colour: $("colour").value }));
$("std").addEventListener("change", () => go({ std: $("std").checked ? "hidden" : null, ...restart }));
$("search").addEventListener("input", () => { findMatches(); if (!frame) drawStill(); drawAllTables(); });
$("more").addEventListener("click", () => { sorting.all = !sorting.all; drawPackages(); });
addEventListener("popstate", show);
addEventListener("hashchange", show);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
$("bytes").hidden = $("tables").hidden = false;
show();
new ResizeObserver(() => { if (map.width !== $("map").clientWidth) { redraw(); keepCursor(null); } }).observe($("map"));
