// Comfort only: every page works without it. One box chooses all rows; a slow form is sent once; the menu shuts again.
document.documentElement.classList.add("scripted");

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type="checkbox"][name="${all.dataset.all}"]`)) box.checked = all.checked;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".seller-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A scanner types and presses Enter: the field is ready for the next parcel as soon as the answer is there.
const ready = () => document.querySelector("[data-scan]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => { if (event.target.closest("[data-scanned]")) ready(); });
ready();
