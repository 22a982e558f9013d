// Values of a run's profiles: areas of the map, columns of the packages, the table of functions. Only in pages that have such.
const runTypes = rows(data.run.types, 4).map(([name, unit, title, area], at) => ({ at, name: text(name), unit: text(unit), title: text(title), area: text(area) }));
for (const type of runTypes) type.key = /^[a-z_]+$/.test(type.name) && !(type.name in metrics) ? type.name : `type${type.at}`;
const runTypesOf = (build) => (build.run ? build.run.types.map((at) => runTypes[at]) : []);

// Bytes, time and counts, as the rest of pare writes them; a change with its sign.
const lasting = (nanoseconds) => {
  for (const [unit, scale] of [["s", 1e9], ["ms", 1e6], ["µs", 1e3]]) {
    if (nanoseconds < scale) continue;
    const hundredths = Math.floor(nanoseconds / (scale / 100));
    return (hundredths >= 10_000 ? exact(Math.floor(hundredths / 100)) : (hundredths / 100).toFixed(2)) + " " + unit;
  }
  return `${nanoseconds} ns`;
};
const runText = (type, value) => {
  const size = Math.abs(value);
  const words = type.unit === "bytes" ? iec(size) : type.unit === "nanoseconds" ? lasting(size) : exact(size);
  return (value < 0 ? "−" : value > 0 && data.run.isChange ? "+" : "") + words;
};
const runOf = (node, at) => (node.run ? node.run[at] : node.hidden || node.children.length ? (node.hidden || node.children).reduce((sum, child) => sum + runOf(child, at), 0) : 0);
const fraction = (value, whole) => (whole ? share(Math.abs(value), Math.abs(whole)) : "");

// Functions of a package that have values, and one part for those that the report has not kept.
const runParts = (item, parent, at) => {
  const left = [...item.run];
  const found = item.items.filter((part) => part.run);
  for (const part of found) part.run.forEach((value, index) => { left[index] -= value; });
  const all = left.some((value) => value !== 0) ? [...found, { name: "other functions", run: left, size: 0 }] : found;
  return all.filter((part) => part.run[at] !== 0).map((part) =>
    ({ ...part, key: part.name, level: "function", value: Math.abs(part.run[at]), children: [], parent, class: item.class, colour: parent.colour }));
};

for (const type of runTypes) {
  const { at } = type;
  metrics[type.key] = {
    title: type.area, column: type.key, whole: "whole profile",
    isOffered: (build) => runTypesOf(build).includes(type),
    value: (item) => Math.abs(item.run?.[at] || 0),
    parts: (item, parent) => runParts(item, parent, at),
    text: (node) => runText(type, runOf(node, at)),
    share: (node) => (data.run.isChange ? "" : fraction(runOf(node, at), runOf(map.tree, at))),
    lines: (node) => {
      const others = runTypesOf(data.builds[state.build]).filter((other) => other !== type && other.unit !== "count" && runOf(node, other.at) !== 0).reverse();
      const part = metrics[type.key].share(node);
      return [`${runText(type, runOf(node, at))} ${type.area.replace(/ (bytes|time)$/, "")}${part ? ` · ${part} of the profile` : ""}`,
        ...others.map((other) => `${runText(other, runOf(node, other.at))} ${other.area.replace(/ (bytes|time)$/, "")}`),
        ...(node.size && node.level !== "rest" ? [`${iec(node.size)} in the file`] : [])];
    },
  };
}

// Columns of bytes and time, and of what is chosen; its share is beside it.
const runColumns = (build) => [...runTypesOf(build)].reverse().flatMap((type) => {
  const isChosen = state.metric === type.key;
  if (type.unit === "count" && !isChosen && runTypesOf(build).some((other) => other.unit !== "count")) return [];
  const value = (row) => row.run?.[type.at] || 0;
  const sum = (rows) => rows.reduce((total, row) => total + value(row), 0);
  const look = isChosen ? "" : "quiet wide";
  const whole = decode(state.build).packages.reduce((total, item) => total + value(item), 0);
  return [
    { key: type.key, title: type.title, class: look, isOfItems: true, cell: (row) => (value(row) ? runText(type, value(row)) : ""), value: (row) => Math.abs(value(row)), total: (rows) => runText(type, sum(rows)) },
    ...(isChosen && !data.run.isChange ? [{ key: "part", title: "%", class: "quiet", isOfItems: true, cell: (row) => (value(row) ? fraction(value(row), whole) : ""), value: (row) => Math.abs(value(row)), total: (rows) => fraction(sum(rows), whole) }] : []),
  ];
});

// Functions with values, the largest of the chosen area first.
let allFunctions = false;
const drawFunctions = () => {
  const build = data.builds[state.build], types = runTypesOf(build), wanted = query();
  $("bytes-title").textContent = build.size ? "Where the bytes are" : "Where memory and time went";
  $("parts").hidden = !build.size;
  $("functions-part").hidden = !types.length;
  if (!types.length) return;
  const chosen = types.find((type) => type.key === state.metric) || types.findLast((type) => type.unit !== "count") || types.at(-1);
  const list = decode(state.build).packages.filter((item) => !(state.std && item.class === "std") && (state.zoom === null || keyOf(item) === state.zoom) && (map.node.level !== "package" || item.name === map.node.name))
    .flatMap((item) => item.items.filter((part) => part.run && (!wanted || part.name.toLowerCase().includes(wanted) || item.name.toLowerCase().includes(wanted))).map((part) => ({ ...part, owner: item.name })))
    .sort((a, b) => Math.abs(b.run[chosen.at]) - Math.abs(a.run[chosen.at]) || b.size - a.size);
  const columns = runColumns(build);
  const hasSizes = build.size > 0;
  const cell = (tag, column, content) => make(tag, { class: ["n", column.class || ""].join(" "), scope: tag === "th" ? "col" : null }, content);
  $("functions").replaceChildren(
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Function"), make("th", { scope: "col", class: "wide" }, "Package"),
      ...(hasSizes ? [make("th", { scope: "col", class: "n wide" }, "Size")] : []), ...columns.map((column) => cell("th", column, column.title)))),
    make("tbody", {}, ...list.slice(0, allFunctions ? Infinity : fewRows).map((part) => make("tr", {}, make("td", { class: "name" }, ...written(part.name)),
      make("td", { class: "name quiet wide" }, ...written(part.owner)), ...(hasSizes ? [make("td", { class: "n quiet wide" }, part.size ? iec(part.size) : "")] : []),
      ...columns.map((column) => cell("td", column, column.cell(part)))))),
    make("tfoot", {}, make("tr", {}, make("th", { scope: "row" }, count(list.length, "function")), make("td", { class: "wide" }), ...(hasSizes ? [make("td", { class: "wide" })] : []),
      ...columns.map((column) => cell("td", column, column.total(list))))));
  $("more-functions").hidden = list.length <= fewRows;
  $("more-functions").textContent = allFunctions ? `Show the first ${fewRows} only` : `Show all ${count(list.length, "function")}`;
};
$("more-functions").addEventListener("click", () => { allFunctions = !allFunctions; drawFunctions(); });

extensions.push({
  // Adds `run`, a value for each type, to packages and functions.
  decode: (build, { packages }) => {
    if (!build.run) return;
    const read = (packed, things) => {
      const byID = new Map(things.map((thing) => [thing.id, thing])), numbers = unpacked(packed);
      for (let at = 0, id = 0; at < numbers.length; at += runTypes.length) {
        id += numbers[at++];
        byID.get(id).run = numbers.slice(at, at + runTypes.length).map((number) => (number % 2 ? -(number + 1) / 2 : number / 2));
      }
    };
    read(build.run.packages, packages);
    read(build.run.items, packages.flatMap((item) => item.items));
  },
  columns: runColumns,
  draw: drawFunctions,
});
