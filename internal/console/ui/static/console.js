// What makes pages live. Every page works without it; nothing here is fetched from anywhere else.

// Parts that live: the server sends an element's id and its HTML whenever it looks different. A page that nobody looks at listens to
// nothing, and one that somebody stopped stays as it is. What a proxy or a busy server broke off is tried again, each time a little later.
const [soonest, latest] = [2_000, 60_000];

function listen(place) {
  let [source, paused, pause, again] = [null, false, soonest, 0];
  const show = (text, on) => {
    place.hidden = false;
    place.textContent = place.dataset[text];
    place.title = paused ? place.dataset.goOn : place.dataset.pause;
    place.classList.toggle("on", on);
  };
  const close = () => {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  };
  const open = () => {
    if (source) return;
    source = new EventSource(place.dataset.live);
    source.onopen = () => ((pause = soonest), show("liveYes", true));
    source.onmessage = (event) => replace(JSON.parse(event.data));
    source.onerror = () => {
      show("liveNo", false);
      if (source.readyState === EventSource.CLOSED) refused(); // else the browser comes back by itself
    };
  };
  const refused = async () => {
    close();
    if ((await status(place.dataset.live)) === 401) return leave();
    again = setTimeout(follow, pause * (1 + Math.random()));
    pause = Math.min(pause * 2, latest);
  };
  const leave = () => {
    show("liveOut", false);
    place.title = "";
    place.onclick = () => location.reload(); // leads to the sign-in, and back
  };
  const follow = () => {
    close();
    if (document.visibilityState === "visible" && !paused) open();
  };
  place.onclick = () => {
    paused = !paused;
    show(paused ? "livePaused" : "liveNo", false);
    follow();
  };
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", follow);
  follow();
}

// status is how the server answers somebody who wants to listen, which an EventSource does not tell; undefined where there is no answer.
async function status(path) {
  const enough = new AbortController();
  const answer = await fetch(path, { headers: { Accept: "text/event-stream" }, signal: enough.signal }).catch(() => null);
  enough.abort();
  return answer?.status;
}

const focusable = "a, button, input, select, textarea, summary, [tabindex]";
const scrolled = ".scroll, .table";

// replace puts an element's new HTML in its place; who was in it with the keyboard stays there, what was open stays open, and what was
// scrolled stays where it is. What a part says of itself is told to those who don't see it.
function replace(part) {
  const old = document.getElementById(part.id);
  if (!old) return;
  const template = document.createElement("template");
  template.innerHTML = part.html;
  const fresh = template.content.firstElementChild;
  if (!fresh) return;
  const place = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  const lefts = [...old.querySelectorAll(scrolled)].map((box) => box.scrollLeft);
  [...fresh.querySelectorAll("details")].forEach((details, i) => (details.open = opened[i] ?? false));
  old.replaceWith(fresh);
  [...fresh.querySelectorAll(scrolled)].forEach((box, i) => (box.scrollLeft = lefts[i] ?? 0));
  if (place >= 0) fresh.querySelectorAll(focusable)[place]?.focus({ preventScroll: true });
  const said = fresh.querySelector("[data-say]")?.textContent;
  if (said && said !== old.querySelector("[data-say]")?.textContent) document.querySelector("[data-live-said]").textContent = said;
}

document.querySelectorAll("[data-live]").forEach(listen);

// What was done is said once: the address of the page, which is kept, copied and loaded again, says it no more. Which customers were moved
// together stays in it (moved), for as long as they can be moved back.
const address = new URL(location);
if (address.searchParams.has("done")) {
  ["done", "of", "count", "left", "into"].forEach((name) => address.searchParams.delete(name));
  history.replaceState(history.state, "", address);
}

// A menu closes with Escape, when something else is clicked, and when the keyboard leaves it.
document.querySelectorAll("details.menu").forEach((menu) => {
  const close = (target) => menu.contains(target) || (menu.open = false);
  document.addEventListener("click", (event) => close(event.target));
  menu.addEventListener("focusout", (event) => event.relatedTarget && close(event.relatedTarget));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// A box that stands for all others of its table, and a count of those that are chosen.
document.querySelectorAll("[data-all]").forEach((all) => {
  const boxes = () => [...document.querySelectorAll(`input[name="${all.dataset.all}"]`)];
  const count = document.querySelector("[data-chosen]");
  const told = () => count && (count.textContent = boxes().filter((box) => box.checked).length);
  all.hidden = false;
  all.addEventListener("change", () => (boxes().forEach((box) => (box.checked = all.checked)), told()));
  boxes().forEach((box) => box.addEventListener("change", told));
  told();
});

// What can't be taken back is asked for once more; where it is about what was typed into a form, when something was.
const typedIn = (form) => [...form.elements].some((e) => e.matches("textarea, input:not([type=hidden], [type=checkbox])") && e.value.trim());
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sure]");
  if (!button || (button.dataset.typed && !typedIn(document.getElementById(button.dataset.typed)))) return;
  if (!confirm(button.dataset.sure)) return event.preventDefault();
  const said = Object.assign(document.createElement("input"), { type: "hidden", name: "sure", value: "1" });
  button.form.append(said); // without it the server asks
  setTimeout(() => said.remove());
});

// A form is sent once: a second click while the first is on its way does nothing. Whoever stopped it may send it again a little later.
const underWay = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[method=post]")) return;
  if (underWay.has(form)) return event.preventDefault();
  underWay.add(form);
  setTimeout(() => underWay.delete(form), 3_000);
});
window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach((form) => underWay.delete(form)));

// What is copied by a button.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
  });
});

// A button that fills an input in.
const showSetters = () => document.querySelectorAll("[data-set]").forEach((button) => (button.hidden = false));
showSetters();
document.addEventListener("fresh", showSetters);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set]");
  if (!button) return;
  const input = document.getElementById(button.dataset.set);
  input.value = button.dataset.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
});

// What was typed at the desk and not sent is forgotten when somebody signs out.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches('[action^="/sign-out"]')) return;
  Object.keys(sessionStorage).forEach((key) => key.startsWith("draft ") && sessionStorage.removeItem(key));
});

// A file is dropped on its form, which then sends it; one that is too large is told before.
document.querySelectorAll("[data-drop]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const sending = form.querySelector("[data-sending]");
  const check = () => input.setCustomValidity(input.files[0]?.size > form.dataset.most ? form.dataset.large : "");
  form.querySelector("[data-hint]").hidden = false;
  input.addEventListener("change", check);
  form.addEventListener("submit", () => (sending.textContent = sending.dataset.sending));
  window.addEventListener("pageshow", () => (sending.textContent = ""));
  ["dragover", "dragleave", "drop"].forEach((kind) =>
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
    }),
  );
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    check();
    form.requestSubmit();
  });
});
