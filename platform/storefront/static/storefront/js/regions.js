// The list of cities follows the province: its own ones are offered, a municipality's only one is filled in, and a city
// of the province chosen before is taken out (with it standing there, the browser would offer nothing else).

export function citiesOf(province, options) {
  const typed = province.trim();
  if (!typed) return options;
  const own = options.filter((option) => option.of.startsWith(typed));
  return own.length ? own : options;
}

export function start(selector) {
  for (const box of document.querySelectorAll(selector)) follow(box);
}

function follow(box) {
  const province = box.querySelector("input[list=provinces]");
  const city = box.querySelector("input[list=cities]");
  const list = document.getElementById("cities");
  if (!province || !city || !list) return;
  const all = [...list.options].map((option) => ({ name: option.value, of: option.dataset.of }));
  const offer = () => {
    const own = citiesOf(province.value, all);
    list.replaceChildren(...own.map(({ name }) => new Option("", name)));
    const strange = all.some(({ name }) => name === city.value) && !own.some(({ name }) => name === city.value);
    if (strange) city.value = "";
    if (own.length === 1 && !city.value) city.value = own[0].name;
  };
  province.addEventListener("change", offer);
  offer();
}
