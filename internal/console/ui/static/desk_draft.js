// What is typed at the desk is kept in this tab until it is sent or given up, so that it survives a reload, Back, and signing in again.
// console.js forgets all of it when somebody signs out.
const form = () => document.getElementById("call");

function start() {
  const call = form();
  if (!call) return;
  forgetOthers(call.dataset.draft);
  if (call.dataset.typed === "true") save(); // what the server was sent is newer
  else restore(call);
  call.addEventListener("input", save);
  call.addEventListener("change", save);
}

// forgetOthers forgets what other people typed in this tab.
function forgetOthers(name) {
  const mine = name.slice(0, name.lastIndexOf(" ") + 1);
  Object.keys(sessionStorage).forEach((key) => key.startsWith("draft ") && !key.startsWith(mine) && sessionStorage.removeItem(key));
}

const shown = (field) => field.startsWith("shown."); // what the page says of an outcome
const ofUnits = (field) => field.startsWith("shown.units."); // what it said of a product stays with the units: of a changed one the server tells
const written = (field) => !["customer", "key", "pause"].includes(field) && !shown(field);

function save() {
  const values = [...new FormData(form())];
  const name = form().dataset.draft;
  if (values.some(([field, value]) => value && written(field))) sessionStorage.setItem(name, JSON.stringify(values));
  else sessionStorage.removeItem(name);
}

// madeAt is the customer's latest change in the campaign when the page was made that a key comes from (desk_key.go).
const madeAt = (key) => Number(key?.split("-")[0]);

// restore brings back what was typed for this call. Where it was registered meanwhile, what comes now is another call; where somebody else moved
// the customer, the texts come back, and what came of the call is chosen anew.
function restore(call) {
  const kept = JSON.parse(sessionStorage.getItem(call.dataset.draft) ?? "null");
  if (!kept) return;
  const was = new Map(kept);
  if (Number(call.dataset.told) > madeAt(was.get("key"))) return over(call);
  const stands = madeAt(was.get("key")) === madeAt(call.elements.key.value);
  for (const [field, value] of kept) {
    const input = call.elements[field];
    if (!(input instanceof Element) || (shown(field) && !ofUnits(field)) || (field === "key" && !stands)) continue;
    input.type === "checkbox" ? (input.checked = true) : (input.value = value);
  }
  const chosen = call.querySelector(`.outcome[value="${CSS.escape(call.elements.chosen.value)}"]`);
  const seen = chosen && was.get(`shown.${chosen.value}`) === call.elements[`shown.${chosen.value}`].value; // else it is another outcome now
  call.dispatchEvent(new CustomEvent("choose", { detail: stands && seen ? chosen : undefined }));
  call.querySelector("[data-restored]").hidden = false;
}

function over(call) {
  forget();
  call.querySelector("[data-over]").hidden = false;
}

const forget = () => form() && sessionStorage.removeItem(form().dataset.draft);
const ends = "#call, [data-gives-back]"; // what is sent with them is the end of what was typed
start();
document.addEventListener("fresh", start);
document.addEventListener("sent", (event) => event.detail.matches(ends) && forget());
