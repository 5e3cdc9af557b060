// Tells the mall that a page was read: its address, and whether half an hour had gone by without one, for then a visit
// begins. The hour of the last page stays in this browser; nothing names who reads.
import { strip } from "./strip.js";

const KEY = "read-at", APART = 30 * 60 * 1000;

function begins() {
  try {
    const now = Date.now(), before = Number(localStorage.getItem(KEY)) || 0;
    localStorage.setItem(KEY, String(now));
    return !(now - before >= 0 && now - before < APART);
  } catch {
    return !document.referrer.startsWith(`${location.origin}/`); // a browser that keeps nothing
  }
}

async function send() {
  try {
    const { csrf_token: token } = await strip();
    const body = new URLSearchParams({ page: location.pathname, begins: begins() ? "1" : "" });
    await fetch("/visits", { method: "POST", body, keepalive: true, credentials: "same-origin", headers: { "X-CSRFToken": token } });
  } catch {
    // Not counted; the page is whole.
  }
}

export function tell() {
  if (navigator.doNotTrack === "1" || navigator.globalPrivacyControl) return;
  if (document.prerendering) document.addEventListener("prerenderingchange", send, { once: true });
  else send();
}
