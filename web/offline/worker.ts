// The page without a connection. What it is made of comes with its first visit and stays; a data set stays from its first
// use. Beside a connection the page is asked for anew, so that a new version shows at the next opening.
import { data, files } from 'virtual:files';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import type { Missing } from './missing';

declare const self: ServiceWorkerGlobalScope;

const WAIT = 3000; // ms for a connection that is there in name only
const { scope } = self.registration;
const DATA = `glassnet data ${scope}`;

const versioned = (url: string): string | undefined => {
  const known = url.startsWith(scope) ? data[url.slice(scope.length)] : undefined;
  return known && `${url}?${known.version}`;
};

registerRoute(
  ({ url }) => versioned(url.href) !== undefined,
  new CacheFirst({
    cacheName: DATA,
    plugins: [{ cacheKeyWillBeUsed: async ({ request }) => versioned(request.url) ?? request }],
  }),
);

const PAGES = [scope, `${scope}index.html`];
const isPage = (url: URL) => PAGES.includes(url.origin + url.pathname);

// As a host would send it that isolates its pages: then workers share memory instead of sending messages. All that the
// page asks for is of its own origin, so nothing else changes. Not in a frame, which is as isolated as what is around it.
function isolated(response: Response): Response {
  if (response.type === 'opaqueredirect') return response;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(response.body, { status, statusText, headers });
}

// Before the route of the kept files, which would answer with the page as it was.
registerRoute(
  ({ request, url }) => request.mode === 'navigate' && isPage(url),
  async ({ request }) => {
    const fresh = fetch(request);
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, WAIT));
    const inTime = await Promise.race([fresh.catch(() => undefined), late]);
    const response = inTime ?? (await matchPrecache('index.html')) ?? (await fresh);
    return request.destination === 'document' ? isolated(response) : response;
  },
);
precacheAndRoute(files);
cleanupOutdatedCaches();

async function dropOldData(): Promise<void> {
  const cache = await caches.open(DATA);
  const now = new Set(Object.keys(data).map((name) => versioned(scope + name)));
  for (const { url } of await cache.keys()) if (!now.has(url)) await cache.delete(url);
}

// Asked by state/offline.ts: the data that is not here yet.
async function missing(): Promise<Missing[]> {
  const cache = await caches.open(DATA);
  const here = new Set((await cache.keys()).map(({ url }) => url));
  return Object.entries(data)
    .filter(([name]) => !here.has(versioned(scope + name) ?? ''))
    .map(([name, { bytes }]) => ({ name, bytes }));
}
self.addEventListener('message', (event) => {
  event.waitUntil(missing().then((list) => event.ports[0]?.postMessage(list)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([dropOldData(), self.clients.claim()]));
});
