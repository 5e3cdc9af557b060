// The buying form: shows the chosen SKU's price and stock, asks for its tax, adds without leaving the page.
import { strip, showCount } from "./strip.js";
import { say, words } from "./toast.js";

const chosen = (form) => form.querySelector("input[name=sku]:checked");

function showChoice(form) {
  const sku = chosen(form);
  if (!sku) return;
  const now = document.querySelector(".now");
  now.querySelector(".price b").textContent = sku.dataset.yuan;
  now.querySelector(".price small:last-of-type").textContent = `.${sku.dataset.fen}`;
  const was = now.querySelector("[data-was]");
  if (was) {
    was.hidden = !sku.dataset.was;
    was.querySelector("s").textContent = sku.dataset.was;
  }
  form.querySelector("[data-stock-note]").textContent = sku.dataset.note;
  const quantity = form.elements.quantity;
  quantity.max = sku.dataset.most;
  if (Number(quantity.value) > Number(sku.dataset.most)) quantity.value = sku.dataset.most;
}

let asked = null;

async function showTax(form) {
  const place = document.querySelector("[data-quote]");
  if (!form.dataset.quoteUrl || !place || !chosen(form)) return;
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams({ sku: chosen(form).value, quantity: form.elements.quantity.value });
  try {
    const response = await fetch(`${form.dataset.quoteUrl}?${query}`, { signal: asked.signal });
    if (response.ok) place.innerHTML = await response.text();
  } catch (error) {
    if (error.name !== "AbortError") say(words().failed);
  }
}

async function add(form, button) {
  button.setAttribute("aria-busy", "true");
  try {
    const { csrf_token: token } = await strip();
    const body = new FormData(form);
    body.set("then", button.value);
    const response = await fetch(form.dataset.addUrl, {
      method: "POST", body, credentials: "same-origin",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const answer = await response.json();
    if (!response.ok) return say(answer.message || words().failed);
    if (button.value === "checkout" && answer.redirect) return location.assign(answer.redirect);
    showCount(answer.cart_count);
    return say(answer.message || words().added, { href: words().cart, text: words().see });
  } catch {
    return say(navigator.onLine ? words().failed : words().offline);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

export function start() {
  const form = document.querySelector("[data-buy]");
  form.addEventListener("change", () => { showChoice(form); showTax(form); });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    // "Buy now" goes the plain way, through the confirm page.
    if (!button || button.value !== "cart" || !chosen(form)) return;
    event.preventDefault();
    if (button.getAttribute("aria-busy") !== "true") add(form, button);
  });
}
