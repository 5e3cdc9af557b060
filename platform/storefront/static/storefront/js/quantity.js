// The keys of every stepper, also of those htmx brings in later.
export function start() {
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-less], [data-more]");
    if (!key) return;
    const input = key.closest("[data-stepper]").querySelector("input");
    const before = input.value;
    if ("less" in key.dataset) input.stepDown(); else input.stepUp();
    if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
