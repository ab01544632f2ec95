// Every page works without this. It keeps what is shown up to date, answers keys, copies, and looks at a form while it is
// filled in.
"use strict";

const main = document.getElementById("main");

// ---- What is shown follows the store

let asking = null;

/** Whether somebody is at work in an element: what he has typed must not go. */
function isInUse(element) {
  const active = document.activeElement;
  if (active && element.contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName)) return true;
  return [...element.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? false : field.value !== field.defaultValue);
}

/** What can be in focus, by what stays the same while the page around it changes: where it stands, leads and what it says. */
function focusables(part) {
  const seen = new Map();
  return new Map([...part.querySelectorAll("a, button, summary")].map((it) => {
    // The words of a summary may tell the time, those of a button that it has copied.
    const words = it.tagName === "SUMMARY" ? "" : it.dataset.copy ?? it.textContent.trim();
    const name = [it.closest("[id]")?.id, it.tagName, it.getAttribute("href"), it.form?.getAttribute("action"), words].join(" ");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [`${name} ${count}`, it];
  }));
}

/** The state of an order in which a part of its page was made; nothing for other parts. */
function phaseOf(part) { return part.querySelector("[name=version]")?.value; }

/** Says that decisions are of an earlier state, and takes them no more. */
function markStale(part) {
  if (part.querySelector("[data-stale]")) return;
  for (const button of part.querySelectorAll("form button:not(.copy)")) button.disabled = true;
  const notice = document.createElement("p");
  notice.className = "notice problem";
  notice.dataset.stale = "";
  notice.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = document.body.dataset.again;
  notice.append(document.body.dataset.movedOn, " ", link);
  part.querySelector("h2").after(notice);
}

function replaceParts(page) {
  const parts = [...page.querySelectorAll("#main [data-live]")];
  const fresh = new Map(parts.map((part) => [part.id, document.importNode(part, true)]));
  for (const old of [...main.querySelectorAll("[data-live]")]) {
    const part = fresh.get(old.id);
    if (isInUse(old)) {
      // What is typed stays; what it was typed for may not.
      if (!part || phaseOf(part) !== phaseOf(old)) markStale(old);
      continue;
    }
    // The order came to a phase in which less may be done.
    if (!part) { old.remove(); continue; }
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    const wasOpen = new Map([...old.querySelectorAll("li[id] > details[open]")].map((it) => [it.parentElement.id, true]));
    for (const details of part.querySelectorAll("li[id] > details")) {
      if (wasOpen.has(details.parentElement.id)) details.open = true;
    }
    if (open.length && !wasOpen.size) part.querySelectorAll("details").forEach((it, place) => { it.open = open[place] ?? it.open; });
    for (const button of part.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
    if (old.outerHTML === part.outerHTML) continue;
    const focused = [...focusables(old)].find(([, it]) => it === document.activeElement);
    old.replaceWith(part);
    if (focused) focusables(part).get(focused[0])?.focus({ preventScroll: true });
  }
  // Or one in which more may be done: what is new comes behind what it follows.
  for (const part of parts) {
    if (document.getElementById(part.id)) continue;
    const before = part.previousElementSibling && document.getElementById(part.previousElementSibling.id);
    if (before) before.after(fresh.get(part.id)); else main.append(fresh.get(part.id));
  }
  document.body.dataset.moving = page.body.dataset.moving;
}

async function refresh() {
  if (asking || !main.querySelector("[data-live]")) return;
  asking = fetch(location.href.split("#")[0], { headers: { "X-Requested-With": "console" } });
  try {
    const answer = await asking;
    if (answer.status === 401) tellConnection("out");
    if (answer.ok) replaceParts(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the next change, or the next second, asks again */ } finally { asking = null; }
}

/** Says whether what is shown follows the store. */
function tellConnection(how) {
  const state = document.querySelector("[data-live-state]");
  if (state.dataset.liveState === "out") return;
  state.dataset.liveState = how;
  state.hidden = false;
  state.textContent = document.body.dataset[how];
}

function listen() {
  if (!main.querySelector("[data-live]") || !window.EventSource) return;
  const events = new EventSource("/events");
  events.onopen = () => { tellConnection("live"); refresh(); };
  events.onerror = () => { tellConnection("lost"); refresh(); };
  events.addEventListener("change", refresh);
  setInterval(() => {
    if (document.body.dataset.moving === "yes" && !document.hidden) refresh();
  }, 2000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
}

// ---- Copying

function prepare(part) {
  for (const button of part.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.textContent;
  button.textContent = document.body.dataset.copied;
  setTimeout(() => { button.textContent = words; }, 1500);
});

// ---- A form is looked at while it is filled in

const form = document.querySelector("form[data-preview]");
let delay = 0;
let turn = 0;

async function preview() {
  const mine = ++turn;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || mine !== turn) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("preview").replaceWith(page.getElementById("preview"));
  // The places that can be chosen depend on what was chosen before.
  for (const old of form.querySelectorAll("#places select, #places details")) {
    if (old.tagName === "DETAILS") { old.remove(); continue; }
    const fresh = page.getElementById(old.id);
    if (fresh?.tagName !== "SELECT" || old === document.activeElement) continue;
    // What was chosen since stays chosen.
    const chosen = old.value;
    old.innerHTML = fresh.innerHTML;
    if ([...old.options].some((option) => option.value === chosen)) old.value = chosen;
    const reasons = fresh.parentElement.querySelector("details");
    if (reasons) old.after(reasons);
  }
  // What is wrong with an answer stands beside it.
  for (const field of form.querySelectorAll(".field input, .field select")) {
    const fresh = page.getElementById(field.id);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = fresh?.getAttribute(name);
      if (value) field.setAttribute(name, value); else field.removeAttribute(name);
    }
    field.parentElement.querySelector(".fault")?.remove();
    const fault = fresh?.parentElement.querySelector(".fault");
    if (fault) field.parentElement.append(fault);
  }
  const rows = [...page.querySelectorAll("form[data-preview] .row")];
  const own = [...form.querySelectorAll(".row")];
  if (rows.length > own.length) own[own.length - 1].after(...rows.slice(own.length));
  prepare(form);
}

if (form) form.addEventListener("input", () => { clearTimeout(delay); delay = setTimeout(preview, 250); });

// ---- The slider of versions

const slider = document.querySelector("[data-slider]");
if (slider) {
  slider.addEventListener("input", () => { document.querySelector("[data-output]").textContent = slider.value; });
  slider.addEventListener("change", () => slider.form.requestSubmit());
}

// ---- Keys

let last = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName)) {
    if (event.key === "Escape") document.activeElement.blur();
    // Whoever presses / once more has come there already.
    if (event.key === "/" && document.activeElement.matches("[data-search]") && !document.activeElement.value) event.preventDefault();
    return;
  }
  const places = { h: "/", o: "/orders", n: "/new", c: "/clusters", a: "/audit" };
  if (last === "g" && places[event.key]) { location.href = places[event.key]; return; }
  last = event.key;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    event.preventDefault();
    if (search) search.focus(); else { sessionStorage.setItem("search", "yes"); location.href = "/orders"; }
  }
  if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("[data-row]")];
    // Where one is, is where the focus is: that outlives the row, which the next look at the store replaces.
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "j" ? 1 : -1)))];
    next?.querySelector("a")?.focus();
  }
});

// Where / has led to.
if (sessionStorage.getItem("search")) {
  sessionStorage.removeItem("search");
  document.querySelector("[data-search]")?.focus();
}

// A notice is of the moment: the address that is shared does not hold it.
const address = new URL(location.href);
if (address.searchParams.has("notice")) {
  address.searchParams.delete("notice");
  history.replaceState(null, "", address);
}

prepare(document);
listen();
