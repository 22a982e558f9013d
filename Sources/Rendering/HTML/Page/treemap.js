// The treemap: two levels at a time, modules and packages, then packages and kinds.
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

// A name as far as there is room for it: whole, as many of its last elements as fit, the beginning of the last, or nothing.
const letter = 6.5;
const label = (item, room) => {
  if (item.name.length <= room) return item.name;
  const elements = item.level === "kind" ? [item.name] : item.name.split("/");
  const tails = elements.map((_, index) => elements.slice(index).join("/"));
  return tails.find(tail => tail.length <= room) || (room >= 8 ? elements.at(-1) : null);
};
const strengths = { code: 100, pclntab: 78, types: 64, data: 54, strings: 54, symbols: 40, debug: 28 };

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
    const element = make("button", { type: "button", class: `tile ${item.level} t-${item.class}` });
    position(element, x, y, w, h);
    const room = (w - 9) / letter, name = label(item, room);
    if (name && h > 17) {
      element.append(make("span", {}, name));
      if (h > 33 && iec(item.size).length <= room) element.append(make("span", { class: "s" }, iec(item.size)));
    }
    if (item.level === "kind") element.style.setProperty("--strength", (strengths[item.name] || 45) + "%");
    bind(element, item, target);
    parent.append(element);
  };
  squarify(visible(node.children, width * height), 0, 0, width, height, (item, x, y, w, h) => {
    const zoomable = item.level === "module" || item.level === "package";
    if (!zoomable || item.children.length < 2 || w < 64 || h < 48) return tile(fragment, item, x, y, w, h, zoomable ? item : null);
    const group = make("div", { class: "group" });
    position(group, x, y, w - 2, h - 2);
    const room = (w - 12) / (letter * 1.08), name = label(item, room) || item.name;
    const head = make("button", { type: "button", class: "head" }, name.length + 11 < room ? `${name}  ${iec(item.size)}` : name);
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
