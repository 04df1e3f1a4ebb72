// The desk while a customer is called: the page works without it.
const call = document.getElementById("call");
const outcomes = [...call.querySelectorAll(".outcome")];
const chosen = () => outcomes.find((button) => button.getAttribute("aria-pressed") === "true");

function choose(button) {
  outcomes.forEach((other) => other.setAttribute("aria-pressed", other === button));
  call.elements.chosen.value = button.value;
}

// missing is the first input that an outcome needs and that is empty.
function missing(button) {
  const needs = button.dataset.requires.split(" ").filter(Boolean);
  const inputs = needs.map((need) => [...call.querySelectorAll(`[data-need="${need}"]`)]);
  return inputs.find((all) => all.every((input) => !input.value.trim() || input.value === "0"))?.[0];
}

const note = document.createElement("p");
note.className = "note";
note.setAttribute("role", "alert");

function say(text, input, place) {
  note.textContent = text;
  place.append(note);
  input.focus();
}

// An outcome that needs more says so first and leads there; Enter registers the outcome that was chosen.
call.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  const button = pressed?.matches("[data-default]") ? chosen() : pressed?.matches(".outcome") ? pressed : null;
  if (!button && !pressed?.matches("[data-default]")) return;
  call.querySelectorAll(".need").forEach((input) => input.classList.remove("need"));
  if (!button) {
    event.preventDefault();
    return say(call.dataset.choose, outcomes[0], call.querySelector(".outcomes"));
  }
  choose(button);
  const first = missing(button);
  if (!first) return;
  event.preventDefault();
  first.classList.add("need");
  say(call.dataset.missing, first, first.closest("fieldset, .field"));
}, true);

call.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("textarea") || !event.ctrlKey) return;
  event.preventDefault();
  call.requestSubmit(call.querySelector("[data-default]"));
});

// How long the customer is still kept, by the server's clock, and that it soon is not, and is not any more.
const claim = document.querySelector("[data-left]");
if (claim) {
  const [text, since, lapsed] = [claim.textContent, Date.now(), document.querySelector("[data-lapsed]")];
  const tell = (text) => {
    if (lapsed.textContent === text) return;
    lapsed.hidden = false;
    lapsed.textContent = text;
  };
  const tick = setInterval(() => {
    const left = Math.ceil((Number(claim.dataset.left) - (Date.now() - since)) / 1000);
    claim.textContent = left > 0 ? `${text} (${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})` : "";
    claim.classList.toggle("soon", left < 60);
    if (left < 60) tell(left > 0 ? claim.dataset.soon : claim.dataset.gone);
    if (left <= 0) clearInterval(tick);
  }, 1000);
}
