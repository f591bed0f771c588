/** Stepping through a picture in a page that knows nothing of Segno, in Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundles } from '../../scripts/bundles.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { render } from '../../src/api/index.js';
import { startChromium } from '../preview/harness.js';

const NOTE = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

let browser: Browser;
let script: string;
beforeAll(async () => {
  browser = await startChromium();
  const bundle = bundles(false).find(({ entryPoints: [entry] }) => entry === 'src/page/stepping.ts');
  const built = await esbuild.build({ ...bundle, write: false });
  script = built.outputFiles[0]?.text ?? '';
});
afterAll(() => browser.close());

/** A page with these pictures and the script. */
async function open(
  pictures: readonly string[],
  scheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 640, height: 560 }, colorScheme: scheme });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const figures = pictures.map((one) => `<figure class="segno" style="margin: 0">${one}</figure>`).join('');
  await page.setContent(
    `<!doctype html><meta name="color-scheme" content="light dark"><style>body { font: 16px sans-serif }</style>${figures}<script type="module">${script}</script>`,
  );
  return { page, errors };
}

const picture = (language: 'en' | 'zh-cn' = 'en'): string => render(NOTE, { language })[0]?.text ?? '';

/** How much of the picture is veiled, and what is said. */
const shown = async (page: Page) => {
  const veil = page.locator('svg > rect[style*="--sg-ground"]');
  return {
    veiled: (await veil.count()) === 0 ? 0 : Number(await veil.getAttribute('height')),
    said: await page.locator('.segno-steps [role=status]').textContent(),
  };
};

describe('a picture in a page', () => {
  it('is whole until somebody steps, then shows what has happened, and says it', async () => {
    const { page, errors } = await open([picture()]);
    const bar = page.getByRole('group', { name: 'Step through: Opening' });
    expect(await shown(page)).toEqual({ veiled: 0, said: '' });
    await bar.getByRole('button', { name: 'Next' }).click();
    const first = await shown(page);
    expect(first.said).toMatch(/^Segment 1, C to S: SYN, seq x; C becomes SYN_SENT/);
    await bar.getByRole('button', { name: 'Next' }).click();
    const second = await shown(page);
    expect(second.said).toMatch(/^Segment 2, S to C: SYN\+ACK/);
    expect(second.veiled).toBeLessThan(first.veiled);
    await bar.getByRole('button', { name: 'Back' }).click();
    expect(await shown(page)).toEqual(first);
    await bar.getByRole('button', { name: 'Show all' }).click();
    expect(await shown(page)).toEqual({ veiled: 0, said: '' });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('is stepped through with the keys alone, and stays at its ends', async () => {
    const { page } = await open([picture()]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
    expect((await shown(page)).said).toMatch(/^Segment 3/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    expect((await shown(page)).said).toMatch(/^Segment 1/);
    await page.keyboard.press('Escape');
    expect((await shown(page)).veiled).toBe(0);
    await page.close();
  });

  it('has buttons in its own language', async () => {
    const { page } = await open([picture('zh-cn')]);
    await page.getByRole('button', { name: '下一步' }).click();
    expect((await shown(page)).said).toMatch(/^报文段 1/);
    await page.close();
  });

  it('is read where the site has made one blank of several, and of the ends of lines', async () => {
    const { page, errors } = await open([picture().replaceAll(/\s+/g, ' ')]);
    const on = page.getByRole('button', { name: 'Next' });
    await on.click();
    expect((await shown(page)).said).toMatch(/^Segment 1, C to S: SYN, seq x; .*; line 2$/);
    await on.click();
    expect((await shown(page)).said).toMatch(/^Segment 2, S to C: SYN\+ACK, .*; line 3$/);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('stays as it was sent until somebody steps, so that a framework finds it again', async () => {
    const { page } = await open([`${picture()}<div class="segno-steps"></div>`]);
    const sent = () => page.locator('figure').evaluate((figure) => figure.innerHTML);
    await page.getByRole('button', { name: 'Next' }).waitFor();
    expect(await sent()).toMatch(/<\/svg>\n<div class="segno-steps"><\/div>$/);
    expect(await sent()).not.toContain('pointer-events');
    await page.getByRole('button', { name: 'Next' }).click();
    expect((await shown(page)).veiled).toBeGreaterThan(0);
    await page.close();
  });

  it('gets its bar when it comes later, and once', async () => {
    const { page } = await open([]);
    await page.evaluate((text) => {
      document.body.insertAdjacentHTML('beforeend', `<figure class="segno">${text}</figure>`);
    }, picture());
    await page.locator('.segno-steps').waitFor();
    await page.evaluate((text) => {
      document.body.insertAdjacentHTML('beforeend', `<figure class="segno">${text}</figure>`);
    }, picture());
    await page.locator('.segno-steps').nth(1).waitFor();
    expect(await page.locator('figure > .segno-steps').count()).toBe(2);
    await page.close();
  });

  it.each(['', 'a b', '10 99999', '-1 3 4 5'])(
    'is left alone where it does not say where its rows are: %j',
    async (rows) => {
      const { page, errors } = await open([picture().replace(/data-rows="[^"]*"/, `data-rows="${rows}"`)]);
      expect(await page.locator('.segno-steps').count()).toBe(0);
      expect(errors).toEqual([]);
      await page.close();
    },
  );

  it.each(['light', 'dark'] as const)('looks like this in the middle, %s', async (scheme) => {
    const { page } = await open([picture()], scheme);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    mkdirSync(join(root, 'test-results'), { recursive: true });
    const taken = await page.screenshot({ path: join(root, `test-results/page-stepping-${scheme}.png`) });
    expect(taken.length).toBeGreaterThan(1_000);
    await page.close();
  });
});

it('takes no more than a site can bear', () => {
  expect(script.length).toBeLessThan(30 * 1024);
});
