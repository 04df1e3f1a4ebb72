// The desk while a customer is called: the page works without it. What the server answers in place of the page begins anew ("fresh").
const note = document.createElement("p");
note.className = "note";
note.setAttribute("role", "alert");

function say(text, input, place) {
  note.textContent = text;
  place.append(note);
  input.focus();
}

// begin makes a form live.
function begin(call) {
  const outcomes = [...call.querySelectorAll(".outcome")];
  const chosen = () => outcomes.find((button) => button.getAttribute("aria-pressed") === "true");

  // choose marks an outcome, or none, and says what registering it would do.
  const choose = (button) => {
    outcomes.forEach((other) => other.setAttribute("aria-pressed", other === button));
    call.elements.chosen.value = button?.value ?? "";
    call.querySelectorAll(".need").forEach((input) => input.classList.remove("need"));
    note.remove();
    const verdict = call.querySelector("[data-verdict]");
    verdict.classList.toggle("final", button?.dataset.final === "true");
    verdict.querySelector("[data-says]").textContent = button?.dataset.says ?? verdict.dataset.none;
    call.dispatchEvent(new Event("input"));
  };

  // missing is the first input that an outcome needs and that is empty.
  const missing = (button) => {
    const needs = button.dataset.requires.split(" ").filter(Boolean);
    const inputs = needs.map((need) => [...call.querySelectorAll(`[data-need="${need}"]`)]);
    return inputs.find((all) => all.every((input) => !input.value.trim() || input.value === "0"))?.[0];
  };

  // lead goes to what an outcome needs and that is empty, and says so; false where nothing is.
  const lead = (button) => {
    const first = missing(button);
    if (!first) return false;
    first.classList.add("need");
    say(call.dataset.missing, first, first.closest("fieldset, .field"));
    return true;
  };

  // An outcome's button chooses it, and leads to what it needs. What was chosen is registered with Enter, or with the button that says so.
  call.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed?.matches(".outcome")) {
      event.preventDefault();
      choose(pressed);
      return lead(pressed);
    }
    if (!pressed?.matches("[data-default]")) return;
    const button = chosen();
    if (button && !lead(button)) return;
    event.preventDefault();
    if (!button) say(call.dataset.choose, document.activeElement, call.querySelector(".outcomes")); // a second Enter chooses nothing
  }, true);

  call.addEventListener("choose", (event) => choose(event.detail));
  finder(call, outcomes);
}

// finder shows, of many outcomes, those that are called what is typed; Enter chooses the first.
function finder(call, outcomes) {
  const place = call.querySelector("[data-finds]");
  if (!place) return;
  place.hidden = false;
  const [input, none] = [place.querySelector("input"), place.querySelector("[role=status]")];
  const found = () => outcomes.filter((button) => !button.hidden);
  const find = () => {
    const wanted = input.value.trim().toLowerCase();
    outcomes.forEach((button) => (button.hidden = !button.querySelector("span").textContent.toLowerCase().includes(wanted)));
    none.textContent = found().length ? "" : none.dataset.none;
  };
  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [first] = found();
    if (!first) return;
    input.value = "";
    find();
    first.focus();
    first.click();
  });
}

// count tells how long the customer is still kept, by the server's clock, and that it soon is not, and is not any more.
function count(claim) {
  let [text, since] = [claim.textContent, Date.now()];
  const lapsed = document.querySelector("[data-lapsed]");
  const tell = (text) => {
    if (lapsed.textContent === text) return;
    [lapsed.hidden, lapsed.textContent] = [!text, text];
  };
  claim.addEventListener("kept", (event) => {
    [text, since, claim.dataset.left] = [event.detail.text, Date.now(), event.detail.left];
    tell("");
  });
  const tick = setInterval(() => {
    if (!claim.isConnected) return clearInterval(tick);
    const left = Math.ceil((Number(claim.dataset.left) - (Date.now() - since)) / 1000);
    claim.textContent = left > 0 ? `${text} (${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})` : "";
    claim.classList.toggle("soon", left < 60);
    tell(left >= 60 ? "" : left > 0 ? claim.dataset.soon : claim.dataset.gone);
  }, 1000);
}

function start() {
  const [call, claim] = [document.getElementById("call"), document.querySelector("[data-left]")];
  if (call) begin(call);
  if (claim) count(claim);
}
start();
document.addEventListener("fresh", start);
