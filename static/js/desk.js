// Keys of the desk. Each acts on a control that is on the page and shows its key; none is the only way.
(() => {
  const stored = () => { try { return localStorage.getItem("desk-keys") !== "off"; } catch { return true; } };
  const keep = (on) => { try { localStorage.setItem("desk-keys", on ? "on" : "off"); } catch { /* this page only */ } };
  let areOn = stored();

  const panel = document.querySelector("[data-keys]");
  if (panel) {
    const choice = panel.querySelector("[data-keys-on]");
    panel.hidden = false;
    choice.checked = areOn;
    choice.addEventListener("change", () => { areOn = choice.checked; keep(areOn); });
  }

  const isTyping = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  document.addEventListener("keydown", (event) => {
    if (!areOn || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (event.key === "?" && panel) {
      panel.open = !panel.open;
      panel.scrollIntoView({ block: "nearest" });
      return;
    }
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "nearest" });
    if (control.tagName === "A") control.click();  // buttons wait for Enter: two keys decide
  });

  // Of a draft, the part that the answer needs is open.
  document.querySelectorAll("[data-draft]").forEach((draft) => {
    const answer = draft.querySelector("select[name$='-answer']");
    const what = draft.querySelector("select[name$='-what']");
    what?.addEventListener("change", () => {
      draft.querySelector("[data-part='step']").open = what.value !== "";
    });
    answer?.addEventListener("change", () => {
      const isNews = answer.value.startsWith("action:");
      const opens = { new: answer.value === "new", news: isNews, step: isNews && what?.value };
      draft.querySelectorAll("[data-part]").forEach((part) => { part.open = Boolean(opens[part.dataset.part]); });
    });
  });
})();
