// The tree that the map shows: groups, packages, then functions and files, or kinds.
// `size` are bytes of the file, `value` is what areas stand for, `change` is nil without another build.
const metrics = {
  bytes: { title: "file bytes", value: (item) => item.size, isOffered: (build) => build.size > 0 },
  download: { title: "download share", value: (item) => item.download, isOffered: (build) => build.download },
  removal: { title: "what removal saves", value: (item) => item.saves, isOffered: (build) => build.saves },
  change: { title: "change", value: (item) => Math.abs(item.change), isOffered: (build, against) => against !== null },
};
// Whether the areas are those of bytes by kind.
const hasKinds = (metric) => metric !== "removal" && !metrics[metric].parts;

// Packages of a build with what they had in another one, those that are gone too.
const compared = (index, against) => {
  const { packages } = decode(index);
  if (against === null) return packages;
  const before = new Map(decode(against).packages.map((item) => [item.name, item]));
  const list = packages.map((item) => {
    const old = before.get(item.name);
    before.delete(item.name);
    return { ...item, old: old ? old.size : 0, oldKinds: old ? old.kinds : [], oldItems: old ? old.items : [], isNew: !old, change: item.size - (old ? old.size : 0) };
  });
  for (const old of before.values()) {
    list.push({ ...old, size: 0, shared: 0, download: 0, saves: 0, kinds: [], items: [], old: old.size, oldKinds: old.kinds, oldItems: old.items, isGone: true, change: -old.size });
  }
  return list;
};

// Parts of a package: its kinds, or its largest functions and files and the rest of each kind.
const parts = (item, byKind, against) => {
  const matched = (now, before, key) => {
    const names = new Map(before.map((part) => [part[key], part.size]));
    const all = now.map((part) => ({ ...part, change: part.size - (names.get(part[key]) || 0) }));
    const known = new Set(now.map((part) => part[key]));
    return [...all, ...before.filter((part) => !known.has(part[key])).map((part) => ({ ...part, size: 0, change: -part.size }))];
  };
  const rest = (kinds, items) => {
    const left = new Map(kinds.map((kind) => [kind.name, kind.size]));
    for (const part of items) for (const kind of part.kinds) left.set(kind.name, left.get(kind.name) - kind.size);
    return [...left].filter(([, size]) => size > 0).map(([name, size]) => ({ name, size }));
  };
  const from = against === null ? null : item;
  if (byKind || (!item.items.length && !(from && from.oldItems.length))) {
    const kinds = from ? matched(item.kinds, item.oldKinds, "name") : item.kinds;
    return kinds.map((kind) => ({ ...kind, level: "kind", kind: kind.name }));
  }
  // A function that one of two reports alone kept may be in both programs: it is one of the others.
  const common = (list, other) => { const names = new Set(other.map((part) => part.name)); return list.filter((part) => names.has(part.name)); };
  const [now, before] = from ? [common(item.items, item.oldItems), common(item.oldItems, item.items)] : [item.items, []];
  const items = from ? matched(now, before, "name") : now;
  const others = from ? matched(rest(item.kinds, now), rest(item.oldKinds, before), "name") : rest(item.kinds, now);
  return [
    ...items.map((part) => ({ ...part, level: part.isFile ? "file" : "function", kind: part.isFile ? "embedded" : "code" })),
    ...others.map((kind) => ({ ...kind, name: kind.name === "code" && items.length ? "other functions" : kind.name, level: "kind", kind: kind.name })),
  ];
};

const tree = ({ build: index, against, metric, colour, std }) => {
  const build = data.builds[index];
  const measure = metrics[metric].value;
  const root = { name: "", key: "", level: "root", size: build.size, old: against === null ? null : data.builds[against].size, children: [], parent: null };
  const groups = new Map();
  for (const item of compared(index, against)) {
    const value = measure(item) || 0;
    if (std && item.class === "std" || value <= 0) continue;
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, { name: item.group, key, level: "group", class: item.class, size: 0, value: 0, change: against === null ? undefined : 0, children: [], parent: root });
    const group = groups.get(key);
    if (item.class === "main") group.class = "main";
    group.size += item.size;
    group.value += value;
    if (against !== null) group.change += item.change;
    const node = { ...item, key: item.name, level: "package", value, children: [], parent: group, package: item, colour: key };
    if (metrics[metric].parts) node.children = metrics[metric].parts(item, node);
    else if (metric !== "removal") {
      const scale = metric === "download" ? value / item.size : 1;
      node.children = parts(item, colour === "kind", against)
        .map((part) => ({ ...part, key: part.name, value: metric === "change" ? Math.abs(part.change) : part.size * scale, children: [], parent: node, class: item.class, colour: key }))
        .filter((part) => part.value > 0);
    }
    group.children.push(node);
  }
  root.children = [...groups.values()];
  if (metric === "bytes" || metric === "download") root.children.push(...remainder(root, build, metric, index, against));
  root.value = root.children.reduce((sum, child) => sum + child.value, 0);
  return root;
};

// Bytes without a package: overhead by what it is, unexplained bytes by section.
const remainder = (root, build, metric, index, against) => {
  const { overhead, sections } = decode(index);
  const old = against === null ? null : data.builds[against].coverage;
  return ["overhead", "unexplained"].map((name, at) => {
    const size = build.coverage[at + 1];
    const value = metric === "download" ? build.download[at + 1] : size;
    const node = { name, key: name, level: "group", class: name, colour: name, size, value, change: old ? size - old[at + 1] : undefined, parent: root };
    const list = name === "overhead" ? overhead : sections.map((section) => ({ name: section.name, size: section.unexplained }));
    node.children = list.filter((part) => part.size > 0).map((part) => ({ ...part, key: part.name, level: "leaf", class: name, colour: name, value: size ? part.size * value / size : 0, children: [], parent: node }));
    return node;
  }).filter((node) => node.value > 0);
};

const pathTo = (node) => (node.parent ? [...pathTo(node.parent), node] : [node]);
const isWithin = (node, ancestor) => { for (let at = node; at; at = at.parent) if (at === ancestor) return true; return false; };
