// Elements, and how sizes and names are written. All scripts of the page share one function's scope.
const $ = (id) => document.getElementById(id);

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
  if (size < 1024) return Math.round(size) + " B";
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
const count = (number, noun) => `${exact(number)} ${noun}${number === 1 ? "" : "s"}`;

// Draws the contents of an element anew and keeps the focus in it: on the button of the same name, else in the same place,
// else on the map.
const redrawn = (element, ...children) => {
  const buttons = () => [...element.querySelectorAll("button")];
  const at = buttons().indexOf(document.activeElement), name = at < 0 ? null : document.activeElement.textContent;
  element.replaceChildren(...children);
  if (at < 0) return;
  const now = buttons(), same = now.find((button) => button.textContent === name) || now[Math.min(at, now.length - 1)];
  (same || $("map").querySelector(".cursor:not([hidden])"))?.focus({ preventScroll: true });
};

// What is searched for, in lower case; empty for nothing.
const query = () => $("search").value.trim().toLowerCase();

// A name that may break after a slash, with what is searched for marked.
const written = (name) => {
  const wanted = query();
  const at = wanted ? name.toLowerCase().indexOf(wanted) : -1;
  const breakable = (text) => text.split("/").flatMap((part, index, all) => (index < all.length - 1 ? [part + "/", make("wbr")] : [part]));
  if (at < 0) return breakable(name);
  const end = at + wanted.length;
  return [...breakable(name.slice(0, at)), make("mark", {}, name.slice(at, end)), ...breakable(name.slice(end))];
};
