// "Another address", "another person": the fields open with their radio button.
export function start() {
  const show = () => {
    for (const radio of document.querySelectorAll("[data-opens]")) {
      const fields = document.getElementById(radio.dataset.opens);
      fields.classList.toggle("opens-shut", !radio.checked);
      for (const field of fields.querySelectorAll("input, select, textarea")) field.disabled = !radio.checked;
    }
  };
  document.addEventListener("change", (event) => { if (event.target.type === "radio") show(); });
  show();
}
