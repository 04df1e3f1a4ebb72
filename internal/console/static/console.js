// What makes pages live. Every page works without it; nothing here is fetched from anywhere else.

// Parts that live: the server sends an element's id and its HTML whenever it looks different. A page that nobody looks at listens to nothing.
function listen(place) {
  let source = null;
  const show = (on) => {
    place.hidden = false;
    place.textContent = on ? place.dataset.liveYes : place.dataset.liveNo;
    place.classList.toggle("on", on);
  };
  const open = () => {
    if (source) return;
    source = new EventSource(place.dataset.live);
    source.onopen = () => show(true);
    source.onerror = () => show(false);
    source.onmessage = (event) => replace(JSON.parse(event.data));
  };
  const close = () => {
    if (source) source.close();
    source = null;
  };
  const follow = () => (document.visibilityState === "visible" ? open() : close());
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", follow);
  follow();
}

const focusable = "a, button, input, select, textarea, summary";

// replace puts an element's new HTML in its place; who was in it with the keyboard stays there, and what was open stays open.
function replace(part) {
  const old = document.getElementById(part.id);
  if (!old) return;
  const template = document.createElement("template");
  template.innerHTML = part.html;
  const fresh = template.content.firstElementChild;
  if (!fresh) return;
  const place = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  [...fresh.querySelectorAll("details")].forEach((details, i) => (details.open = opened[i] ?? false));
  old.replaceWith(fresh);
  if (place >= 0) fresh.querySelectorAll(focusable)[place]?.focus();
}

document.querySelectorAll("[data-live]").forEach(listen);

// A menu closes with Escape, and when something else is clicked.
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || (menu.open = false)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus.forEach((menu) => {
    if (menu.open) menu.querySelector("summary").focus();
    menu.open = false;
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

// What can't be taken back is asked for once more.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sure]");
  if (button && !confirm(button.dataset.sure)) event.preventDefault();
});

// A form is sent once: a second click while the first is on its way does nothing.
let underWay = new WeakSet();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[method=post]")) return;
  if (underWay.has(event.target)) event.preventDefault();
  underWay.add(event.target);
});
window.addEventListener("pageshow", () => (underWay = new WeakSet()));

// What is copied by a button.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
  });
});

// Single keys: each presses its button or goes to its input. They are off while something is typed, and for whoever wants them off.
const wanted = document.querySelector("[data-keys]");
if (wanted) {
  wanted.checked = localStorage.getItem("keys") !== "off";
  wanted.addEventListener("change", () => localStorage.setItem("keys", wanted.checked ? "on" : "off"));
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && typing) return event.target.blur();
  if (typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat || (wanted && !wanted.checked)) return;
  const place = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!place) return;
  event.preventDefault();
  place.matches("button") ? place.click() : place.focus();
});

// A button that fills an input in.
document.querySelectorAll("[data-set]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.set);
    input.value = button.dataset.value;
    input.focus();
  });
});

// The desk: an outcome that needs more says so first and leads there; Enter registers the outcome that was chosen.
const call = document.getElementById("call");
if (call) {
  const outcomes = [...call.querySelectorAll(".outcome")];
  const missing = (button) => {
    const needs = button.dataset.requires.split(" ").filter(Boolean);
    return needs.map((need) => [...call.querySelectorAll(`[data-need="${need}"]`)]).filter((inputs) => inputs.every((input) => !input.value.trim() || input.value === "0"));
  };
  const note = document.createElement("p");
  note.className = "note";
  note.setAttribute("role", "alert");
  const say = (input) => {
    note.textContent = call.dataset.missing;
    (input.closest("fieldset, .field") ?? input).append(note);
  };
  const choose = (button) => {
    outcomes.forEach((other) => other.classList.toggle("chosen", other === button));
    outcomes.forEach((other) => other.toggleAttribute("aria-current", other === button));
  };
  call.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.matches("[data-default]")) {
      event.preventDefault();
      const chosen = call.querySelector(".outcome.chosen");
      if (chosen) setTimeout(() => call.requestSubmit(chosen)); // within its own event a form is not sent
      return;
    }
    if (!button?.matches(".outcome")) return;
    choose(button);
    const first = missing(button)[0];
    call.querySelectorAll(".need").forEach((input) => input.classList.remove("need"));
    if (!first) return;
    event.preventDefault();
    first[0].classList.add("need");
    first[0].setCustomValidity("");
    say(first[0]);
    first[0].focus();
  }, true);
  call.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("textarea") || !event.ctrlKey) return;
    event.preventDefault();
    const chosen = call.querySelector(".outcome.chosen");
    if (chosen) call.requestSubmit(chosen);
  });
}

// How long a customer is still kept, and that it is not any more.
const claim = document.querySelector("[data-until]");
if (claim) {
  const text = claim.textContent;
  const tick = setInterval(() => {
    const left = Math.ceil((Number(claim.dataset.until) - Date.now()) / 1000);
    claim.textContent = left > 0 ? `${text} (${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})` : "";
    claim.classList.toggle("soon", left < 60);
    if (left > 0) return;
    clearInterval(tick);
    const note = document.querySelector("[data-lapsed]");
    note.hidden = false;
    note.textContent = claim.dataset.gone;
  }, 1000);
}

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
