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
document.querySelectorAll("[data-sure]").forEach((button) =>
  button.addEventListener("click", (event) => confirm(button.dataset.sure) || event.preventDefault()),
);

// A form is sent once: a second click while the first is on its way does nothing.
document.querySelectorAll("form[method=post]").forEach((form) => {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => (sent = false));
});

// What is copied by a button.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
  });
});
