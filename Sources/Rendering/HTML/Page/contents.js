// The page's data, and how sizes and names are written. All scripts of the page share one function's scope.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const text = (index) => (index < 0 ? null : data.strings[index]);
const classes = ["main", "dependency", "std", "c", "swift", "cxx"];
const classTitles = { main: "this program", dependency: "dependencies", std: "standard library", c: "C", swift: "Swift", cxx: "C++", overhead: "overhead", unexplained: "unexplained" };

const make = (tag, properties, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

// Names may break after a slash.
const breakable = (name) => name.split("/").flatMap((part, at, all) => (at < all.length - 1 ? [part + "/", make("wbr")] : [part]));

// Sizes, as the rest of pare writes them.
const exact = (bytes) => String(Math.abs(bytes)).replace(/\B(?=(\d{3})+$)/g, ",");
const iec = (bytes) => {
  let size = Math.abs(bytes);
  if (size < 1024) return size + " B";
  let unit = 0;
  size /= 1024;
  while (unit < 5 && Number(size.toFixed(unit ? 2 : 1)) >= 1024) { size /= 1024; unit += 1; }
  return size.toFixed(unit ? 2 : 1) + " " + ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][unit];
};
const signed = (bytes) => (bytes > 0 ? "+" : bytes < 0 ? "−" : "") + iec(bytes);
const share = (part, whole) => {
  if (!whole) return "";
  const percent = (part / whole) * 100;
  return part > 0 && percent < 0.05 ? "<0.1%" : percent.toFixed(1) + "%";
};
const tone = (change) => (change > 0 ? "grown" : change < 0 ? "shrunk" : "quiet");

// The data: flat arrays of numbers and indices into one table of strings.
const contents = new Map();
const decode = (index) => {
  if (contents.has(index)) return contents.get(index);
  const build = data.builds[index];
  const packages = [];
  for (let i = 0; i < build.packages.length; ) {
    const [path, module, version, kindOf, size, shared, count] = build.packages.slice(i, i + 7);
    const kinds = [];
    for (i += 7; kinds.length < count; i += 2) kinds.push({ name: text(build.packages[i]), size: build.packages[i + 1] });
    packages.push({ name: text(path), module: text(module) || "(no module)", version: text(version), class: classes[kindOf], size, shared, kinds });
  }
  const pairs = (list) => {
    const result = [];
    for (let i = 0; i < list.length; i += 2) result.push({ name: text(list[i]), size: list[i + 1] });
    return result;
  };
  const sections = [];
  for (let i = 0; i < build.sections.length; i += 5) {
    const [name, size, inPackages, overhead, unexplained] = build.sections.slice(i, i + 5);
    sections.push({ name: text(name), size, inPackages, overhead, unexplained });
  }
  const result = { packages, sections, overhead: pairs(build.overhead) };
  contents.set(index, result);
  return result;
};

const tree = (index) => {
  const { packages, overhead, sections } = decode(index);
  const modules = new Map();
  for (const item of packages) {
    if (!modules.has(item.module)) modules.set(item.module, { name: item.module, level: "module", size: 0, class: item.class, children: [] });
    const module = modules.get(item.module);
    module.size += item.size;
    module.children.push({
      name: item.name, level: "package", size: item.size, class: item.class, package: item,
      children: item.kinds.map((kind) => ({ ...kind, level: "kind", class: item.class, children: [] })),
    });
  }
  const rest = (name, parts) => ({
    name, level: "module", class: name, size: parts.reduce((sum, part) => sum + part.size, 0),
    children: parts.filter((part) => part.size > 0).map((part) => ({ ...part, level: "leaf", class: name, children: [] })),
  });
  const children = [...modules.values(), rest("overhead", overhead),
    rest("unexplained", sections.map((section) => ({ name: section.name, size: section.unexplained })))];
  return { name: "", level: "root", size: data.builds[index].size, children: children.filter((child) => child.size > 0) };
};
