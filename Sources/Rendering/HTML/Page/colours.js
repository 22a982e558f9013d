// Colours of the map. Hues are Paul Tol's "light" scheme, which people with colour blindness tell apart; names and sizes
// say the same. Standard library cool, modules warm, own code orange.
const palette = {
  own: "#EE8866",
  std: ["#77AADD", "#44BB99", "#99DDFF", "#A9C7E8", "#8ED3BD", "#C4E8FA"],
  otherStd: "#C5D2DD",
  modules: ["#EEDD88", "#BBCC33", "#FFAABB", "#D6B98C", "#F5EBB8", "#D8E28A", "#FFCCD6"],
  otherModules: "#E4DCCB",
  byClass: { c: "#C3AEDD", overhead: "#D3D3D3", unexplained: "#EBEBEB" },
};
const kindColours = {
  __proto__: null,
  code: "#77AADD", pclntab: "#99DDFF", findfunctab: "#C4E8FA", types: "#44BB99", data: "#EEDD88", strings: "#BBCC33", embedded: "#EE8866",
  symbols: "#FFAABB", debug: "#D3C3E6", relocations: "#D6B98C", unwind: "#AAAA66", "export data": "#8ED3BD",
};
const changeColours = { grown: "#EE8866", shrunk: "#77AADD", same: "#E2E2E2", sameInDark: "#8E949A" };

const root = document.documentElement;
const isDark = () => (root.classList.contains("dark") || root.classList.contains("light") ? root.classList.contains("dark") : matchMedia("(prefers-color-scheme: dark)").matches);
const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (a, b, part) => "#" + channels(a).map((value, at) => Math.round(value * part + channels(b)[at] * (1 - part)).toString(16).padStart(2, "0")).join("");
// In the dark the same hue, low enough for light text.
const shaded = (hex, dark) => (dark ? mix(hex, "#15191d", 0.46) : hex);

// Colours of groups by name: the largest have their own. They follow from the program's first build, so that all builds agree.
const groupColours = new Map();
const coloursOf = (index) => {
  const main = data.builds[index].main;
  if (groupColours.has(main)) return groupColours.get(main);
  const first = weighed.find((other) => data.builds[other].main === main);
  const sizes = new Map();
  for (const item of decode(first).packages) {
    const key = keyOf(item);
    const known = sizes.get(key) || { key, size: 0, class: item.class };
    known.size += item.size;
    if (item.class === "main") known.class = "main";
    sizes.set(key, known);
  }
  const colours = new Map();
  // Programs without Go's standard library have all colours for their modules.
  const hasStd = [...sizes.values()].some((group) => group.class === "std");
  const left = { std: [...palette.std], modules: [...palette.modules, ...(hasStd ? [] : palette.std)] };
  for (const group of [...sizes.values()].sort((a, b) => b.size - a.size)) {
    if (group.class === "main") colours.set(group.key, palette.own);
    else if (!palette.byClass[group.class]) {
      const colour = left[group.class === "std" ? "std" : "modules"].shift();
      if (colour) colours.set(group.key, colour);
    }
  }
  groupColours.set(main, colours);
  return colours;
};

// The colour of a node for what is chosen: a function of the node.
const painter = ({ build, colour }, tree) => {
  if (colour === "kind") return (node) => kindColours[node.kind] || palette.byClass[node.class] || palette.otherStd;
  if (colour === "change") {
    const most = Math.max(1, ...tree.children.flatMap((group) => group.children).map((node) => Math.abs(node.change || 0)));
    const same = isDark() ? changeColours.sameInDark : changeColours.same;
    return (node) => {
      if (!node.change) return same;
      const strength = 0.25 + 0.75 * Math.sqrt(Math.min(1, Math.abs(node.change) / most));
      return mix(node.change > 0 ? changeColours.grown : changeColours.shrunk, same, strength);
    };
  }
  const colours = coloursOf(build);
  // Within a package, what is no function is paler.
  const pale = { __proto__: null, pclntab: 0.72, types: 0.6, data: 0.6, strings: 0.6, symbols: 0.45, debug: 0.35, relocations: 0.45, unwind: 0.45 };
  const ground = isDark() ? "#6c757e" : "#ffffff";
  return (node) => {
    const colour = colours.get(node.colour || node.key) || palette.byClass[node.class] || (node.class === "std" ? palette.otherStd : palette.otherModules);
    return node.level === "kind" && pale[node.kind] ? mix(colour, ground, pale[node.kind]) : colour;
  };
};

// Rows of the legend: title, colour, bytes, and the group that a click zooms to.
const legendRows = ({ build, colour }, tree) => {
  if (colour === "change") {
    return [["grown", "grown"], ["shrunk", "shrunk"], ["same", "unchanged"]].map(([key, title]) => ({ title, colour: changeColours[key] }));
  }
  if (colour === "kind") {
    const sizes = new Map();
    for (const group of tree.children) for (const node of group.children) for (const kind of node.package ? node.children : []) sizes.set(kind.name, (sizes.get(kind.name) || 0) + kind.value);
    return [...sizes].sort((a, b) => b[1] - a[1]).map(([title, value]) => ({ title, value, colour: kindColours[title] || palette.otherStd }));
  }
  const colours = coloursOf(build), rows = [], others = new Map();
  for (const group of [...tree.children].sort((a, b) => b.value - a.value)) {
    const own = colours.get(group.key) || palette.byClass[group.class];
    if (own) rows.push({ title: group.name, value: group.value, colour: own, hatched: group.class === "unexplained", key: group.key });
    else {
      const title = group.class === "std" ? "other standard library" : "other modules";
      const known = others.get(title) || { title, value: 0, colour: group.class === "std" ? palette.otherStd : palette.otherModules };
      known.value += group.value;
      others.set(title, known);
    }
  }
  return [...rows, ...others.values()].sort((a, b) => b.value - a.value);
};
