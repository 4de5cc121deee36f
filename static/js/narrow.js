/* A list is narrowed as choices are made; htmx fetches the page and swaps its parts. Without script the button does it. */
"use strict";
{
  const form = document.getElementById("narrow");
  const told = document.getElementById("told");
  const named = (box) => `#narrow [name="${box.name}"][value="${CSS.escape(box.value)}"]`;
  const lists = () => [...form.querySelectorAll(".facet ul")];
  let kept = null;

  // Dates and words are taken once they are whole: with the button or with Enter.
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[type=checkbox], [type=radio], select")) event.stopPropagation();
  }, true);
  // What was left empty does not belong in an address that is shared.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
  document.addEventListener("htmx:beforeSwap", () => {
    const box = document.activeElement;
    kept = {
      focus: box?.matches("#facets input") ? named(box) : "",
      open: [...form.querySelectorAll("details[open]")].map((one) => one.id),
      scrolled: lists().map((list) => list.scrollTop),
    };
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of kept?.open ?? []) document.getElementById(id)?.setAttribute("open", "");
    lists().forEach((list, place) => { list.scrollTop = kept?.scrolled[place] ?? 0; });
    if (kept?.focus) document.querySelector(kept.focus)?.focus({ preventScroll: true });
    told.textContent = document.querySelector("#results .lead")?.textContent ?? "";
  });
  // A refusal or an outage is a page of its own.
  document.addEventListener("htmx:responseError", ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
}
