// Where the boxes of the map are. Squarified layout (Bruls, Huizing, van Wijk): rows along the shorter side, as square as can be.
const squarify = (items, x, y, width, height, place) => {
  let left = items.reduce((sum, item) => sum + item.value, 0);
  let start = 0;
  while (start < items.length && left > 0) {
    const scale = (width * height) / left, side = Math.min(width, height);
    if (side <= 0) return;
    let sum = 0, worst = Infinity, end = start;
    for (; end < items.length; end += 1) {
      const total = (sum + items[end].value) * scale;
      const ratio = Math.max((side * side * items[start].value * scale) / (total * total), (total * total) / (side * side * items[end].value * scale));
      if (ratio > worst) break;
      worst = ratio;
      sum += items[end].value;
    }
    const depth = (sum * scale) / side;
    let offset = 0;
    for (const item of items.slice(start, end)) {
      const length = (item.value / sum) * side;
      if (width >= height) place(item, x, y + offset, depth, length);
      else place(item, x + offset, y, length, depth);
      offset += length;
    }
    if (width >= height) { x += depth; width -= depth; } else { y += depth; height -= depth; }
    left -= sum;
    start = end;
  }
};

// Items too small to see become one box, so that the areas stay true.
const visible = (node, area) => {
  const sorted = [...node.children].sort((a, b) => b.value - a.value);
  const total = sorted.reduce((sum, item) => sum + item.value, 0);
  const cut = sorted.findIndex((item) => (item.value / total) * area < 30);
  if (cut < 0 || cut >= sorted.length - 1) return sorted;
  const small = sorted.slice(cut);
  const sum = (key) => small.reduce((all, item) => all + (item[key] || 0), 0);
  const rest = { name: `${small.length} smaller`, key: "", level: "rest", size: sum("size"), value: sum("value"), change: sum("change"), class: node.class, colour: node.level === "root" ? "" : node.colour || node.key, kind: small[0].kind, children: [], hidden: small, parent: node };
  return [...sorted.slice(0, cut), rest].sort((a, b) => b.value - a.value);
};

const headHeight = 17;

// Boxes of a node's descendants, outermost first: { node, x, y, w, h, isOpen, depth }. A box with room is open: a head, and its own boxes.
const layout = (node, width, height) => {
  const boxes = [];
  const fill = (parent, x, y, w, h, depth) => {
    squarify(visible(parent, w * h), x, y, w, h, (child, cx, cy, cw, ch) => {
      const gap = child.level === "group" ? 1.5 : 0;
      const box = { node: child, x: cx, y: cy, w: Math.max(cw - gap, 0), h: Math.max(ch - gap, 0), isOpen: false, depth };
      boxes.push(box);
      const room = child.level === "group" ? [46, 34] : [76, 52];
      // The one package of a group needs no head of its own.
      const only = child.level === "group" && child.children.length === 1 && child.children[0].children.length > 1;
      if ((child.children.length < 2 && !only) || depth > 2 || box.w < room[0] || box.h < room[1]) return;
      box.isOpen = true;
      fill(only ? child.children[0] : child, cx + 1, cy + headHeight, box.w - 2, box.h - headHeight - 1, depth + 1);
    });
  };
  fill(node, 0, 0, width, height, 0);
  return boxes;
};

// The lines of a name for a box: whole, broken after slashes, or its last elements after an ellipsis; none where nothing fits.
const wrapped = (name, width, most, measure) => {
  if (width < 14 || most < 1) return [];
  if (measure(name) <= width) return [name];
  const elements = name.split(/(?<=[/])/);
  for (let skipped = 0; skipped < elements.length; skipped += 1) {
    const lines = [];
    for (const [at, element] of elements.slice(skipped).entries()) {
      const piece = (at === 0 && skipped ? "…/" : "") + element;
      if (lines.length && measure(lines.at(-1) + piece) <= width) lines[lines.length - 1] += piece;
      else lines.push(piece);
    }
    if (lines.length <= most && lines.every((line) => measure(line) <= width)) return lines;
  }
  const last = (elements.length > 1 ? "…/" : "") + elements.at(-1);
  let end = last.length;
  while (end > 3 && measure(last.slice(0, end) + "…") > width) end -= 1;
  return end > 5 ? [last.slice(0, end) + "…"] : [];
};
