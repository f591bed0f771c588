import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewPlugins } from '../../scripts/preview-plugins.mjs';
import { root } from '../../scripts/lib/root.mjs';
import type { Drawing } from '../../src/diagram/drawing.js';
import { mermaidText } from '../../src/diagram/mermaid.js';
import * as drawings from './drawings.js';
import { startChromium } from './harness.js';

let browser: Browser;
let page: Page;

/** A page with Mermaid and nothing of ours, as others draw the text that is copied out of the preview. */
beforeAll(async () => {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import mermaid from 'mermaid';
        mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true });
        window.draw = async (text) => {
          document.body.innerHTML = (await mermaid.render('picture', text)).svg;
          return [...document.querySelectorAll('text')].map((element) => element.textContent);
        };`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    plugins: previewPlugins,
  });
  browser = await startChromium();
  page = await browser.newPage();
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
});

afterAll(async () => {
  await browser.close();
});

/** Every text that Mermaid shows for the complete text of a drawing. */
function texts(drawing: Drawing): Promise<string[]> {
  const text = mermaidText(drawing, { flavour: 'complete' });
  return page.evaluate((t) => (window as unknown as { draw(t: string): Promise<string[]> }).draw(t), text);
}

it.each([
  ['a handshake', drawings.handshake],
  ['a close', drawings.close],
  ['an old duplicate', drawings.oldDuplicate],
  ['a simultaneous open', drawings.simultaneousOpen],
  ['several ends', drawings.threeEnds],
  ['Chinese', drawings.chinese],
  ['long texts', drawings.wordy],
])('Mermaid draws the complete text: %s', async (_name, drawing) => {
  const shown = (await texts(drawing)).join('\n');
  for (const row of drawing.rows) {
    if (row.kind === 'segment') expect(shown).toContain(row.flags);
    for (const state of row.states) if (state.changed) expect(shown).toContain(state.name);
  }
});

it('Mermaid shows hostile texts letter for letter', async () => {
  const shown = (await texts(drawings.hostile)).join('\n');
  expect(shown).toContain(drawings.hostileText);
  expect(shown).toContain(drawings.hostile.title);
  expect(shown).toContain('seq=x;y#35;');
  expect(shown).toContain('wrap: $$\\int$$');
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  expect(await page.$$('img, iframe, foreignObject, body script')).toHaveLength(0);
});
