// The map on its canvas: what is drawn, the motion of a zoom, and the box at a point.
const canvas = $("map").querySelector("canvas");
const pen = canvas.getContext("2d");
const family = getComputedStyle(document.body).fontFamily;
const fonts = { head: `600 11.5px ${family}`, tile: `11.5px ${family}` };
const zoomTime = 280;

// The map as it is: the tree, the node that fills it, its boxes, and how nodes look.
const map = { tree: null, node: null, boxes: [], width: 0, height: 0, paint: null, dark: false, matches: null, hovered: null };

// Widths of letters by font, measured once.
const widths = { head: new Map(), tile: new Map() };
const measurer = (font) => (string) => {
  let sum = 0;
  for (const letter of string) {
    let width = widths[font].get(letter);
    if (width === undefined) {
      pen.font = fonts[font];
      width = pen.measureText(letter).width;
      widths[font].set(letter, width);
    }
    sum += width;
  }
  return sum;
};
const measureHead = measurer("head"), measureTile = measurer("tile");
const most = (name) => (name.length > 400 ? name.slice(0, 400) : name);

// The text of a box, computed once for its size.
const label = (box) => {
  if (box.label) return box.label;
  const { node } = box;
  if (box.isOpen) {
    const room = box.w - 10;
    const name = wrapped(most(node.name), room, 1, measureHead);
    const size = "  " + valueText(node);
    box.label = name.length && measureHead(name[0]) + measureTile(size) <= room ? [name[0], size] : name;
    return box.label;
  }
  const room = box.w - 8, lines = Math.floor((box.h - 4) / 14);
  box.label = wrapped(most(node.name), room, Math.min(lines, 4), measureTile);
  const size = valueText(node);
  if (box.label.length && box.label.length < lines && measureTile(size) <= room) box.label = [...box.label, size];
  return box.label;
};

// Savings of several packages do not add up to anything.
const valueText = (node) => (metrics[state.metric].text ? metrics[state.metric].text(node) : state.metric === "change" ? signed(node.change) : state.metric === "removal" && node.level !== "package" ? "" : iec(node.value));

let hatch = null;
const hatched = () => {
  if (hatch) return hatch;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const lines = tile.getContext("2d");
  lines.strokeStyle = "rgb(128 128 128 / .5)";
  lines.beginPath();
  for (const at of [-8, 0, 8]) { lines.moveTo(at, 8); lines.lineTo(at + 8, 0); }
  lines.stroke();
  hatch = pen.createPattern(tile, "repeat");
  return hatch;
};

// The kinds of a package or group that is not open: a stripe each.
const kindsOf = (node) => {
  if (node.level === "package") return node.children;
  const sums = new Map();
  for (const part of node.children.flatMap((child) => child.children)) sums.set(part.kind, { ...part, value: (sums.get(part.kind)?.value || 0) + part.value });
  return [...sums.values()].sort((a, b) => b.value - a.value);
};
const drawStripes = (node, x, y, w, h) => {
  let at = 0;
  for (const part of (node.stripes ??= kindsOf(node))) {
    const length = part.value / node.value;
    pen.fillStyle = shaded(map.paint(part), map.dark);
    if (w > h) pen.fillRect(x + at * w, y, length * w, h); else pen.fillRect(x, y + at * h, w, length * h);
    at += length;
  }
};

// Draws boxes, each at `place(box)`; without text where they move.
const drawBoxes = (boxes, place, withText) => {
  const { dark, matches } = map;
  const ground = dark ? "#14171a" : "#ffffff";
  pen.textBaseline = "top";
  for (const box of boxes) {
    const [x, y, w, h] = place ? place(box) : [box.x, box.y, box.w, box.h];
    if (w < 0.4 || h < 0.4 || x > map.width || y > map.height || x + w < 0 || y + h < 0) continue;
    const { node } = box;
    const found = matches === null || matches.has(node);
    const colour = shaded(map.paint(node), dark);
    pen.globalAlpha = found ? 1 : 0.22;
    if (box.isOpen) {
      pen.fillStyle = node.level === "group" ? mix(colour, ground, dark ? 0.5 : 0.42) : mix(colour, ground, 0.8);
      pen.fillRect(x, y, w, h);
    } else {
      pen.fillStyle = colour;
      pen.fillRect(x, y, w, h);
      if (state.colour === "kind" && (node.level === "package" || node.level === "group" && node.children[0].level === "package")) drawStripes(node, x, y, w, h);
      if (node.class === "unexplained") { pen.fillStyle = hatched(); pen.fillRect(x, y, w, h); }
      if (w > 2.5 && h > 2.5) {
        pen.strokeStyle = ground;
        pen.lineWidth = node.level === "package" ? 1 : 0.5;
        pen.strokeRect(x + 0.25, y + 0.25, w - 0.5, h - 0.5);
      }
    }
    if (withText && h > 13 && w > 18) {
      pen.fillStyle = dark ? "#f3f5f6" : "#16191c";
      if (box.isOpen) {
        const [name, size] = label(box);
        if (name) {
          pen.font = fonts.head;
          pen.fillText(name, x + 5, y + 3);
          if (size) { pen.font = fonts.tile; pen.fillText(size, x + 5 + measureHead(name), y + 3); }
        }
      } else {
        pen.font = fonts.tile;
        label(box).forEach((line, at) => pen.fillText(line, x + 4, y + 3 + at * 14));
      }
    }
    if (matches !== null && matches.has(node) && !box.isOpen) {
      pen.strokeStyle = dark ? "#ffffff" : "#101316";
      pen.lineWidth = 1.5;
      pen.strokeRect(x + 1, y + 1, Math.max(w - 2, 1), Math.max(h - 2, 1));
    }
  }
  pen.globalAlpha = 1;
};

const drawStill = () => {
  pen.clearRect(0, 0, map.width, map.height);
  drawBoxes(map.boxes, null, true);
  if (map.hovered) {
    const { x, y, w, h } = map.hovered;
    pen.strokeStyle = map.dark ? "#ffffff" : "#101316";
    pen.lineWidth = 2;
    pen.strokeRect(x + 1, y + 1, Math.max(w - 2, 1), Math.max(h - 2, 1));
  }
};

// The box of a node, or of the nearest ancestor that has one.
const boxOf = (node, boxes) => {
  for (let at = node; at; at = at.parent) {
    const box = boxes.find((box) => box.node === at || (box.node.hidden && box.node.hidden.includes(at)));
    if (box) return box;
  }
  return null;
};

// Motion between an outer picture, of which one box grows to the whole map, and the inner one that grows in its place.
let frame = 0;
const move = (outer, inner, box, isInwards) => {
  cancelAnimationFrame(frame);
  const start = performance.now();
  const step = (now) => {
    const passed = Math.min(1, Math.max(0, (now - start) / zoomTime));
    const eased = 1 - (1 - passed) ** 3;
    const t = isInwards ? eased : 1 - eased;
    const scale = { x: 1 + (map.width / box.w - 1) * t, y: 1 + (map.height / box.h - 1) * t };
    const at = { x: box.x * (1 - t), y: box.y * (1 - t) };
    pen.clearRect(0, 0, map.width, map.height);
    drawBoxes(outer, (other) => [at.x + (other.x - box.x) * scale.x, at.y + (other.y - box.y) * scale.y, other.w * scale.x, other.h * scale.y], false);
    const width = box.w * scale.x / map.width, height = box.h * scale.y / map.height;
    drawBoxes(inner, (other) => [at.x + other.x * width, at.y + other.y * height, other.w * width, other.h * height], false);
    if (passed < 1) frame = requestAnimationFrame(step);
    else { frame = 0; drawStill(); }
  };
  frame = requestAnimationFrame(step);
};

// Fits the canvas to its place, sharp on every screen. True when that changed.
const fitMap = () => {
  const { clientWidth: width, clientHeight: height } = $("map");
  const ratio = devicePixelRatio || 1;
  if (canvas.width === Math.round(width * ratio) && canvas.height === Math.round(height * ratio) && map.width === width) return false;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  [map.width, map.height] = [width, height];
  return true;
};

// Shows a node of a tree. With motion where both the old and the new node are in it.
const showMap = (tree, node) => {
  fitMap();
  cancelAnimationFrame(frame);
  frame = 0;
  const before = { tree: map.tree, node: map.node, boxes: map.boxes };
  Object.assign(map, { tree, node, boxes: layout(node, map.width, map.height), paint: painter(state, tree), dark: isDark(), hovered: null });
  findMatches();
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (before.tree === tree && before.node !== node && before.boxes.length && !isStill) {
    const isInwards = isWithin(node, before.node);
    const [outer, inner, small] = isInwards ? [before.boxes, map.boxes, node] : [map.boxes, before.boxes, before.node];
    const box = boxOf(small, outer);
    if (box && box.w > 0 && box.h > 0) return move(outer, inner, box, isInwards);
  }
  drawStill();
};

// What is searched for: the nodes found, with all that holds them or is in them; null for no search.
const findMatches = () => {
  const wanted = query();
  map.matches = null;
  if (!wanted) return;
  map.matches = new Set();
  const visit = (node, isIn) => {
    const isFound = isIn || (node.level !== "root" && (node.name.toLowerCase().includes(wanted) || (node.level === "package" && (node.module || "").toLowerCase().includes(wanted))));
    let some = isFound;
    for (const child of node.children) some = visit(child, isFound) || some;
    if (some) map.matches.add(node);
    return some;
  };
  visit(map.tree, false);
  for (const { node } of map.boxes) if (node.hidden && node.hidden.some((child) => map.matches.has(child))) map.matches.add(node);
};

const boxAt = (x, y) => map.boxes.findLast((box) => x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h) || null;
