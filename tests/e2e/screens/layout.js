// What a careful eye would find on the page as it stands: [rule, where, what] for each fault.
() => {
  const faults = [], wide = document.documentElement.clientWidth;
  // Where a text may end in "…": it is whole elsewhere (the page's heading, the goods' own page).
  const SHORTENED = ".card-title a, .crumbs [aria-current], .brand-name";
  const name = (node) => `${node.tagName.toLowerCase()}${node.id ? "#" + node.id : ""}.${[...node.classList].join(".")}`;
  const tell = (rule, node) => faults.push([rule, name(node), (node.textContent || "").trim().slice(0, 60)]);
  const style = new Map(), styled = (node) => style.get(node) || style.set(node, getComputedStyle(node)).get(node);
  const unseen = (node) => node.closest(".hidden, .skip, svg, [hidden], dialog:not([open])") ||
    !node.checkVisibility({ checkVisibilityCSS: true });
  const scrolls = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll"].includes(styled(up).overflowX)) return true;
    }
    return false;
  };
  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth + 1) faults.push(["page is wider than the screen", "html", `${page.scrollWidth} > ${page.clientWidth}`]);
  for (const node of document.body.querySelectorAll("*")) {
    if (unseen(node)) continue;
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if ((box.right > wide + 1 || box.left < -1) && !scrolls(node)) tell("outside the screen", node);
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const rules = styled(node);
    if (!own || rules.display === "inline") continue;
    const clipped = rules.overflowX !== "visible" && !["auto", "scroll"].includes(rules.overflowX);
    const lines = rules.overflowY !== "visible" && !["auto", "scroll"].includes(rules.overflowY);
    if (node.scrollWidth > node.clientWidth + 1 && node.clientWidth && !["auto", "scroll"].includes(rules.overflowX) &&
        !(clipped && node.matches(SHORTENED))) tell("text is wider than its box", node);
    if (lines && node.scrollHeight > node.clientHeight + 2 && !node.matches(SHORTENED)) tell("text is cut below", node);
  }
  for (const image of document.images) {
    if (!unseen(image) && image.complete && !image.naturalWidth && image.getAttribute("loading") !== "lazy") tell("picture does not load", image);
  }
  return faults;
}
