// Pointer and keyboard on the map. Two buttons take turns as the cursor: a screen reader reads the one that gets the focus.
const tip = $("tip");
const showTip = (node, x, y) => {
  const total = map.tree.size, metric = metrics[state.metric];
  const lines = metric.lines ? metric.lines(node) : [`${exact(node.size)} bytes · ${iec(node.size)} · ${share(node.size, total)} of the file`];
  if (node.change !== undefined) lines.push(node.change ? `${signed(node.change)} against ${iec(node.size - node.change)}` : "unchanged");
  if (state.metric === "download") lines.push(`${iec(node.value)} to download`);
  if (node.saves || state.metric === "removal") lines.push(`removal saves ${iec(state.metric === "removal" ? node.value : node.saves)}, modelled`);
  const about = [node.level === "group" ? classTitles[node.class] : node.level === "rest" ? "" : node.level === "leaf" ? classTitles[node.class] : node.level];
  if (node.package) about.push([node.module, node.version].filter(Boolean).join(" "));
  else if (node.parent && node.parent.package) about.push("in " + node.parent.name);
  if (node.level === "group" && node.children.length) about.push(count(node.children.length, node.class === "overhead" || node.class === "unexplained" ? "part" : "package"));
  tip.replaceChildren(make("b", {}, most(node.name)), ...lines.map((line) => make("span", {}, line)), make("span", {}, about.filter(Boolean).join(" · ")));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(x + 14, document.documentElement.clientWidth - width - 8)) + "px";
  tip.style.top = (y + height + 24 > innerHeight ? Math.max(8, y - height - 12) : y + 16) + "px";
};
const hideTip = () => { tip.hidden = true; };

// The node that a click on a box zooms to: itself, or what it is part of; null for the one that fills the map.
const target = (node) => {
  let at = node.level === "rest" ? node.parent : node;
  while (at && !at.children.length) at = at.parent;
  return at && at !== map.node && isWithin(at, map.node) ? at : null;
};
const zoomTo = (node) => {
  const path = pathTo(node);
  go({ zoom: path[1] ? path[1].key : null, package: path[2] ? path[2].key : null });
};
const zoomOut = () => { if (map.node && map.node.parent) zoomTo(map.node.parent); };

canvas.addEventListener("pointermove", (event) => {
  const box = boxAt(event.offsetX, event.offsetY);
  if (box !== map.hovered && !frame) { map.hovered = box; drawStill(); }
  canvas.style.cursor = box && target(box.node) ? "zoom-in" : "default";
  if (box && event.pointerType === "mouse") showTip(box.node, event.clientX, event.clientY);
  else hideTip();
});
canvas.addEventListener("pointerleave", () => {
  hideTip();
  if (map.hovered && !frame) { map.hovered = null; drawStill(); }
});
canvas.addEventListener("click", (event) => {
  const box = boxAt(event.offsetX, event.offsetY);
  const node = box && target(box.node);
  hideTip();
  if (node) zoomTo(node);
});

const cursors = [0, 1].map(() => make("button", { type: "button", class: "cursor", tabindex: "-1" }));
$("map").append(...cursors);
const cursor = { turn: 0, at: 0 };
// What the cursor covers: the head of an open box, the whole of another.
const spot = ({ x, y, w, h, isOpen }) => ({ x, y, w, h: isOpen ? headHeight : h });

const describe = (node) => {
  const metric = metrics[state.metric];
  const words = [most(node.name), ...(metric.lines ? metric.lines(node) : [iec(node.size), `${share(node.size, map.tree.size)} of the file`])];
  if (node.change) words.push(`${node.change > 0 ? "grown" : "shrunk"} by ${iec(node.change)}`);
  if (node.level !== "rest" && node.level !== "leaf") words.push(node.level);
  if (target(node)) words.push("Enter zooms in");
  return words.join(", ");
};

const placeCursor = (index, isFocused) => {
  const box = map.boxes[index];
  for (const button of cursors) { button.tabIndex = -1; button.hidden = true; }
  if (!box) return;
  cursor.at = index;
  cursor.turn = 1 - cursor.turn;
  const button = cursors[cursor.turn], { x, y, w, h } = spot(box);
  button.hidden = false;
  button.tabIndex = 0;
  button.style.cssText = `left:${x}px;top:${y}px;width:${Math.max(w, 4)}px;height:${Math.max(h, 4)}px`;
  button.setAttribute("aria-label", describe(box.node));
  if (isFocused) button.focus({ preventScroll: true });
};

// After every change of the map: the focus stays on it, at `node` if that is there.
const keepCursor = (node) => {
  const isFocused = cursors.includes(document.activeElement);
  const at = node ? map.boxes.indexOf(boxOf(node, map.boxes)) : 0;
  placeCursor(Math.max(at, 0), isFocused);
};

// The nearest box in a direction: how far along it, and twice how far beside it.
const neighbour = (dx, dy) => {
  const from = spot(map.boxes[cursor.at]);
  const middle = { x: from.x + from.w / 2, y: from.y + from.h / 2 };
  let best = -1, least = Infinity;
  map.boxes.forEach((box, index) => {
    if (index === cursor.at) return;
    const to = spot(box);
    const ahead = dx ? dx * ((dx > 0 ? to.x : to.x + to.w) - (dx > 0 ? from.x + from.w : from.x)) : dy * ((dy > 0 ? to.y : to.y + to.h) - (dy > 0 ? from.y + from.h : from.y));
    if (ahead < -2.5) return;
    const beside = dx ? Math.max(0, to.y - middle.y, middle.y - to.y - to.h) : Math.max(0, to.x - middle.x, middle.x - to.x - to.w);
    const distance = Math.max(ahead, 0) + 2 * beside;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
};

$("map").addEventListener("keydown", (event) => {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  const box = map.boxes[cursor.at];
  if (direction) {
    const next = neighbour(...direction);
    if (next >= 0) placeCursor(next, true);
  } else if (event.key === "Home" || event.key === "End") placeCursor(event.key === "Home" ? 0 : map.boxes.length - 1, true);
  else if (event.key === "Enter" || event.key === " ") { if (box && target(box.node)) zoomTo(target(box.node)); }
  else if (event.key === "Escape") { if (map.node.parent) zoomOut(); else document.activeElement.blur(); }
  else return;
  event.preventDefault();
});
$("map").addEventListener("focusin", (event) => {
  const box = map.boxes[cursor.at];
  if (!box || !event.target.matches(":focus-visible")) return;
  const place = $("map").getBoundingClientRect();
  showTip(box.node, place.left + box.x, place.top + box.y + Math.min(box.h, 22));
});
$("map").addEventListener("focusout", hideTip);
