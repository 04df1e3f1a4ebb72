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
const written = (field) => field !== "key" && field !== "pause" && !shown(field);

function save() {
  const values = [...new FormData(form())];
  const name = form().dataset.draft;
  if (values.some(([field, value]) => value && written(field))) sessionStorage.setItem(name, JSON.stringify(values));
  else sessionStorage.removeItem(name);
}

function restore(call) {
  const kept = JSON.parse(sessionStorage.getItem(call.dataset.draft) ?? "null");
  if (!kept) return;
  for (const [field, value] of kept) {
    const input = call.elements[field];
    if (!(input instanceof Element) || shown(field)) continue;
    input.type === "checkbox" ? (input.checked = true) : (input.value = value);
  }
  const chosen = call.querySelector(`.outcome[value="${CSS.escape(call.elements.chosen.value)}"]`);
  const was = new Map(kept).get(`shown.${chosen?.value}`);
  const same = was && was === call.elements[`shown.${chosen.value}`].value; // an outcome that became another is chosen anew
  call.dispatchEvent(new CustomEvent("choose", { detail: same ? chosen : undefined }));
  call.querySelector("[data-restored]").hidden = false;
}

const forget = () => form() && sessionStorage.removeItem(form().dataset.draft);
const ends = "#call, [data-gives-back]"; // what is sent with them is the end of what was typed
start();
document.addEventListener("fresh", start);
document.addEventListener("sent", (event) => event.detail.matches(ends) && forget());
