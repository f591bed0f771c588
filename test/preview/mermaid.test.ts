/** The text for GitHub and others, drawn by Mermaid as it is published, without anything of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import { mermaidText } from '../../src/diagram/mermaid.js';
import { drawn, drawnFile } from '../diagram/written.js';
import { startChromium } from './harness.js';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await startChromium();
  page = await browser.newPage();
  await page.addScriptTag({ path: join(root, 'node_modules/mermaid/dist/mermaid.min.js') });
  await page.evaluate(() => {
    (window as unknown as Globals).mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  });
});
afterAll(async () => {
  await browser.close();
});

interface Globals {
  readonly mermaid: {
    initialize(settings: object): void;
    render(id: string, text: string): Promise<{ svg: string }>;
  };
}

interface Seen {
  readonly names: string[];
  readonly messages: string[];
  readonly notes: string[];
}

/** What Mermaid draws of texts; an error in place of what it cannot draw. */
function render(texts: readonly string[]): Promise<(Seen | string)[]> {
  return page.evaluate(async (all) => {
    const { mermaid } = window as unknown as Globals;
    const seen = [];
    for (const [index, text] of all.entries()) {
      try {
        const { svg } = await mermaid.render(`diagram-${index}`, text);
        const picture = new DOMParser().parseFromString(svg, 'text/html');
        const of = (selector: string) =>
          [...picture.querySelectorAll(selector)].map((element) => element.textContent);
        seen.push({
          names: of('text.actor'),
          messages: of('.messageText'),
          notes: of('.noteText'),
        });
      } catch (error) {
        seen.push(`${String(error)} in:\n${text}`);
      }
    }
    return seen;
  }, texts);
}

const folder = join(root, 'test/corpus');
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith('.segno'))
  .map((name) => [name, 'en'] as const);
// Only the words differ.
const chinese = ['figures.segno', 'valid-programs.segno'].map((name) => [name, 'zh-cn'] as const);

describe('the Mermaid text', () => {
  it.each([...corpus, ...chinese])(
    'of each exchange in %s is drawn whole by Mermaid, %s',
    async (name, language) => {
      const { scenarios } = drawnFile(readFileSync(join(folder, name), 'utf8'), language);
      const seen = await render(scenarios.map((one) => mermaidText(one, { flavour: 'complete' })));
      expect(seen.filter((one) => typeof one === 'string')).toEqual([]);
      scenarios.forEach((drawing, index) => {
        const picture = seen[index] as Seen;
        const segments = drawing.rows.filter(({ kind }) => kind === 'segment');
        expect(picture.messages.length, drawing.title).toBeGreaterThanOrEqual(segments.length);
        const said = picture.notes.join('\n');
        for (const { name: state } of drawing.rows.flatMap(({ states }) =>
          states.filter((one) => one.changed),
        )) {
          expect(said, drawing.title).toContain(state);
        }
      });
    },
  );

  it.each([
    'one; two #35; three',
    'end',
    'a note over: the end of it',
    '$$x^2$$ and %% no comment %%{init: {"theme":"dark"}}%%',
    '<br/> <b>bold</b> &amp; "quoted" `code` \\n {x} [y]',
    '你好；“引号”，（括号）',
    'loop alt opt par rect activate',
    'wrap: nowrap: -->> -x --- ===',
  ])('keeps words letter for letter: %s', async (words) => {
    const drawing = drawn(
      `C -> SYN(seq=x) -> S : ${words}\nnote C: ${words}\n== ${words} ==\nC <- SYN+ACK <- S`,
    );
    const [row, note] = drawing.rows;
    const [seen] = await render([mermaidText(drawing, { flavour: 'complete' })]);
    if (!seen || typeof seen === 'string') throw new Error(seen);
    expect(seen.messages.join(' ')).toContain(row?.text);
    expect(seen.notes.join(' ')).toContain(note?.text);
  });

  it('keeps ends apart that have names which mean something to Mermaid', async () => {
    const [seen] = await render([
      mermaidText(drawn('end -> SYN -> note\nend <- SYN+ACK <- note'), { flavour: 'complete' }),
    ]);
    expect([...new Set((seen as Seen).names)].sort()).toEqual(['end', 'note']);
  });
});
