// Bytes over the wire and milliseconds until the page's first prediction, in a browser that knows nothing of it; here,
// and as a phone on a slow network would have it (Lighthouse's slow 4G, processor four times slower).
import { SCREEN } from '../engines/page.mjs';
import { median } from './summary.mjs';

const PROFILES = {
  desktop: null,
  mobile: { latency: 150, kbps: 1638.4, slower: 4, screen: { viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true, reducedMotion: 'reduce' } },
};

async function once(browser, address, profile) {
  const context = await browser.newContext(profile?.screen ?? SCREEN);
  const page = await context.newPage();
  if (profile) {
    const client = await context.newCDPSession(page);
    const bytes = (profile.kbps * 1000) / 8;
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', { offline: false, latency: profile.latency, downloadThroughput: bytes, uploadThroughput: bytes });
    await client.send('Emulation.setCPUThrottlingRate', { rate: profile.slower });
  }
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const [move] = list.getEntriesByName('glassnet:move');
      if (move) window.firstMove ??= move.startTime + move.duration;
    }).observe({ type: 'measure', buffered: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => window.firstMove !== undefined);
  const seen = await page.evaluate(() => ({
    ms: window.firstMove,
    bytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter((entry) => entry.responseEnd <= window.firstMove)
      .reduce((sum, entry) => sum + entry.transferSize, 0),
  }));
  await context.close();
  return seen;
}

export async function first({ browser, address, version, rounds, report }) {
  for (const [name, profile] of Object.entries(PROFILES)) {
    const seen = [];
    for (let round = 0; round < rounds; round++) seen.push(await once(browser, address, profile));
    for (const [what, unit] of [['ms', 'ms'], ['bytes', 'bytes']]) {
      const values = seen.map((each) => Math.round(each[what]));
      report({
        ...{ task: 'first-prediction', what: `${name}, ${what}`, engine: 'ours-page', version, unit },
        ...{ median: Math.round(median(values)), min: Math.min(...values), max: Math.max(...values), rounds },
      });
    }
  }
}
