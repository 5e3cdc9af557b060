// The search box as a combobox. The answer of data-suggest is {"suggestions": [{"text", "url"}]}.
export function start() {
  const form = document.querySelector("[data-suggest]");
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  let timer = 0, asked = null, at = -1;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const go = (option) => { if (option.dataset.url) location.assign(option.dataset.url); else { input.value = option.textContent; form.requestSubmit(); } };
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ text, url }, index) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `suggestion-${index}`, textContent: text, dir: "auto" });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      if (url) option.dataset.url = url;
      return option;
    }));
    at = -1;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const text = input.value.trim();
    if (!text) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (response.ok) show((await response.json()).suggestions);
    } catch { /* typing goes on; the form still searches */ }
    return undefined;
  };
  const move = (step) => {
    const options = [...list.children];
    if (list.hidden || !options.length) return;
    at = (at + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", (event) => { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(ask, 180); } });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    if (event.key === "Escape") close();
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); go(list.children[at]); }
  });
  list.addEventListener("pointerdown", (event) => { const option = event.target.closest("li"); if (option) { event.preventDefault(); go(option); } });
  input.addEventListener("blur", close);
}
