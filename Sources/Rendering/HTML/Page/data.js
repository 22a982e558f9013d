// The page's data: one table of strings, and numbers packed as text (PackedNumbers.swift).
const data = JSON.parse($("data").textContent);
const text = (index) => (index < 0 ? null : data.strings[index]);
const classes = ["main", "dependency", "std", "c", "swift", "cxx"];
const classTitles = { main: "this program", dependency: "dependency", std: "standard library", c: "C", swift: "Swift", cxx: "C++", overhead: "overhead", unexplained: "unexplained" };

const values = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((letter, value) => { values[letter.charCodeAt(0)] = value; });

// Numbers are below 2 to the power of 53, more than shifts can do.
const unpacked = (packed) => {
  const numbers = [];
  let number = 0, scale = 1;
  for (let at = 0; at < packed.length; at += 1) {
    const value = values[packed.charCodeAt(at)];
    number += (value & 31) * scale;
    if (value & 32) scale *= 32;
    else { numbers.push(number); number = 0; scale = 1; }
  }
  return numbers;
};

const rows = (packed, width) => {
  const numbers = unpacked(packed), list = [];
  for (let at = 0; at < numbers.length; at += width) list.push(numbers.slice(at, at + width));
  return list;
};
const packageTable = rows(data.packages, 4).map(([path, module, version, kind]) =>
  ({ name: text(path), module: text(module - 1), version: text(version - 1), class: classes[kind] }));
const itemTable = rows(data.items, 3).map(([owner, name, isFile]) => ({ owner, name: text(name), isFile: isFile === 1 }));
const kindNames = data.kinds.map(text);

// Packages of a build with their functions and files, sections and overhead; decoded when first asked for.
const contents = new Map();
const decode = (index) => {
  if (!contents.has(index)) {
    const found = decoded(data.builds[index]);
    for (const extension of extensions) extension.decode(data.builds[index], found);
    contents.set(index, found);
  }
  return contents.get(index);
};
// What scripts of some pages add: to the contents of a build, columns of the packages, tables.
const extensions = [];

const decoded = (build) => {
  let numbers = unpacked(build.packages), at = 0;
  const sizes = () => {
    const kinds = [];
    for (let left = numbers[at++]; left > 0; left -= 1) kinds.push({ name: kindNames[numbers[at++]], size: numbers[at++] });
    return kinds;
  };
  const sum = (kinds) => kinds.reduce((total, kind) => total + kind.size, 0);
  const packages = new Map();
  for (let id = 0; at < numbers.length; ) {
    id += numbers[at++];
    const item = { ...packageTable[id], id, shared: numbers[at++], items: [] };
    if (build.download) item.download = numbers[at++];
    if (build.saves) item.saves = numbers[at++];
    item.kinds = sizes();
    item.size = sum(item.kinds);
    item.group = groupOf(item);
    packages.set(id, item);
  }
  numbers = unpacked(build.items);
  at = 0;
  for (let id = 0; at < numbers.length; ) {
    id += numbers[at++];
    const kinds = sizes(), { owner, name, isFile } = itemTable[id];
    packages.get(owner).items.push({ id, name, isFile, kinds, size: sum(kinds) });
  }
  const list = (flat, keys) => {
    const result = [];
    for (let i = 0; i < flat.length; i += keys.length) result.push(Object.fromEntries(keys.map((key, j) => [key, key === "name" ? text(flat[i + j]) : flat[i + j]])));
    return result;
  };
  return {
    packages: [...packages.values()].sort((a, b) => b.size - a.size),
    sections: list(build.sections, ["name", "size", "inPackages", "overhead", "unexplained"]),
    overhead: list(build.overhead, ["name", "size"]),
  };
};

// The group of a package: of the standard library its first path element, else its module, or of an unknown one three elements; of what the Go distribution vendors
// for its commands the module that it comes from; of Swift and C++ the module or outermost namespace.
const groupOf = (item) => {
  const vendored = /^cmd\/vendor\/([^/]+\/[^/]+\/[^/]+)/.exec(item.name);
  if (vendored) return vendored[1];
  if (item.class === "std") return item.name.split("/")[0];
  if (item.class === "swift" || item.class === "cxx") return item.name.split("::")[0];
  if (item.module || item.class === "main") return item.module || item.name;
  return item.class === "dependency" && item.name.includes("/") ? item.name.split("/").slice(0, 3).join("/") : classTitles[item.class];
};

const keyOf = (item) => (item.class === "std" ? "std:" : "") + item.group;

const title = (index) => [data.builds[index].main, data.builds[index].target, data.builds[index].preset].map(text).join(" ");
const weighed = data.builds.map((build, index) => index).filter((index) => data.builds[index].packages !== undefined);
const olds = new Set(data.builds.map((build) => build.old).filter((index) => index !== undefined));
