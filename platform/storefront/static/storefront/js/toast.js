// One short message at the foot of the page; its words are in the data attributes of #toast, translated.
let timer = 0;

export function say(text, link) {
  const place = document.getElementById("toast");
  const line = document.createElement("p");
  line.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(anchor);
  }
  place.replaceChildren(line);
  clearTimeout(timer);
  timer = setTimeout(() => place.replaceChildren(), 5000);
}

export const words = () => document.getElementById("toast").dataset;
