// The page's Content-Security-Policy: what it forbids, that it does forbid it, and that no view runs against it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, open, visit } from './page';

beforeAll(begin);
afterAll(end);

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = process.env.GLASSNET_DIST ?? join(root, 'dist');

function policyOf(file: string): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(dist, file), 'utf8');
  const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  return new Map(
    content.split(';').map((each) => {
      const [directive = '', ...sources] = each.trim().split(/\s+/);
      return [directive, sources] as const;
    }),
  );
}

describe.each(['index.html', 'embed.html'])('%s', (file) => {
  test('allows its own files and WebAssembly, and nothing else', () => {
    const policy = policyOf(file);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('style-src')).toEqual(["'self'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    const all = [...policy.values()].flat();
    for (const source of all) expect(source).toMatch(/^('self'|'none'|'wasm-unsafe-eval'|blob:|data:)$/);
    for (const [directive, sources] of policy)
      if (/script|connect|style|default/.test(directive)) expect(sources.join()).not.toMatch(/blob:|data:/);
  });
});

test('a script written into the page, a string run as code and a request to elsewhere are refused', async () => {
  const { page, close } = await open();
  const blocked = await page.evaluate(async () => {
    const directives: string[] = [];
    addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.ranInline = true';
    document.head.append(inline);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'globalThis.ranHandler = true');
    document.body.append(button);
    button.click();
    const style = document.createElement('style');
    style.textContent = 'body { --written: 1 }';
    document.head.append(style);
    const answer = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    );
    await new Promise((done) => setTimeout(done, 50));
    const { ranInline, ranHandler } = globalThis as unknown as Record<string, unknown>;
    return { directives, answer, ranInline, ranHandler };
  });
  expect(blocked.answer).toBe('refused');
  expect([blocked.ranInline, blocked.ranHandler]).toEqual([undefined, undefined]);
  expect([...new Set(blocked.directives)].sort()).toEqual([
    'connect-src',
    'script-src-attr',
    'script-src-elem',
    'style-src-elem',
  ]);
  // In a task of the page’s own.
  const evaluated = await page.evaluate(
    () =>
      new Promise<string>((done) => {
        setTimeout(() => {
          try {
            done(String(new Function('return 1')()));
          } catch (error) {
            done((error as Error).name);
          }
        });
      }),
  );
  expect(evaluated).toBe('EvalError');
  await close();
});

const VIEWS = ['draw', 'train', 'step', 'race', 'slopes', 'points', 'text', 'lessons'];
const PARTS = ['text', 'vectors', 'words', 'rewrite', 'gpt', 'sentence'];

// `visit` fails on any warning, error, failed request or request to another host.
for (const language of ['en', 'zh'] as const)
  test(
    `a walk through all views leaves no warning and asks no other host: ${language}`,
    { timeout: 120_000 },
    () =>
      visit(async ({ page }) => {
        const violations: string[] = [];
        await page.exposeFunction('violated', (what: string) => violations.push(what));
        await page.evaluate(() =>
          addEventListener('securitypolicyviolation', (event) => {
            const { violated } = globalThis as unknown as { violated(what: string): void };
            violated(`${event.effectiveDirective} ${event.blockedURI}`);
          }),
        );
        const walk = async (group: Locator, names: readonly string[]) => {
          const buttons = group.getByRole('button');
          expect(await buttons.count()).toBe(names.length);
          const seen: string[] = [];
          for (let i = 0; i < names.length; i++) {
            await buttons.nth(i).click();
            const view = page.locator(
              ['draw', ...VIEWS, ...PARTS].map((each) => `gn-${each}-view`).join(', '),
            );
            await expect
              .poll(() => view.evaluateAll((all) => all.map(({ localName }) => localName)))
              .toHaveLength(1);
            await page.waitForTimeout(900); // what a view fetches, or begins by itself
            seen.push((await view.evaluate(({ localName }) => localName)).slice(3, -5));
            if (seen.at(-1) === 'text' && names === VIEWS)
              await walk(page.getByRole('group', { name: /^(Parts of Text|文字的几个部分)$/ }), PARTS);
          }
          expect([...seen].sort()).toEqual([...names].sort());
        };
        await walk(page.getByRole('navigation', { name: /^(Views|视图)$/ }), VIEWS);
        expect(violations).toEqual([]);
      }, `language=${language}`),
  );
