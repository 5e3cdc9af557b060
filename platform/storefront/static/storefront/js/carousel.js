// Keys for a strip that already slides by itself under a finger. It never moves unasked.
export function start(selector) {
  for (const carousel of document.querySelectorAll(selector)) {
    const keys = carousel.querySelector(".carousel-keys");
    const slides = carousel.querySelector(".slides");
    if (!keys) continue;
    const place = keys.querySelector("[data-place]");
    const total = Number(place.dataset.of);
    const now = () => Math.round(slides.scrollLeft / slides.clientWidth);
    const go = (step) => slides.scrollTo({
      left: ((now() + step + total) % total) * slides.clientWidth,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
    keys.querySelector("[data-back]").addEventListener("click", () => go(-1));
    keys.querySelector("[data-next]").addEventListener("click", () => go(1));
    slides.addEventListener("scroll", () => { place.textContent = `${now() + 1} / ${total}`; }, { passive: true });
    keys.hidden = false;
  }
}
