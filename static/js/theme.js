// The theme that a reader chose. Without a choice, or without script, the system's preference holds.
(() => {
  const root = document.documentElement;
  const stored = () => {
    try { return localStorage.getItem("theme") || ""; } catch { return ""; }
  };
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector("[data-theme-choice]");
    if (!choice) return;
    choice.hidden = false;
    const current = choice.querySelector(`[value="${stored()}"]`);
    if (current) current.checked = true;
    choice.addEventListener("change", ({ target }) => {
      show(target.value);
      try { localStorage.setItem("theme", target.value); } catch { /* private mode: this page only */ }
    });
  });
})();
