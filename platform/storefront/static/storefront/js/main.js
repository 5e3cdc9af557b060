// Entry of every page: fills in what is personal, then loads only the modules this page has work for.
import { watchStrip } from "./strip.js";
import { tell } from "./visits.js";

document.documentElement.classList.add("scripted");

const WORK = [
  ["[data-suggest]", "./suggest.js"],
  ["[data-stepper]", "./quantity.js"],
  ["[data-buy]", "./buy.js"],
  ["[data-variants]", "./variants.js"],
  ["[data-gallery]", "./gallery.js"],
  ["[data-carousel]", "./carousel.js"],
  ["[data-countdown]", "./countdown.js"],
  ["[data-opens]", "./opens.js"],
  ["[data-paste]", "./paste.js"],
  ["[data-regions]", "./regions.js"],
  ["[data-wechat-pay]", "./wechat_pay.js"],
  ["[data-seen], [data-history]", "./seen.js"],
  ["[data-copy], [data-share], [data-favourite], [data-once]", "./handy.js"],
];

for (const [selector, path] of WORK) {
  if (document.querySelector(selector)) import(path).then((module) => module.start(selector));
}
watchStrip();
tell();
if (navigator.serviceWorker && isSecureContext) navigator.serviceWorker.register("/worker.js", { scope: "/" }).catch(() => {});
