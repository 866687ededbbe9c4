"use strict";
// Serves the page without a network, and the sessions that the listener chose to keep. Players ask
// for parts of a file, so that parts of what is kept are served too.
const store = `quietude ${self.registration.scope}`;
const shell = `${store} page`;
const own = ["./", "app.webmanifest", "icon.svg"];

self.addEventListener("install", (event) => {
  const filled = caches.open(shell).then((cache) => cache.addAll(own));
  event.waitUntil(filled.then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(self.registration.scope)) {
    event.respondWith(served(request));
  }
});

async function served(request) {
  const kept = await (await caches.open(store)).match(request.url);
  if (kept) return part(request, kept);
  const cache = await caches.open(shell);
  const page = request.mode === "navigate";
  try {
    const fresh = await fetch(request);
    const picture = request.destination === "image";
    if (fresh.status === 200 && (page || picture)) await cache.put(request.url, fresh.clone());
    return fresh;
  } catch (error) {
    const old = (await cache.match(request.url)) || (page && (await cache.match("./")));
    if (old) return old;
    throw error;
  }
}

async function part(request, kept) {
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") || "");
  if (!range || (!range[1] && !range[2])) return kept;
  const data = await kept.blob();
  const first = range[1] ? Number(range[1]) : Math.max(data.size - Number(range[2]), 0);
  const last = range[1] && range[2] ? Math.min(Number(range[2]), data.size - 1) : data.size - 1;
  const headers = {
    "Content-Type": kept.headers.get("Content-Type") || "",
    "Accept-Ranges": "bytes",
  };
  if (first > last) {
    const beyond = { ...headers, "Content-Range": `bytes */${data.size}` };
    return new Response("", { status: 416, headers: beyond });
  }
  headers["Content-Range"] = `bytes ${first}-${last}/${data.size}`;
  headers["Content-Length"] = String(last - first + 1);
  return new Response(data.slice(first, last + 1), { status: 206, headers });
}
