// Dialogs, the command palette, keys and the choice of theme. Everything works by mouse and without it too.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Dialogs ------------------------------------------------------------------
  const open = (name) => {
    const dialog = document.getElementById(name);
    if (!dialog || dialog.open) return;
    if (name === "keys") describeKeys();
    dialog.showModal();
    if (name === "palette") {
      const box = $("input", dialog);
      box.select();
      htmx.trigger(box, "opened");
    }
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const closer = event.target.closest("[data-closes]");
    const option = event.target.closest("#palette [data-href]");
    if (opener) open(opener.dataset.opens);
    if (closer) document.getElementById(closer.dataset.closes).close();
    if (option) location.assign(option.dataset.href);
    if (event.target.matches("dialog.sheet")) event.target.close(); // a press beside the sheet
  });

  // An act that was done closes the sheet it was said in; focus goes back to the button that opened it.
  document.addEventListener("htmx:after:swap", (event) => {
    if ((event.detail?.ctx?.response?.status ?? 200) < 400) all(":popover-open").forEach((one) => one.hidePopover());
  });

  // The palette: focus stays in the box, the arrows move the choice ----------
  const options = () => all("#palette [data-href]");
  const choose = (option) => {
    options().forEach((one) => one.setAttribute("aria-selected", one === option));
    const box = $("#palette input");
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  $("#palette")?.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the Enter that ends a Korean syllable chooses nothing
    const now = options(), place = now.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && now.length) choose(now[(place + step + now.length) % now.length]);
    else if (event.key === "Enter" && event.target.matches("input")) now[Math.max(place, 0)]?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", () => choose(options()[0]));

  // Keys. event.code, because with the Korean keyboard on, the key J types ㅓ --
  const LETTERS = "dure_letter_keys";
  const lettersOn = () => localStorage.getItem(LETTERS) !== "off";
  const isTyping = (place) => place.closest("input, textarea, select, [contenteditable], dialog[open]");
  const move = (step) => {
    const rows = all("[data-row]").map((row) => $("[data-row-link], a", row)).filter(Boolean);
    const place = rows.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
    const next = rows[place < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(place + step, 0), rows.length - 1)];
    next?.focus();
    next?.closest("[data-row]").scrollIntoView({ block: "nearest" });
  };
  const act = (letter) => {
    const row = document.activeElement.closest("[data-row]");
    const target = (row && $(`[data-key="${letter}"]`, row)) || $(`[data-key="${letter}"]:not([data-row] *)`);
    if (target?.matches("input, textarea, select")) target.focus();
    else target?.click();
    return Boolean(target);
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
      event.preventDefault();
      open("palette");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || !lettersOn()) return;
    if (event.key === "?") open("keys");
    else if (event.key === "/") $("[data-list-search]")?.focus();
    else if (event.code === "KeyJ") move(1);
    else if (event.code === "KeyK") move(-1);
    else if (!event.shiftKey && !(event.code.startsWith("Key") && act(event.code.slice(3).toLowerCase()))) return;
    else if (event.shiftKey) return;
    event.preventDefault();
  });

  // The help shows the keys that the page really has: its elements carry them.
  const describeKeys = () => {
    const here = $("#keys-here"), list = $("dl", here), seen = new Set();
    list.replaceChildren();
    for (const one of all("[data-key]")) {
      if (seen.has(one.dataset.key)) continue;
      seen.add(one.dataset.key);
      const row = document.createElement("div"), key = document.createElement("kbd");
      key.textContent = one.dataset.key.toUpperCase();
      row.append(document.createElement("dt"), document.createElement("dd"));
      row.firstChild.append(key);
      row.lastChild.textContent = one.dataset.keySays || one.getAttribute("aria-label") || one.textContent.trim();
      list.append(row);
    }
    here.hidden = !seen.size;
    $("[data-letter-keys]").checked = lettersOn();
  };
  $("[data-letter-keys]")?.addEventListener("change", (event) => {
    localStorage.setItem(LETTERS, event.target.checked ? "on" : "off");
  });

  // A slider says its value while it is moved; what follows from it comes from the server.
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-slider]")) event.target.nextElementSibling.value = event.target.value;
  });

  // A date that is proposed is taken over into its field.
  document.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-fill]");
    const field = offer && document.getElementById(offer.dataset.fill);
    if (!field) return;
    field.value = offer.dataset.fillWith;
    field.focus();
  });

  // The theme changes at once; the server is told beside it ------------------
  $("[data-theme-form]")?.addEventListener("submit", (event) => {
    const form = event.target, pressed = event.submitter;
    event.preventDefault();
    const said = new FormData(form, pressed);
    document.cookie = `dure_theme=${pressed.value}; path=/; max-age=31536000; samesite=lax`;
    document.dispatchEvent(new Event("dure:chosen"));
    all("button", form).forEach((one) => {
      one.classList.toggle("active", one === pressed);
      one.setAttribute("aria-pressed", one === pressed);
    });
    fetch(form.action, { method: "POST", body: said, redirect: "manual" });
  });
})();
