// The tables under the map: packages, with the functions and files that are searched for; sections, kinds, overhead.
const fewRows = matchMedia("(max-width: 720px)").matches ? 8 : 25;
const sorting = { column: null, descending: true, all: false };

const columnsOf = (before, build) => [
  { key: "name", title: "Package", names: true },
  ...(build.size ? [{ key: "module", title: "Module", names: true, class: "wide" }] : []),
  ...(build.size ? [{ key: "size", title: "Size", cell: (row) => (row.size || !row.run ? iec(row.size) : "") }] : []),
  ...(metrics[state.metric].column ? [] : [{ key: "share", title: "%", cell: (row) => share(row.size, build.size), class: "quiet", value: (row) => row.size }]),
  ...(before ? [] : extensions.flatMap((extension) => extension.columns(build))),
  ...(before ? [
    { key: "old", title: "Before", cell: (row) => iec(row.old), class: "quiet wide" },
    { key: "change", title: "Change", cell: (row) => (row.change ? signed(row.change) : "0"), tone: (row) => tone(row.change), value: (row) => Math.abs(row.change) },
  ] : [
    ...(build.download ? [{ key: "download", title: "Download", cell: (row) => (row.download === undefined ? "" : iec(row.download)), class: "quiet wide" }] : []),
    ...(build.saves ? [{ key: "saves", title: "Removal saves", cell: (row) => (row.saves ? iec(row.saves) : ""), class: "quiet wide" }] : []),
    ...(build.size ? [{ key: "shared", title: "Shared", cell: (row) => iec(row.shared), class: "quiet wide" }] : []),
  ]),
];

// Rows of packages, and under those the functions and files that are searched for.
const packageRows = () => {
  let rows = compared(state.build, state.against);
  if (state.std) rows = rows.filter((row) => row.class !== "std");
  if (state.zoom !== null) rows = rows.filter((row) => keyOf(row) === state.zoom);
  const wanted = query();
  if (!wanted) return rows;
  return rows.flatMap((row) => {
    const items = row.items.filter((item) => item.name.toLowerCase().includes(wanted));
    const isFound = row.name.toLowerCase().includes(wanted) || (row.module || "").toLowerCase().includes(wanted);
    return isFound || items.length ? [{ ...row, found: items }] : [];
  });
};

const packageName = (row) => make("button", { type: "button", onclick: () => {
  go({ zoom: keyOf(row), package: row.name });
  $("crumbs").scrollIntoView({ block: "nearest" });
} }, ...written(row.name));

const drawPackages = () => {
  const build = data.builds[state.build], isCompared = state.against !== null;
  const rows = packageRows(), columns = columnsOf(isCompared, build), wanted = query();
  const active = columns.find((column) => column.key === sorting.column) || columns.find((column) => column.key === (isCompared ? "change" : metrics[state.metric].column || "size"));
  const value = active.value || ((row) => row[active.key] ?? "");
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => (sorting.descending ? -1 : 1) * order(value(a), value(b)) || b.size - a.size);
  const head = make("tr", {}, ...columns.map((column) => make("th", {
    scope: "col", class: [column.names ? "" : "n", column.class || ""].join(" "),
    "aria-sort": column === active ? (sorting.descending ? "descending" : "ascending") : null,
  }, make("button", { type: "button", onclick: () => {
    Object.assign(sorting, { column: column.key, descending: column === active ? !sorting.descending : !column.names });
    drawPackages();
  } }, column.title))));
  const most = sorting.all ? Infinity : wanted ? 200 : fewRows;
  const body = rows.slice(0, most).flatMap((row) => [
    make("tr", {}, ...columns.map((column) => column.key === "name" ? make("td", { class: "name" }, packageName(row))
      : make("td", { title: column.names && row.version ? `${row.module} ${row.version}` : null, class: [column.names ? "name quiet" : "n", column.class || "", column.tone ? column.tone(row) : ""].join(" ") },
        ...(column.names ? written(row.module || "") : [column.cell(row)])))),
    ...(row.found || []).slice(0, 50).map((item) => make("tr", { class: "item" }, ...columns.map((column) =>
      column.key === "name" ? make("td", { class: "name" }, ...written(item.name))
        : make("td", { class: [column.names ? "quiet" : "n quiet", column.class || ""].join(" ") },
          column.key === "module" ? (item.isFile ? "file" : "function") : column.isOfItems ? column.cell(item) : column.key === "size" ? iec(item.size) : column.key === "share" ? share(item.size, build.size) : "")))),
  ]);
  const footer = { name: "" };
  for (const { key } of columns) footer[key] = rows.reduce((total, row) => total + (typeof row[key] === "number" ? row[key] : 0), 0);
  footer.saves = undefined;
  const foot = make("tr", {}, ...columns.map((column) => column.key === "name" ? make("th", { scope: "row" }, count(rows.length, "package"))
    : make("td", { class: ["n", column.class || ""].join(" ") }, column.names ? "" : column.total ? column.total(rows) : column.cell(footer))));
  redrawn($("packages"), make("thead", {}, head), make("tbody", {}, ...body), make("tfoot", {}, foot));
  $("packages-title").textContent = isCompared ? "Movers" : "Packages";
  if (state.zoom !== null) $("packages-title").append(" of ", state.zoom.replace(/^std:/, ""));
  $("more").hidden = rows.length <= (wanted ? 200 : fewRows);
  $("more").textContent = sorting.all ? `Show the first ${fewRows} only` : `Show all ${count(rows.length, "package")}`;
  const found = rows.reduce((sum, row) => sum + row.found?.length, 0);
  $("status").textContent = wanted ? `${count(rows.length, "package")}, ${found ? count(found, "function or file").replace("fs", "f") + ", " : ""}${build.size ? iec(footer.size) : columns.find((column) => column.total)?.total(rows)}` : "";
};

const plainTable = (id, titles, rows, total) => {
  const cell = (value, column, tag) => make(tag, { class: column === 0 ? (tag === "td" ? "name" : "") : "n" + (column > 1 ? " quiet" : ""), scope: tag === "th" ? "col" : null },
    ...(column === 0 && tag === "td" ? written(value) : [value]));
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
