// Runs before the first paint, so that a dark page never flashes white.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => document.cookie.match(/(?:^|; )dure_theme=(light|dark)/)?.[1];
  const show = () => {
    document.documentElement.dataset.bsTheme = chosen() ?? (dark.matches ? "dark" : "light");
    document.documentElement.classList.add("js");
    document.dispatchEvent(new Event("dure:theme"));
  };
  dark.addEventListener("change", show);
  document.addEventListener("dure:chosen", show);
  show();
})();
