// The colours and the keys of every page. Without it all can be read; what is chosen is kept if the browser keeps it.
(() => {
  "use strict";
  const root = document.documentElement;
  const NAME = "pctui-scheme";
  try {
    const kept = localStorage.getItem(NAME);
    if (kept === "dark" || kept === "light") root.dataset.scheme = kept;
  } catch { /* kept nowhere, as the browser wants it */ }

  const dark = () =>
    (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".scheme");
    const show = () => { button.textContent = dark() ? "Light" : "Dark"; button.title = "Change the colours"; };
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.scheme = dark() ? "light" : "dark";
      show();
      try { localStorage.setItem(NAME, root.dataset.scheme); } catch { /* this page has it all the same */ }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);

    const contents = document.querySelector(".contents");
    if (contents && matchMedia("(min-width: 75rem)").matches && !contents.parentElement.classList.contains("wide")) {
      contents.open = true;
    }

    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const box = document.getElementById("q");
      box.focus();
      box.select();
    });
  });
})();
