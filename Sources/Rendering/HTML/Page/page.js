// What is chosen, and the tables that follow from it.
// What is shown lives in the fragment, so that a view can be linked to.
const weighed = data.builds.map((build, index) => index).filter((index) => data.builds[index].packages);
let state = {};
const readState = () => {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const number = (key) => (parameters.has(key) && weighed.includes(Number(parameters.get(key))) ? Number(parameters.get(key)) : null);
  state = { build: number("build") ?? data.first ?? weighed[0], against: parameters.has("against") ? number("against") : null,
    zoom: parameters.get("zoom"), package: parameters.get("package") };
  if (!location.hash && data.against !== undefined) state.against = data.against;
};
const go = (changes) => {
  const next = { ...state, ...changes };
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(next)) if (value !== null && value !== undefined) parameters.set(key, value);
  history.pushState(null, "", "#" + parameters);
  show();
};

const drawCrumbs = (root, path) => {
  const crumbs = $("crumbs");
  crumbs.replaceChildren();
  path.forEach((node, depth) => {
    const name = depth === 0 ? "whole file" : node.name;
    const last = depth === path.length - 1;
    if (depth) crumbs.append(" › ");
    crumbs.append(last ? make("b", {}, name)
      : make("button", { type: "button", onclick: () => go(depth === 0 ? { zoom: null, package: null } : { package: null }) }, name));
  });
  const node = path[path.length - 1];
  crumbs.append(`  ${iec(node.size)}` + (path.length > 1 ? ` · ${share(node.size, root.size)}` : ` · ${exact(node.size)} bytes`));
};

const drawStack = (index) => {
  const { packages } = decode(index);
  const build = data.builds[index];
  const sizes = {};
  for (const item of packages) sizes[item.class] = (sizes[item.class] || 0) + item.size;
  [sizes.overhead, sizes.unexplained] = [build.coverage[1], build.coverage[2]];
  const parts = Object.keys(classTitles).filter((name) => sizes[name] > 0);
  $("stack").replaceChildren(...parts.map((name) => {
    const part = make("span", { class: "t-" + name });
    part.style.flex = `${sizes[name] / build.size} 0 2px`;
    return part;
  }));
  $("stack").setAttribute("aria-label", parts.map((name) => `${classTitles[name]} ${share(sizes[name], build.size)}`).join(", "));
  $("legend").replaceChildren(...parts.map((name) =>
    make("li", { class: "t-" + name }, `${classTitles[name]} `, make("b", {}, share(sizes[name], build.size)), ` ${iec(sizes[name])}`)));
};

const fewRows = 25;
let sort = { column: null, descending: true }, all = false;

const drawPackages = () => {
  const total = data.builds[state.build].size;
  const before = state.against === null ? null : new Map(decode(state.against).packages.map((item) => [item.name, item]));
  let rows = decode(state.build).packages.map((item) => {
    const old = before && before.get(item.name);
    return { ...item, old: old ? old.size : 0, change: before ? item.size - (old ? old.size : 0) : 0 };
  });
  if (before) {
    const names = new Set(rows.map((row) => row.name));
    for (const item of before.values()) if (!names.has(item.name)) rows.push({ ...item, size: 0, shared: 0, old: item.size, change: -item.size });
  }
  if (state.zoom !== null) rows = rows.filter((row) => row.module === state.zoom);
  const query = $("search").value.trim().toLowerCase();
  if (query) rows = rows.filter((row) => row.name.toLowerCase().includes(query) || row.module.toLowerCase().includes(query));
  const columns = [
    { key: "name", title: "Package", names: true },
    { key: "module", title: "Module", names: true, class: "wide" },
    { key: "size", title: "Size", cell: (row) => iec(row.size) },
    { key: "share", title: "%", cell: (row) => share(row.size, total), class: "quiet", value: (row) => row.size },
    ...(before ? [
      { key: "old", title: "Before", cell: (row) => iec(row.old), class: "quiet wide" },
      { key: "change", title: "Change", cell: (row) => (row.change ? signed(row.change) : "0"), tone: (row) => tone(row.change), value: (row) => Math.abs(row.change) },
    ] : [{ key: "shared", title: "of it shared", cell: (row) => iec(row.shared), class: "quiet wide" }]),
  ];
  const active = columns.find((column) => column.key === sort.column) || columns.find((column) => column.key === (before ? "change" : "size"));
  const value = active.value || ((row) => row[active.key]);
  const order = (a, b) => (active.names ? (a < b ? -1 : a > b ? 1 : 0) : a - b);
  rows.sort((a, b) => (sort.descending ? -1 : 1) * order(value(a), value(b)) || b.size - a.size);
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const head = make("tr", {}, ...columns.map((column) => make("th", {
    scope: "col", class: [column.names ? "" : "n", column.class || ""].join(" "),
    "aria-sort": column === active ? (sort.descending ? "descending" : "ascending") : null,
  }, make("button", { type: "button", onclick: () => {
    sort = { column: column.key, descending: column === active ? !sort.descending : !column.names };
    drawPackages();
  } }, column.title))));
  const shown = all || query ? rows : rows.slice(0, fewRows);
  const body = shown.map((row) => make("tr", {},
    ...columns.map((column) => column.key === "name"
      ? make("td", { class: "name" }, make("button", { type: "button", onclick: () => {
        go({ zoom: row.module, package: row.name });
        $("crumbs").scrollIntoView({ block: "nearest" });
      } }, ...breakable(row.name)))
      : make("td", { title: column.names && row.version ? row.module + " " + row.version : null, class: [column.names ? "name quiet" : "n", column.class || "", column.tone ? column.tone(row) : ""].join(" ") },
        ...(column.names ? breakable(row.module) : [column.cell(row)])))));
  const footer = { name: "", size: sum("size"), shared: sum("shared"), old: sum("old"), change: sum("change") };
  const foot = make("tr", {}, ...columns.map((column) => column.key === "name" ? make("th", { scope: "row" }, `${exact(rows.length)} package${rows.length === 1 ? "" : "s"}`)
    : make("td", { class: ["n", column.class || ""].join(" ") }, column.names ? "" : column.cell(footer))));
  $("packages").replaceChildren(make("thead", {}, head), make("tbody", {}, ...body), make("tfoot", {}, foot));
  $("packages-title").textContent = state.zoom === null ? "Packages" : "Packages of " + state.zoom;
  $("more").hidden = query !== "" || rows.length <= fewRows;
  $("more").textContent = all ? `Show the first ${fewRows} only` : `Show all ${exact(rows.length)} packages`;
};

const plainTable = (id, titles, rows, total) => {
  const cell = (value, column, tag) => make(tag, { class: column === 0 ? (tag === "td" ? "name" : "") : "n" + (column > 1 ? " quiet" : ""), scope: tag === "th" ? "col" : null }, value);
  $(id).replaceChildren(
    make("thead", {}, make("tr", {}, ...titles.map((title, column) => cell(title, column, "th")))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((value, column) => cell(value, column, "td"))))),
    make("tfoot", {}, make("tr", {}, ...total.map((value, column) => cell(value, column, "td")))));
};

const drawTables = (index) => {
  const { packages, sections, overhead } = decode(index);
  const build = data.builds[index];
  plainTable("sections", ["Section", "Size", "%", "Packages", "Overhead", "Unexplained"],
    sections.filter((section) => section.size > 0).map((section) => [section.name, iec(section.size), share(section.size, build.size),
      ...[section.inPackages, section.overhead, section.unexplained].map((part) => (part ? share(part, section.size) : "–"))]),
    ["File", iec(build.size), "", ...build.coverage.map((part) => share(part, build.size))]);
  const kinds = new Map();
  for (const item of packages) for (const kind of item.kinds) kinds.set(kind.name, (kinds.get(kind.name) || 0) + kind.size);
  const bySize = (list) => list.sort((a, b) => b[1] - a[1]).map(([name, size]) => [name, iec(size), share(size, build.size)]);
  plainTable("kinds", ["Kind of bytes in packages", "Size", "%"], bySize([...kinds]),
    ["All packages", iec(build.coverage[0]), share(build.coverage[0], build.size)]);
  plainTable("overhead", ["What", "Size", "%"], bySize(overhead.map((part) => [part.name, part.size])),
    ["All overhead", iec(build.coverage[1]), share(build.coverage[1], build.size)]);
  $("warnings").replaceChildren(...(build.warnings.length ? [make("h2", {}, "Warnings"),
    make("ul", {}, ...build.warnings.map((warning) => make("li", {}, text(warning))))] : []));
};

const title = (index) => [data.builds[index].main, data.builds[index].target, data.builds[index].preset].map(text).join(" ");

const show = () => {
  readState();
  hideTip();
  $("build").value = state.build;
  $("against").value = state.against === null ? "" : state.against;
  $("identity").textContent = text(data.builds[state.build].identity);
  for (const link of document.querySelectorAll("a.cell")) {
    if (link.hash === "#build=" + state.build) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const root = tree(state.build);
  const path = [root];
  const module = root.children.find((child) => child.name === state.zoom);
  if (module) path.push(module); else state.zoom = null;
  const item = module && module.children.find((child) => child.name === state.package && child.children.length);
  if (item) path.push(item); else state.package = null;
  drawStack(state.build);
  drawCrumbs(root, path);
  drawMap(root, path[path.length - 1]);
  drawPackages();
  drawTables(state.build);
};

// Light and dark.
const theme = $("theme"), root = document.documentElement;
const wanted = (() => { try { return localStorage.getItem("pare-theme"); } catch { return null; } })();
const isDark = () => (root.classList.contains("dark") || root.classList.contains("light") ? root.classList.contains("dark") : matchMedia("(prefers-color-scheme: dark)").matches);
if (wanted === "dark" || wanted === "light") root.classList.add(wanted);
theme.hidden = false;
theme.addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  root.classList.remove("light", "dark");
  root.classList.add(next);
  try { localStorage.setItem("pare-theme", next); } catch { /* a file without storage */ }
});

if (!weighed.length) return;
for (const index of weighed) $("build").append(make("option", { value: index }, title(index)));
$("against").append(make("option", { value: "" }, "nothing"), ...weighed.map((index) => make("option", { value: index }, title(index))));
if (weighed.length < 2) document.querySelector("#bytes .choose").hidden = true;
const chosen = (select) => (select.value === "" ? null : Number(select.value));
$("build").addEventListener("change", () => go({ build: chosen($("build")) }));
$("against").addEventListener("change", () => { sort = { column: null, descending: true }; go({ against: chosen($("against")) }); });
$("search").addEventListener("input", drawPackages);
$("more").addEventListener("click", () => { all = !all; drawPackages(); });
$("map").addEventListener("keydown", (event) => {
  const buttons = [...$("map").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && at >= 0) {
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  } else if (event.key === "Escape" && state.zoom !== null) {
    go(state.package !== null ? { package: null } : { zoom: null });
    const first = $("map").querySelector("button");
    if (first) first.focus();
  }
});
let width = 0;
addEventListener("resize", () => { if ($("map").clientWidth !== width) { width = $("map").clientWidth; show(); } });
addEventListener("popstate", show);
addEventListener("hashchange", show);
$("bytes").hidden = false;
width = $("map").clientWidth;
show();
