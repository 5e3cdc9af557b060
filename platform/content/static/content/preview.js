// The real page with what stands in the form, drawn again a moment after the last key. Nothing is kept by it.
document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-preview]");
  if (!box) return;
  const buttons = [...box.querySelectorAll("[data-preview-in]")];
  const form = buttons[0].form, frame = box.querySelector("iframe"), state = box.querySelector("[data-preview-state]");
  let language = buttons.find((button) => button.lang === document.documentElement.lang) || buttons[0];
  let timer = 0, asked = null;

  async function draw() {
    asked?.abort();
    asked = new AbortController();
    try {
      const response = await fetch(language.formAction, {
        method: "POST", body: new FormData(form), credentials: "same-origin", signal: asked.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text();
      const place = frame.contentWindow?.scrollY || 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, place), { once: true });
      frame.srcdoc = html;
      frame.hidden = false;
      state.hidden = true;
    } catch (error) {
      if (error.name === "AbortError") return;
      state.textContent = state.dataset.failed;
      state.hidden = false;
    }
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(draw, 500); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      language = button;
      draw();
    });
  }
  for (const button of box.querySelectorAll("[data-preview-width]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      frame.style.width = button.dataset.previewWidth ? `${button.dataset.previewWidth}px` : "100%";
    });
  }
  draw();
});
