// Finds what keeps people from using a page, by the rules of WCAG 2.2 AA that can be computed: names, structure, contrast, sizes.
// parts are those to look at: structure, names, contrast, sizes, focus.
(page, parts) => {
  const faults = [];
  const cached = (compute) => { const known = new Map(); return (e) => { if (!known.has(e)) known.set(e, compute(e)); return known.get(e); }; };
  const { tidy, visible, name } = page;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const short = (e) => e.cloneNode(false).outerHTML.replace(/<\/[^>]*>$/, "").slice(0, 90) + " " + tidy(e.textContent).slice(0, 40);
  const fault = (what, e) => faults.push(e ? what + ": " + short(e) : what);

  const structure = () => {
    if (!/^(en|nb)$/.test(document.documentElement.lang)) fault("the page does not say its language");
    if (!tidy(document.title)) fault("the page has no title");
    const headings = all("h1, h2, h3, h4, h5, h6").filter(visible);
    const tops = headings.filter((h) => h.tagName === "H1");
    if (tops.length !== 1) fault("the page has " + tops.length + " headings of the first level");
    headings.reduce((level, h) => {
      const own = Number(h.tagName[1]);
      if (own > level + 1) fault("a heading skips a level", h);
      if (!name(h)) fault("an empty heading", h);
      return own;
    }, 0);
    if (all("main").length !== 1) fault("the page has " + all("main").length + " main parts");
    const ids = all("[id]").map((e) => e.id);
    [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].forEach((id) => fault("two elements have the id " + id));
    for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form", "headers"]) {
      for (const e of all(`[${attribute}]`)) {
        for (const id of e.getAttribute(attribute).split(/\s+/).filter(Boolean)) if (!document.getElementById(id)) fault(`${attribute} names no element`, e);
      }
    }
    all("[tabindex]").filter((e) => e.tabIndex > 0).forEach((e) => fault("a place of its own in the order of tabs", e));
    all("ul, ol").forEach((e) => [...e.children].every((c) => ["LI", "TEMPLATE", "SCRIPT"].includes(c.tagName)) || fault("a list with other children than its items", e));
    all("fieldset").filter(visible).forEach((e) => tidy(e.querySelector(":scope > legend")?.textContent) || fault("a group of fields without a name", e));
  };

  const names = () => {
    page.fields().forEach((e) => name(e) || fault("a field without a label", e));
    page.buttons().forEach((e) => name(e) || fault("a button or link without a text", e));
    all("img").forEach((e) => e.hasAttribute("alt") || fault("a picture without a text", e));
    all("svg").filter(visible).forEach((e) => {
      if (e.getAttribute("aria-hidden") === "true" || e.closest("[aria-hidden=true], svg svg")) return;
      if (e.getAttribute("role") !== "img" || !name(e)) fault("a drawing that is neither named, with role=img, nor hidden from screen readers", e);
    });
    all("[role=img]").forEach((e) => name(e) || fault("a picture without a name", e));
    all("nav").length > 1 && all("nav").forEach((e) => name(e) && e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") || fault("one of several navigations, without a name", e));

    // Tables.
    all("table").filter(visible).forEach((table) => {
      if (!table.querySelector("th")) fault("a table without headings", table);
      table.querySelectorAll("th").forEach((th) => {
        if (!th.hasAttribute("scope")) fault("a table's heading without scope", th);
        if (!name(th) && !th.querySelector("input")) fault("a table's empty heading", th);
      });
    });
  };

  // Contrast of text with what is below it.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = new Map();
  const colour = (text) => {
    if (!parsed.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      parsed.set(text, [r, g, b, a / 255]);
    }
    return parsed.get(text);
  };
  const over = (top, ground, opacity = 1) => {
    const a = top[3] * opacity;
    return [0, 1, 2].map((i) => top[i] * a + ground[i] * (1 - a)).concat(1);
  };
  const ground = cached((e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const c = colour(getComputedStyle(at).backgroundColor);
      if (c[3] > 0) layers.push(c);
      if (c[3] === 1) break;
    }
    return layers.reduceRight((below, c) => over(c, below), colour(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff"));
  });
  const shapeBelow = (e) => { // what an SVG's text stands on: a shape drawn before it, at its middle
    const box = e.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const shapes = [...e.ownerSVGElement.querySelectorAll("rect, path, circle")].filter((shape) => {
      const b = shape.getBoundingClientRect();
      return shape.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING && getComputedStyle(shape).fill !== "none" && b.left <= x && b.right >= x && b.top <= y && b.bottom >= y;
    });
    return shapes.reduce((below, shape) => over(colour(getComputedStyle(shape).fill), below, Number(getComputedStyle(shape).opacity) * Number(getComputedStyle(shape).fillOpacity)), ground(e.ownerSVGElement));
  };
  const luminance = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const opacity = cached((e) => Number(getComputedStyle(e).opacity) * (e.parentElement ? opacity(e.parentElement) : 1));
  const legible = (e, style, below, what) => {
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const text = over(colour(e.ownerSVGElement ? style.fill : style.color), below, opacity(e));
    const is = contrast(text, below);
    if (is < (large ? 3 : 4.5)) fault(`${what} with a contrast of ${is.toFixed(2)}`, e);
  };
  // What a drawing says without words has a contrast of 3 with what it stands on: its fill, or else its line.
  const mark = (e) => {
    const style = getComputedStyle(e), below = ground(e.ownerSVGElement);
    const seen = [style.fill, style.strokeWidth === "0px" ? "none" : style.stroke].filter((paint) => paint !== "none").map((paint) => contrast(over(colour(paint), below, opacity(e)), below));
    if (seen.length && Math.max(...seen) < 3) fault(`a mark with a contrast of ${Math.max(...seen).toFixed(2)}`, e);
  };
  const contrasts = () => {
    all("main svg :is(rect, path, circle):not(.node)").filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0; }).forEach(mark);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement;
      if (!tidy(walker.currentNode.data) || seen.has(e) || ["SCRIPT", "STYLE", "TITLE", "OPTION", "TEXTAREA"].includes(e.tagName)) continue;
      seen.add(e);
      if (!visible(e) || e.closest(":disabled, [aria-disabled=true], .unseen")) continue;
      legible(e, getComputedStyle(e), e.ownerSVGElement ? shapeBelow(e) : ground(e), "text");
    }
    page.fields().filter((e) => !e.disabled && !["checkbox", "radio", "range", "color"].includes(e.type)).forEach((e) => {
      legible(e, getComputedStyle(e), ground(e), "a field's text");
      if (e.placeholder) legible(e, getComputedStyle(e, "::placeholder"), ground(e), "a placeholder");
    });
  };

  // Sizes, for fingers: 24 pixels, or as much room around it. A link within a sentence is as high as its line.
  const sizes = () => {
    const inSentence = (e) => getComputedStyle(e).display === "inline" && tidy(e.parentElement.textContent) !== tidy(e.textContent);
    const layer = cached((e) => (["absolute", "fixed"].includes(getComputedStyle(e).position) || !e.parentElement ? e : layer(e.parentElement)));
    const targets = [...new Set([...page.buttons(), ...page.fields()])].map((e) => {
      const boxes = [e, ...(e.labels ?? [])].filter((part) => visible(part) && !part.closest(".unseen")).map((part) => part.getBoundingClientRect());
      const left = Math.min(...boxes.map((b) => b.left)), right = Math.max(...boxes.map((b) => b.right));
      const top = Math.min(...boxes.map((b) => b.top)), bottom = Math.max(...boxes.map((b) => b.bottom));
      return { e, left, right, top, bottom, small: right - left < 23.9 || bottom - top < 23.9 };
    }).filter((target) => target.right > target.left);
    targets.filter((target) => target.small && !(target.e.tagName === "A" && inSentence(target.e))).forEach((target) => {
      const x = (target.left + target.right) / 2, y = (target.top + target.bottom) / 2;
      const crowded = targets.find((other) => {
        if (other === target || layer(other.e) !== layer(target.e)) return false;
        const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
        if (Math.hypot(dx, dy) < 11.9) return true;
        return other.small && Math.hypot((other.left + other.right) / 2 - x, (other.top + other.bottom) / 2 - y) < 23.9;
      });
      if (crowded) fault(`a target of ${(target.right - target.left).toFixed(0)} by ${(target.bottom - target.top).toFixed(0)} pixels, next to another`, target.e);
    });

    // Nothing is beside the page.
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) {
      const scrolls = (e) => { for (let at = e.parentElement; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).overflowX !== "visible") return true; return false; };
      const culprit = all("body *").filter((e) => visible(e) && !e.ownerSVGElement && !scrolls(e) && e.getBoundingClientRect().right > wide + 0.5).pop();
      fault(`the page is ${document.documentElement.scrollWidth - wide} pixels wider than its window of ${wide}`, culprit);
    }
  };

  // Whoever uses a keyboard sees where they are: three of each kind are tried.
  const focus = () => {
    const before = document.activeElement;
    const tried = new Map();
    [...page.buttons(), ...page.fields()].filter((e) => !e.disabled).forEach((e) => {
      const kind = e.tagName + e.className + (e.type ?? "") + e.parentElement.className;
      tried.set(kind, (tried.get(kind) ?? 0) + 1);
      if (tried.get(kind) > 3) return;
      const look = () => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor].join(); };
      e.blur();
      const without = look();
      e.focus({ preventScroll: true, focusVisible: true });
      if (document.activeElement !== e) { if (e.tabIndex >= 0 && e.type !== "radio") fault("what can't have the keyboard's focus", e); }
      else if (look() === without) fault("focus that nobody sees", e);
    });
    document.activeElement?.blur();
    before?.focus?.({ preventScroll: true });
  };

  const checks = { structure, names, contrast: contrasts, sizes, focus };
  parts.forEach((part) => checks[part]());
  return [...new Set(faults)];
}
