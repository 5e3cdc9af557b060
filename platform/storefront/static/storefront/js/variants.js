// One chooses value by value; the list of SKUs behind it stays what the form sends, and is all there is without script.
import { say, words } from "./toast.js";

// The SKU for a value that was asked for: the nearest to what stands chosen, in stock before sold out.
export function nearest(skus, chosen, value) {
  const near = (sku) => sku.values.filter((one) => chosen.includes(one)).length + (sku.out ? 0 : chosen.length);
  const having = skus.filter((sku) => sku.values.includes(value));
  return having.sort((a, b) => near(b) - near(a))[0];
}

// Whether the value together with the others that stand chosen is a SKU in stock.
export function fits(skus, chosen, place, value) {
  const wanted = chosen.map((one, at) => (at === place ? value : one)).join(" ");
  return skus.some((sku) => !sku.out && sku.values.join(" ") === wanted);
}

export function start(selector) {
  for (const box of document.querySelectorAll(selector)) follow(box);
}

function follow(box) {
  const form = box.closest("form");
  const skus = [...form.querySelectorAll("input[name=sku]")].map((radio) => (
    { radio, values: radio.dataset.values.split(" "), out: radio.disabled }));
  const groups = [...box.querySelectorAll("fieldset")].map((group) => [...group.querySelectorAll("button")]);
  const show = () => {
    const chosen = (skus.find(({ radio }) => radio.checked) || skus[0]).values;
    groups.forEach((buttons, place) => buttons.forEach((button) => {
      const value = button.dataset.value;
      button.setAttribute("aria-pressed", String(chosen[place] === value));
      button.classList.toggle("sku-out", !fits(skus, chosen, place, value));
      button.disabled = skus.every((sku) => sku.out || !sku.values.includes(value));
    }));
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const place = groups.findIndex((buttons) => buttons.includes(button));
    const chosen = (skus.find((sku) => sku.radio.checked) || skus[0]).values;
    if (!fits(skus, chosen, place, button.dataset.value)) say(words().taken);
    const { radio } = nearest(skus, chosen, button.dataset.value);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("change", show);
  show();
  form.querySelector("[data-flat]").hidden = true;
  box.hidden = false;
}
