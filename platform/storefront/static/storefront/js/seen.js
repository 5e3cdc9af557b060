// What was looked at lately: a guest's list is kept in this browser only (product ids, the newest first); a shopper's is
// with the account, and what the browser had gathered follows at the first page after sign-in.
import { strip } from "./strip.js";

const KEY = "seen", MOST = 60, AT_ONCE = 30;

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((id) => /^\d+$/.test(id)) : [];
  } catch {
    return [];
  }
}

function remember(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing (private windows): there is simply no list.
  }
}

// Gives the browser's list to the account, where there is one. Says whether there is.
async function handOver(address) {
  try {
    const { authenticated, csrf_token: token } = await strip();
    const ids = remembered().slice(0, AT_ONCE);
    if (!authenticated || !ids.length) return authenticated;
    const body = new URLSearchParams(ids.map((id) => ["product", id]));
    const headers = { "X-CSRFToken": token };
    const response = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
    if (response.ok) remember([]);
    return true;
  } catch {
    return false; // the list stays here
  }
}

async function fill(place) {
  if (await handOver(place.dataset.seenUrl)) return location.replace(place.dataset.mine);
  const nothing = document.querySelector("[data-nothing]"), forget = document.querySelector("[data-forget]");
  const ids = remembered();
  if (!ids.length) return undefined;
  place.hidden = forget.hidden = false;
  nothing.hidden = true;
  const response = await fetch(`${place.dataset.history}?ids=${ids.join(",")}`).catch(() => null);
  if (response?.ok) place.innerHTML = await response.text();
  if (!response?.ok || !place.querySelector("li")) { place.hidden = true; nothing.hidden = false; }
  forget.addEventListener("click", () => {
    remember([]);
    place.hidden = forget.hidden = true;
    nothing.hidden = false;
  });
  return undefined;
}

export function start() {
  const seen = document.querySelector("[data-seen]"), place = document.querySelector("[data-history]");
  if (seen) {
    remember([seen.dataset.seen, ...remembered().filter((id) => id !== seen.dataset.seen)]);
    handOver(seen.dataset.seenUrl);
  }
  if (place) fill(place);
}
