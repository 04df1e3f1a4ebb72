(() => {
  // What tests know of a page: what things are called, as a screen reader says it, and where they are.
  const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const shown = () => tidy(document.body?.innerText);
  const visible = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getClientRects().length > 0;

  // content is the text in an element, with the names of pictures, without what is hidden from screen readers.
  const content = (e) => [...e.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || node.hidden) return "";
    if (["SCRIPT", "STYLE", "TEMPLATE", "INPUT", "SELECT", "TEXTAREA"].includes(node.tagName)) return "";
    const text = node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : content(node));
    return getComputedStyle(node).display.startsWith("inline") ? text : ` ${text} `;
  }).join("");

  const name = (e) => {
    const by = (e.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)).filter(Boolean);
    if (by.length) return tidy(by.map(content).join(" "));
    if (e.getAttribute("aria-label")) return tidy(e.getAttribute("aria-label"));
    if (e.labels?.length) return tidy([...e.labels].map(content).join(" "));
    if (e.tagName === "IMG") return tidy(e.alt);
    if (e.tagName === "INPUT" && ["submit", "button", "reset"].includes(e.type)) return tidy(e.value);
    if (e.tagName === "svg") return tidy(e.querySelector(":scope > title")?.textContent);
    if (["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName)) return tidy(e.title);
    return tidy(content(e)) || tidy(e.title);
  };

  const buttons = () => [...document.querySelectorAll("button, a[href], summary, [role=button], input[type=submit]")].filter(visible);
  const fields = () => [...document.querySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea")].filter(visible);
  const called = (all, text) => all.filter((e) => name(e) === tidy(text));
  const field = (label) => called(fields(), label)[0];

  // spot is the middle of an element, scrolled to, and what is in the way of a click there.
  const spot = (e, what) => {
    if (!e) return { Fault: "there is no " + what };
    e.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = e.getClientRects()[0];
    if (!box || !visible(e)) return { Fault: what + " is not visible" };
    const at = { X: box.left + box.width / 2, Y: box.top + box.height / 2, Fault: "" };
    const hit = document.elementFromPoint(at.X, at.Y);
    if (!hit || !(e.contains(hit) || [...(e.labels ?? [])].some((label) => label.contains(hit)))) {
      at.Fault = what + " is covered by " + (hit ? hit.outerHTML.slice(0, 100) : "nothing");
    }
    if (e.disabled) at.Fault = what + " is disabled";
    return at;
  };
  const spotOf = (all, text) => {
    const found = called(all, text);
    if (found.length > 1) return { Fault: found.length + " things are called " + text };
    if (found.length === 0) return { Fault: "there is no " + text + " among " + all.map(name).join(" | ") };
    return spot(found[0], text);
  };

  // enter puts the cursor into a field with all its text selected, or where that can't be typed over, sets its value.
  const enter = (e, text) => {
    e.focus();
    if (["date", "time", "datetime-local", "month", "color", "range"].includes(e.type)) {
      e.value = text;
      e.dispatchEvent(new Event("input", { bubbles: true }));
      e.dispatchEvent(new Event("change", { bubbles: true }));
      return "set";
    }
    e.select();
    return "typed";
  };

  const choose = (e, text) => {
    const option = [...e.options].find((option) => tidy(option.text) === tidy(text));
    if (!option) return "there is only " + [...e.options].map((option) => tidy(option.text)).join(" | ");
    e.focus();
    e.value = option.value;
    e.dispatchEvent(new Event("input", { bubbles: true }));
    e.dispatchEvent(new Event("change", { bubbles: true }));
    return "";
  };

  const links = () => [...new Set([...document.querySelectorAll("a[href]:not([download])")].map((a) => new URL(a.href))
    .filter((u) => u.origin === location.origin).map((u) => u.origin + u.pathname + u.search))];

  return {
    tidy, shown, visible, name, buttons, fields, field, spot, enter, choose, links,
    spotOfButton: (text) => spotOf(buttons(), text), spotOfField: (label) => spotOf(fields(), label),
  };
})()
