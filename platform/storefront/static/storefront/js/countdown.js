// "Ends 12-01 20:00" becomes "Ends in" and a running clock; when it is over it says so once.
const two = (number) => String(number).padStart(2, "0");

// `days`: how the language writes them, # for the number.
function shown(seconds, days) {
  const whole = Math.floor(seconds / 86400);
  const clock = `${two(Math.floor((seconds % 86400) / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return whole ? `${days.replace("#", whole)} ${clock}` : clock;
}

export function start(selector) {
  const clocks = [...document.querySelectorAll(selector)].map((place) => ({
    place, label: place.querySelector(".muted"), time: place.querySelector("time"), end: Date.parse(place.querySelector("time").dateTime),
  }));
  const tick = () => {
    for (const { place, label, time, end } of clocks) {
      const left = Math.floor((end - Date.now()) / 1000);
      const text = left > 0 ? shown(left, place.dataset.days) : place.dataset.over;
      if (time.textContent === text) continue;
      label.textContent = left > 0 ? place.dataset.left : "";
      time.textContent = text;
    }
  };
  tick();
  setInterval(tick, 1000);
}
