"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const text = (index) => (index < 0 ? null : data.strings[index]);
  const classes = ["main", "dependency", "std", "c"];
  const classTitles = { main: "this program", dependency: "dependencies", std: "standard library", c: "C", overhead: "overhead", unexplained: "unexplained" };

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

  // Squarified layout (Bruls, Huizing, van Wijk).
  const squarify = (items, x, y, width, height, place) => {
    let left = items.reduce((sum, item) => sum + item.size, 0);
    let row = [], start = 0;
    while (start < items.length && left > 0) {
      const scale = (width * height) / left, side = Math.min(width, height);
      if (side <= 0) return;
      let sum = 0, worst = Infinity, end = start;
      for (; end < items.length; end += 1) {
        const total = (sum + items[end].size) * scale;
        const ratio = Math.max((side * side * items[start].size * scale) / (total * total), (total * total) / (side * side * items[end].size * scale));
        if (ratio > worst) break;
        worst = ratio;
        sum += items[end].size;
      }
      row = items.slice(start, end);
      const depth = (sum * scale) / side;
      let offset = 0;
      for (const item of row) {
        const length = (item.size / sum) * side;
        if (width >= height) place(item, x, y + offset, depth, length);
        else place(item, x + offset, y, length, depth);
        offset += length;
      }
      if (width >= height) { x += depth; width -= depth; } else { y += depth; height -= depth; }
      left -= sum;
      start = end;
    }
  };

  // Items too small to see become one tile, so that the areas stay true.
  const visible = (items, area) => {
    const sorted = items.filter((item) => item.size > 0).sort((a, b) => b.size - a.size);
    const total = sorted.reduce((sum, item) => sum + item.size, 0);
    const cut = sorted.findIndex((item) => (item.size / total) * area < 40);
    if (cut < 0 || cut >= sorted.length - 1) return sorted;
    const small = sorted.slice(cut);
    const size = small.reduce((sum, item) => sum + item.size, 0);
    const rest = { name: small.length + " more", level: "rest", size, class: small[0].class, children: [] };
    return [...sorted.slice(0, cut), rest].sort((a, b) => b.size - a.size);
  };

  const tip = $("tip");
  const showTip = (item, total, x, y) => {
    tip.replaceChildren(
      make("b", {}, item.name),
      make("span", {}, `${exact(item.size)} bytes · ${iec(item.size)} · ${share(item.size, total)} of the file`));
    const about = [classTitles[item.class]];
    if (item.package) about.push([item.package.module, item.package.version].filter(Boolean).join(" "));
    if (item.level === "module" && item.children.length) about.push(item.children.length + (item.children[0].level === "package" ? " packages" : " parts"));
    tip.append(make("span", {}, about.join(" · ")));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - box.width - 8)) + "px";
    tip.style.top = (y + 18 + box.height > innerHeight ? Math.max(8, y - box.height - 12) : y + 18) + "px";
  };
  const hideTip = () => { tip.hidden = true; };

  const zoomTo = (item, parent) => {
    if (item.level === "module") go({ zoom: item.name, package: null });
    else if (item.level === "package") go({ zoom: item.package.module, package: item.name });
    else if (parent && parent.level !== "root") zoomTo(parent);
  };

  const drawMap = (root, node) => {
    const map = $("map"), total = root.size;
    const width = map.clientWidth, height = map.clientHeight;
    const fragment = document.createDocumentFragment();
    const bind = (element, item, target) => {
      element.setAttribute("aria-label", `${item.name}, ${exact(item.size)} bytes, ${share(item.size, total)}`);
      element.tabIndex = -1;
      element.addEventListener("mousemove", (event) => showTip(item, total, event.clientX, event.clientY));
      element.addEventListener("mouseleave", hideTip);
      element.addEventListener("focus", () => {
        if (!element.matches(":focus-visible")) return;
        const box = element.getBoundingClientRect();
        showTip(item, total, box.left, box.top + Math.min(box.height, 24));
      });
      element.addEventListener("blur", hideTip);
      if (target) element.addEventListener("click", () => zoomTo(target));
      else element.classList.add("plain");
    };
    const position = (element, x, y, w, h) => {
      element.style.cssText = `left:${x.toFixed(1)}px;top:${y.toFixed(1)}px;width:${Math.max(w, 0).toFixed(1)}px;height:${Math.max(h, 0).toFixed(1)}px`;
    };
    const tile = (parent, item, x, y, w, h, target) => {
      const element = make("button", { type: "button", class: "tile t-" + item.class });
      position(element, x, y, w, h);
      if (w > 34 && h > 17) {
        const room = (w - 10) / 6.4;
        const tail = item.name.slice(item.name.lastIndexOf("/") + 1);
        element.append(make("span", {}, item.name.length <= room || item.level !== "package" ? item.name : tail));
        if (h > 33 && w > 52) element.append(make("span", { class: "s" }, iec(item.size)));
      }
      bind(element, item, target);
      parent.append(element);
    };
    squarify(visible(node.children, width * height), 0, 0, width, height, (item, x, y, w, h) => {
      const zoomable = item.level === "module" || item.level === "package";
      if (!zoomable || item.children.length < 2 || w < 64 || h < 48) return tile(fragment, item, x, y, w, h, zoomable ? item : null);
      const group = make("div", { class: "group" });
      position(group, x, y, w - 2, h - 2);
      const head = make("button", { type: "button", class: "head" }, `${item.name}  ${w > 150 ? iec(item.size) : ""}`);
      bind(head, item, item);
      group.append(head);
      const inner = { w: w - 2, h: h - 2 - 19 };
      squarify(visible(item.children, inner.w * inner.h), 0, 19, inner.w, inner.h, (child, cx, cy, cw, ch) => {
        tile(group, child, cx, cy, cw, ch, node.level === "root" && child.level === "package" && item.children.length < 12 ? child : item);
      });
      fragment.append(group);
    });
    map.replaceChildren(fragment);
    const first = map.querySelector("button");
    if (first) first.tabIndex = 0;
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
        } }, row.name))
        : make("td", { class: [column.names ? "name quiet" : "n", column.class || "", column.tone ? column.tone(row) : ""].join(" ") },
          column.names ? [row.module, row.version].filter(Boolean).join(" ") : column.cell(row)))));
    const footer = { name: "", size: sum("size"), shared: sum("shared"), old: sum("old"), change: sum("change") };
    const foot = make("tr", {}, ...columns.map((column) => column.key === "name" ? make("th", { scope: "row" }, `${exact(rows.length)} packages`)
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
    plainTable("sections", ["Section", "Size", "%", "packages", "overhead", "unexplained"],
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
})();
