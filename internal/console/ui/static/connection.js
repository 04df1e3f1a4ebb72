// A form that is sent, and a link that is followed at the desk or where the connection seems to be gone, ask first whether the server can be
// reached. Where it can't, the page stays, with what was typed, and says so: the browser would put its own page of errors in its place. The
// desk's forms, which desk_send.js sends, do so themselves. Other links go at once: to ask takes time.
const patience = 10_000; // milliseconds that the server may take to answer
const asking = new WeakSet(); // forms and links about which the server is asked
const admitted = new WeakSet(); // forms that go now
const note = document.querySelector("[data-unreached]");

const reached = () =>
  fetch(import.meta.url, { method: "HEAD", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(patience) }).then(
    () => true,
    () => false,
  );

// goThere goes where the server can be reached; meanwhile a second click does nothing.
async function goThere(event, place, go) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asking.has(place)) return;
  asking.add(place);
  note.hidden = true;
  const there = await reached();
  asking.delete(place);
  note.hidden = there;
  if (there) go();
}

// send sends a form as it was sent at first; what a confirmed question added to it has been taken out again since.
function send(form, submitter, confirmed) {
  if (!form.isConnected) document.body.append(Object.assign(form, { hidden: true })); // its part of the page was replaced
  form.append(...confirmed);
  admitted.add(form);
  form.requestSubmit(submitter);
  admitted.delete(form);
  confirmed.forEach((input) => input.remove());
}

document.addEventListener(
  "submit",
  (event) => {
    const [form, submitter] = [event.target, event.submitter];
    if (admitted.has(form) || form.closest("[data-sends], dialog")) return;
    const confirmed = [...form.querySelectorAll(":scope > input[name=sure]")];
    goThere(event, form, () => send(form, submitter, confirmed));
  },
  true,
);

const isPlain = (event) => !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !isPlain(event) || link.matches("[download], [target]")) return;
  const to = new URL(link.getAttribute("href"), location);
  if (navigator.onLine && note.hidden && !document.querySelector("[data-sends]")) return;
  if (to.origin !== location.origin || (to.hash && to.href.split("#")[0] === location.href.split("#")[0])) return;
  goThere(event, link, () => location.assign(to));
});

window.addEventListener("online", () => (note.hidden = true));
