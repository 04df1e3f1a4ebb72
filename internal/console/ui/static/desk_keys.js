// Single keys at the desk. A key chooses an outcome or goes to an input, and registers nothing: Enter does that. Keys do nothing while a
// page arrives, and letters that come fast, one after another, are a sentence: it goes into the comment.
const [arrival, burst] = [700, 250]; // milliseconds
const keysAreOff = () => localStorage.getItem("keys") === "off";
const inputs = "input:not([type=checkbox]), textarea, select";
const form = () => document.getElementById("call");
const comment = () => document.querySelector("textarea[data-key=c]");
const chosen = () => document.querySelector(".outcome[aria-pressed=true]");

let arrived = performance.now(); // when the page came
let last = -Infinity; // when the latest letter came
let letters = ""; // what was typed with nothing focused, each letter soon after the one before
let before = null; // the outcome that was chosen before them
let led = null; // the input that a key led to
let leaving = 0; // the timer of a key that leaves the page

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys]")) localStorage.setItem("keys", event.target.checked ? "on" : "off");
});

function arrive() {
  document.querySelectorAll("[data-keys]").forEach((wanted) => (wanted.checked = !keysAreOff()));
  arrived = performance.now();
  forget();
  delete document.documentElement.dataset.awake;
  setTimeout(() => performance.now() - arrived >= arrival && (document.documentElement.dataset.awake = ""), arrival + 10);
}
arrive();
window.addEventListener("pageshow", (event) => event.persisted && arrive());
document.addEventListener("fresh", arrive);

document.addEventListener("keydown", (event) => {
  if (form()?.inert) return; // it is on its way
  if (event.key === "Escape") return leave(event.target);
  if (event.key === "Enter") return enter(event);
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1 || keysAreOff() || document.querySelector("dialog[open]")) return;
  const soon = event.timeStamp - last < burst;
  if (event.target.matches(inputs) && !(event.target === led && soon && !isDigit(event.key))) return forget();
  if (event.key === " " && event.target.matches("a, button, input, summary") && !soon) return;
  letter(event, soon);
});

// forget forgets what was typed: the next letter begins something new.
function forget() {
  [last, letters, led] = [-Infinity, "", null];
  clearTimeout(leaving);
}
document.addEventListener("pointerdown", forget);

function leave(target) {
  forget();
  if (target.matches(inputs)) target.blur();
}

const isDigit = (key) => key >= "0" && key <= "9";

function letter(event, soon) {
  event.preventDefault();
  if (event.repeat) return;
  clearTimeout(leaving);
  if (!soon) [letters, before, led] = ["", chosen(), null];
  [last, letters] = [event.timeStamp, letters + event.key];
  if (letters.length > 1) return write();
  if (event.timeStamp - arrived >= arrival) press(event.key.toLowerCase());
}

// press does what a key stands for. One that leaves the page waits for whether a sentence comes.
function press(key) {
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!place) return /\p{L}/u.test(key) && write(); // a letter that is no key begins a comment
  if (place.matches("[data-leaves]")) return (leaving = setTimeout(() => place.click(), burst));
  place.matches("button:not([data-points])") ? place.click() : place.focus();
  if (place.matches("textarea")) place.setSelectionRange(place.value.length, place.value.length); // what is there already goes on
  const focused = document.activeElement;
  if (focused === comment() || focused.type === "search") return forget(); // what follows is typed there
  led = focused.matches(inputs) ? focused : null;
}

// write puts the letters into the comment, and takes back what the first of them chose.
function write() {
  const text = comment();
  if (!text) return;
  form().dispatchEvent(new CustomEvent("choose", { detail: before }));
  text.focus();
  text.setRangeText(letters, text.value.length, text.value.length, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  [letters, led] = ["", null];
}

// Enter registers what was chosen. While it is held it does nothing more, so that the page that comes next is not answered with it.
function enter(event) {
  const { target, timeStamp } = event;
  if (target.matches("textarea")) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    if (!event.repeat) register();
    return;
  }
  const dead = event.repeat || timeStamp - arrived < arrival || timeStamp - last < burst;
  if (dead) return event.preventDefault();
  if (target.matches(inputs) || target.matches("a, summary, button:not(.outcome)")) return;
  const outcome = target.closest(".outcome");
  if (!form() || (!outcome && keysAreOff())) return;
  event.preventDefault();
  outcome && outcome !== chosen() ? outcome.click() : register();
}

const register = () => form().requestSubmit(form().querySelector("[data-default]"));
