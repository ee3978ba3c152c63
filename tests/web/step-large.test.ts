// A thousand samples of LeNet in Step: the page answers within the operations, what is shown has been computed, and a
// new press takes the place of a way that is under way.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, end, open } from './page';
import { learnt, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 180_000 };
const PATIENT = { timeout: 60_000 };

// What stands on the tape, picture after picture, from these presses on until it is at rest.
const watch = (page: Page, ...names: readonly string[]) =>
  page.evaluate(async (names) => {
    const find = (root: ParentNode, what: string): Element | undefined => {
      for (const each of root.querySelectorAll('*')) {
        if (each.matches(what)) return each;
        const found = each.shadowRoot && find(each.shadowRoot, what);
        if (found) return found;
      }
      return undefined;
    };
    const tape = find(document, 'gn-tape')?.shadowRoot as ShadowRoot;
    const facts = () => find(document, 'gn-facts')?.shadowRoot?.querySelector('h2') ?? undefined;
    const done = () => Number(/^\d+/.exec(tape.querySelector('.now')?.textContent ?? '')?.[0]);
    for (const name of names)
      [...tape.querySelectorAll('button')]
        .find((each) => each.textContent?.trim() === name || each.title === name)
        ?.click();
    const seen: { done: number; working: boolean; directed: boolean; along: number }[] = [];
    for (let rest = 0; rest < 5; ) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const progress = tape.querySelector('progress');
      const working = progress !== null;
      const along = progress?.hasAttribute('value') ? progress.value : 0;
      seen.push({ done: done(), working, directed: facts() !== undefined, along });
      rest = working ? 0 : rest + 1;
    }
    return seen;
  }, names);

test(
  'goes operation by operation, with a sign; a new press supersedes it; the step comes when it is known',
  LONG,
  async () => {
    const { page, troubles, close } = await open(
      'view=train&digits=5000&weights=untrained&model=lenet5&train=batch:1024',
      {},
      'train',
    );
    await page.getByRole('button', { name: '1 step', exact: true }).click();
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), PATIENT).toBe('1');
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.getByText(/As one tensor: \[1,?024, 1, 28, 28\]\./).waitFor(PATIENT);
    await transport(page).waitFor();
    await expect.poll(() => page.locator('gn-tape progress').count(), PATIENT).toBe(0);
    await transport(page).getByText('14 of 28').waitFor(PATIENT);

    // On a quick machine all is done before anything is drawn.
    const client = await page.context().newCDPSession(page);
    await client.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    const way = await watch(page, 'Direction');
    expect(way.some(({ working }) => working)).toBe(true);
    expect(way.some(({ done, working }) => working && done > 14 && done < 27)).toBe(true);
    for (const { done, directed } of way) expect(directed).toBe(done >= 27);
    expect(way.some(({ along }) => !Number.isInteger(along))).toBe(true); // a piece of an operation is a piece of the way
    expect(way.at(-1)?.done).toBe(27);

    const turned = await watch(page, 'To the loss', 'Direction', 'To the start');
    expect(turned.at(-1)?.done).toBe(0);
    expect(turned.every(({ directed }) => !directed)).toBe(true);
    await page.getByText('Nothing is computed yet').waitFor();

    // From the loss on as many presses as operations: each counts, though they come faster than the work is done.
    await watch(page, 'To the loss');
    await watch(page, 'Next operation', 'Next operation', 'Next operation');
    await transport(page).getByText('17 of 28').waitFor();

    await watch(page, 'Direction');
    await transport(page).getByRole('button', { name: 'Step' }).click();
    await page.getByText('Train goes on from step 2').waitFor(PATIENT);
    const made = await learnt(page);
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: 'Train', exact: true })
      .click();
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), PATIENT).toBe('2');
    // Train makes the same step.
    await page.getByRole('slider', { name: 'Back in time' }).fill('1');
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), PATIENT).toBe('1');
    await page.getByRole('button', { name: '1 step', exact: true }).click();
    await expect.poll(() => page.locator('gn-transport .now b').textContent(), PATIENT).toBe('2');
    expect(await learnt(page)).toBe(made);
    expect(troubles).toEqual([]);
    await close();
  },
);
