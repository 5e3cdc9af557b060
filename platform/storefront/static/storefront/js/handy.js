// Small helps: copy a waybill, share a product, keep a favourite, send a form only once.
import { strip } from "./strip.js";
import { say, words } from "./toast.js";

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(words().copied);
  } catch {
    say(text);
  }
}

async function favour(link) {
  try {
    const { csrf_token: token } = await strip();
    const body = new URLSearchParams({ product: link.dataset.favourite });
    const response = await fetch(link.href, {
      method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    return say(response.ok ? (await response.json()).message : words().failed);
  } catch {
    return say(navigator.onLine ? words().failed : words().offline);
  }
}

export function start() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = !navigator.share;
  document.addEventListener("htmx:afterSettle", () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  });
  document.addEventListener("click", (event) => {
    const heart = event.target.closest("[data-favourite]");
    if (heart) { event.preventDefault(); return favour(heart); }
    const button = event.target.closest("[data-copy], [data-share]");
    if (!button) return;
    if (button.dataset.copy) return copy(button.dataset.copy);
    const url = button.dataset.url || location.href;
    if (navigator.share) return navigator.share({ title: button.dataset.title, url }).catch(() => {});
    return copy(url);
  });
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
  });
}
