// Thumbnails move the pictures sideways without moving the page.
export function start(selector) {
  for (const gallery of document.querySelectorAll(selector)) {
    const main = gallery.querySelector(".gallery-main");
    const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];
    const light = (place) => thumbs.forEach((thumb, index) => {
      if (index === place) thumb.setAttribute("aria-current", "true"); else thumb.removeAttribute("aria-current");
    });
    thumbs.forEach((thumb, index) => thumb.addEventListener("click", (event) => {
      event.preventDefault();
      main.scrollTo({ left: index * main.clientWidth });
    }));
    main.addEventListener("scroll", () => light(Math.round(main.scrollLeft / main.clientWidth)), { passive: true });
    light(0);
  }
}
