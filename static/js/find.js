/* The search box as a combobox (WAI-ARIA APG: list autocomplete, manual selection). Without it the form just searches. */
"use strict";
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `${box.id}-options`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
  box.after(list);
  const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(state)) box.setAttribute(name, value);

  let asked = null;
  let wait = 0;
  const options = () => [...list.children];
  const chosen = () => options().findIndex((option) => option.ariaSelected === "true");
  const show = (isOpen) => {
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };
  const choose = (place) => {
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    const option = options()[place];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asked?.abort();
    const words = box.value.trim();
    if (!words) return show(false);
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (!answer.ok) return show(false);
      list.innerHTML = await answer.text();
      for (const option of options()) option.id = `${box.id}-${option.id}`;
      show(document.activeElement === box && options().length > 0);
    } catch { /* a newer question, or no connection: the form still searches */ }
  };
  box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 120); });
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); }
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) show(true);
      choose((chosen() + step + count + (chosen() < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && chosen() >= 0) {
      event.preventDefault();
      location.assign(options()[chosen()].dataset.url);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => location.assign(target.closest("[data-url]").dataset.url));
  box.addEventListener("blur", () => show(false));
}
