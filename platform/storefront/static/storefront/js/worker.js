// The installed app without a network: it says so and pretends nothing. Pages always come from the network; only the
// offline pages and the files they are made of are kept. Nothing of a person is ever put into a cache.
const KEPT = `mall-${VERSION}`;
const OFFLINE = { zh: "/offline", en: "/en/offline" };
const FILES = ["/theme.css", "/en/theme.css", "/static/storefront/foundation.css", "/static/storefront/components.css",
  "/static/storefront/icons.svg", "/static/storefront/mark.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([OFFLINE.zh, OFFLINE.en, ...FILES].map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("mall-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function page(request, path) {
  try {
    return await fetch(request);
  } catch {
    const language = path === "/en" || path.startsWith("/en/") ? "en" : "zh";
    return (await caches.match(OFFLINE[language])) || Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address.pathname));
  else if (FILES.includes(address.pathname)) event.respondWith(file(request));
});
