// What is personal on a public page, fetched apart: {authenticated, name, cart_count, csrf_token}.
let answer = null;

export function strip(fresh = false) {
  if (!answer || fresh) {
    answer = fetch(document.body.dataset.strip || "/me/strip", {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    }).then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.status))));
    answer.catch(() => { answer = null; });
  }
  return answer;
}

export function showCount(count) {
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = count > 99 ? "99+" : String(count);
    badge.hidden = !count;
  }
}

export async function watchStrip() {
  try {
    const { name, cart_count: count } = await strip();
    showCount(count || 0);
    if (name) for (const place of document.querySelectorAll("[data-account-name]")) place.textContent = name;
  } catch {
    // The page is whole without it: links to the cart and the account are plain links.
  }
}

// htmx brings a new cart into the page: ask again how much is in it.
document.addEventListener("htmx:afterSettle", () => strip(true).then((me) => showCount(me.cart_count || 0), () => {}));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) strip(true).then((me) => showCount(me.cart_count || 0), () => {});
});
