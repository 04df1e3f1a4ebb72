// Sends the desk's forms without leaving the page, so that nothing typed is lost: where there is no connection it is tried again, which is
// safe (the forms have a key, and the next customer is who was given out already); who is signed out signs in beside it; what was refused is shown
// in place, and Back leads to no form sent twice.
const [soonest, latest] = [2_000, 30_000]; // milliseconds until it is tried again
const passing = new Set([429, 502, 503, 504]); // answers of a server that is busy, or starting
const renewal = 60_000; // how often typing keeps the customer for longer
const silence = 400; // milliseconds after which it is said that something is on its way
let sending = null; // what is on its way
let done = false; // what this page sent was done
let renewed = Date.now();

const find = (selector) => document.querySelector(selector);
const ask = (url, body) => fetch(url, { method: "POST", body, headers: { Accept: "application/json, text/html" } }).catch(() => null);
const isJSON = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");

function start() {
  forms().forEach((form) => form.addEventListener("submit", submitted));
  document.getElementById("call")?.addEventListener("input", renew);
  find("[data-try]").addEventListener("click", attempt);
  find("[data-give-up]").addEventListener("click", stop);
  find("#sign-in-again form").addEventListener("submit", signIn);
}

const forms = () => document.querySelectorAll("form[data-sends]");
const freeze = (frozen) => forms().forEach((form) => (form.inert = frozen)); // what is on its way is not changed meanwhile

function submitted(event) {
  if (event.defaultPrevented) return;
  event.preventDefault();
  if (!sending) send(event.currentTarget, event.submitter);
}

function send(form, submitter) {
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const body = new URLSearchParams(new FormData(form, submitter));
  sending = { form, url, body, pause: soonest, timer: 0, focused: document.activeElement };
  freeze(true);
  return attempt();
}

async function attempt() {
  const sent = sending;
  if (!sent) return;
  clearTimeout(sent.timer);
  const answer = await told(ask(sent.url, sent.body));
  if (sending !== sent) return; // it was given up meanwhile
  if (!answer || passing.has(answer.status)) return later(sent);
  if (answer.status === 401) return find("#sign-in-again").showModal();
  if (!isJSON(answer)) return stop(), show(await answer.text(), sent.form);
  const said = await answer.json();
  if (!said.go) return stop(), keep(said);
  done = true;
  document.dispatchEvent(new CustomEvent("sent", { detail: sent.form }));
  sent.timer = setTimeout(stop, latest); // where the next page does not come, this one can be used again
  location.assign(said.go);
}

// told says that something is on its way, where it takes long enough to be wondered about.
async function told(asked) {
  const place = find("[data-under-way]");
  const timer = setTimeout(() => (place.textContent = place.dataset.underWay), silence);
  const answer = await asked;
  clearTimeout(timer);
  place.textContent = "";
  return answer;
}

// later says that nothing was sent, and tries again.
function later(sent) {
  find("[data-unsent]").hidden = false;
  sent.timer = setTimeout(attempt, sent.pause);
  sent.pause = Math.min(sent.pause * 2, latest);
}

function stop() {
  if (!sending) return;
  clearTimeout(sending.timer);
  freeze(false);
  if (sending.form.contains(sending.focused)) sending.focused.focus();
  find("[data-unsent]").hidden = true;
  sending = null;
}

// show puts the page that the server answered in place of this one; an answer that is no desk, or lacks the form that is here, is told beside it.
// Where the customer who was called is away, the call is over: the page that says so shows what was sent.
function show(html, sent) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const [main, told] = [document.getElementById("main"), page.querySelector(".alert")?.textContent];
  const lacks = (selector) => find(selector) && !page.querySelector(selector);
  const away = sent.matches("#call") && page.querySelector("[data-away]");
  if (away) document.dispatchEvent(new CustomEvent("sent", { detail: sent }));
  if (!away && (lacks("[data-unsent]") || lacks("#call"))) {
    const refused = find("[data-refused]");
    [refused.hidden, refused.textContent] = [false, told ?? ""];
    return refused.focus();
  }
  main.replaceWith(document.adoptNode(page.getElementById("main")));
  document.dispatchEvent(new Event("fresh"));
  find("#main [autofocus]")?.focus();
}

// renew keeps the customer for longer while something is typed.
async function renew() {
  const [claim, button] = [find("[data-left]"), find("[data-renew]")];
  if (!claim || claim.textContent === "" || Date.now() - renewed < renewal) return;
  renewed = Date.now();
  const answer = await ask(button.formAction, new URLSearchParams({ renew: 1, customer: button.form.elements.customer.value }));
  if (answer?.ok && isJSON(answer)) keep(await answer.json());
}

const keep = (told) => find("[data-left]")?.dispatchEvent(new CustomEvent("kept", { detail: told }));

// signIn signs in beside what was typed, and sends it then.
async function signIn(event) {
  event.preventDefault();
  event.stopPropagation();
  const [form, problem] = [event.target, find("#sign-in-again [data-problem]")];
  const answer = await ask(form.action, new URLSearchParams(new FormData(form)));
  form.reset();
  if (answer?.ok && isJSON(answer)) {
    find("#sign-in-again").close();
    return attempt();
  }
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  [problem.hidden, problem.textContent] = [false, page?.querySelector(".alert")?.textContent ?? problem.dataset.unsent];
}

start();
document.addEventListener("fresh", start);
document.addEventListener("cancel", stop, true); // of the sign-in
window.addEventListener("online", attempt);
// A page that Back shows as it was left has the key of what was done: sent again, it would count as the same and do nothing.
window.addEventListener("pageshow", (event) => event.persisted && (done ? location.reload() : stop()));
