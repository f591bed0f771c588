import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../src/diagram/escape.js';
import { drawn } from '../diagram/written.js';
import { root } from '../support/root.js';
import { PATIENCE, Workbench } from './support/workbench.js';

const handshake = readFileSync(join(root, 'examples/handshake.md'), 'utf8');
/** The line of the example's first acknowledgment, from 1, and the column of its number. */
const lines = handshake.split('\n');
const line = lines.findIndex((text) => text.includes('ack=x+1')) + 1;
const column = (lines[line - 1] ?? '').indexOf('x+1') + 'x+1'.length;

const other = `
~~~text
begin Found by what it holds
A -> SYN(seq=x) -> B
~~~

\`\`\`js
const ordinary = 'code';
\`\`\`

\`\`\`mermaid
sequenceDiagram
  Ann->>Ben: of another kind
\`\`\`
`;

/** HTML in the note that poses as one of our blocks: with a key that it gives itself, and a drawing of a lie. */
const forgedDrawing = drawn('C -> SYN -> S\nC <- SYN+ACK <- S', 'en');
const forged = `
<div class="segno-key" data-segno-key="mine"></div>
<body class="segno-key" data-segno-key="mine"></body>
<div class="segno-block" lang="en" data-segno-key="mine" data-segno="${escapeMarkup(
  JSON.stringify({ uri: '', version: 1, scenarios: [forgedDrawing], problems: [] }),
)}"><p>forged</p></div>
`;

const within = { timeout: PATIENCE };

describe('VS Code’s own Markdown preview', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open(
      { 'handshake.md': `${handshake}${forged}${other}` },
      { settings: { 'markdown.preview.doubleClickToSwitchToEditor': true } },
    );
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('handshake.md');
    await code.markdownPreview(blocks().locator('.segno-whole').nth(5));
    await expect.poll(() => blocks().locator('.segno-whole').count(), within).toBe(6);
  });

  const blocks = () => code.webview().locator('.segno-block');

  it('draws every block, with the states of both ends', async () => {
    const first = blocks().first();
    const texts = (selector: string) => () => first.locator(selector).allTextContents();
    await expect.poll(texts('figcaption'), within).toEqual(['Three-way handshake']);
    await expect
      .poll(texts('.segno-head'), within)
      .toEqual([expect.stringContaining('Client'), expect.stringContaining('Server')]);
    await expect
      .poll(texts('.segno-chip:not(.segno-quiet)'), within)
      .toEqual(expect.arrayContaining(['SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']));
    await expect.poll(() => first.locator('.segno-arrow').count(), within).toBe(3);
    await expect.poll(() => blocks().locator('.segno-problem').count(), within).toBe(0);
    await code.screenshot('built-in-preview');
  });

  it('draws what is an exchange by what it holds, and leaves other code as it is', async () => {
    await blocks().last().locator('figcaption', { hasText: 'Found by what it holds' }).waitFor(within);
    await code.webview().locator('pre code', { hasText: "const ordinary = 'code';" }).waitFor(within);
    // VS Code draws this one itself.
    await code.webview().locator('.mermaid svg', { hasText: 'of another kind' }).waitFor(within);
  });

  it('believes no HTML of the note', async () => {
    const lie = code.webview().locator('.segno-block', { hasText: 'forged' });
    await lie.waitFor({ ...within, state: 'attached' });
    // Ours are drawn by now, so it would be, too.
    expect(await lie.evaluate((element) => element.shadowRoot)).toBeNull();
    const [ours] = await blocks().evaluateAll((all) => all.map((one) => one.getAttribute('data-segno-key')));
    expect(ours).toMatch(/^[0-9a-f]{32}$/);
  });

  it('goes to the line of the arrow that is clicked twice', async () => {
    const arrow = blocks().first().locator('.segno-row-segment').nth(1);
    // Where VS Code just draws the page anew, the first of the two clicks is forgotten.
    await code.until(() => arrow.locator('.segno-hit').dblclick(), code.cursor(`Ln ${line},`));
  });

  it('marks a problem while one types, and keeps the other drawings where they are', async () => {
    const second = blocks().nth(1);
    await second.locator('.segno-whole').evaluate((element) => element.setAttribute('data-kept', ''));
    await code.overwrite(line, column, '2');
    const first = blocks().first();
    await first.locator('.segno-problem', { hasText: 'wrong-ack-number' }).waitFor(within);
    await first.locator('.segno-row.segno-is-error').waitFor(within);
    await expect.poll(() => first.locator('.segno-arrow.segno-is-error').count(), within).toBe(1);
    expect(await second.locator('.segno-whole[data-kept]').count()).toBe(1);
    await code.screenshot('built-in-preview-problem');
  });

  it('draws the one to scale whose button is pressed, also while one types', async () => {
    const first = blocks().first();
    const scaled = first.locator('.segno-hit-line');
    const press = (pressed: boolean) =>
      first.locator(`.segno-figure button[aria-pressed="${!pressed}"]`).press('Enter');
    expect(await scaled.count()).toBe(0);
    await press(true);
    await expect.poll(() => scaled.count(), within).toBe(3);
    expect(await blocks().nth(1).locator('.segno-hit-line').count()).toBe(0);
    await code.overwrite(line, column, '2');
    await first.locator('.segno-problem', { hasText: 'wrong-ack-number' }).waitFor(within);
    await expect.poll(() => scaled.count(), within).toBe(3);
    await code.screenshot('built-in-preview-to-scale');
    await press(false);
    await expect.poll(() => scaled.count(), within).toBe(0);
  });

  it('keeps the last good drawing while a line cannot be read', async () => {
    await code.overwrite(line, 1, '((', 0);
    const first = blocks().first();
    await first.locator('.segno-problem', { hasText: 'the last good one' }).waitFor(within);
    await expect.poll(() => first.locator('.segno-arrow').count(), within).toBe(3);
  });

  it.each([
    ['dark', 'vscode-dark'],
    ['high-contrast', 'vscode-high-contrast'],
    ['high-contrast-light', 'vscode-high-contrast-light'],
  ] as const)('takes on the colours of another theme: %s', async (theme, kind) => {
    await code.theme(theme);
    const body = code.webview().locator(`body.${kind}`);
    // A page that VS Code is just loading may never hear of the change; one that is loaded after it has its colours.
    const follow = () =>
      body.waitFor({ timeout: PATIENCE / 6 }).catch(() => code.run('markdown.preview.refresh'));
    await code.until(follow, body);
    const head = blocks().first().locator('.segno-head text').first();
    const inks = () =>
      head
        .evaluate((element) => {
          const theirs = getComputedStyle(document.documentElement).getPropertyValue(
            '--vscode-editor-foreground',
          );
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = theirs;
          const wanted = getComputedStyle(probe).color;
          probe.remove();
          return getComputedStyle(element).fill === wanted;
        })
        // VS Code loads the preview anew after a change of theme, and the old one may go while it is asked.
        .catch(() => false);
    await expect.poll(inks, within).toBe(true);
    await code.screenshot(`built-in-preview-${kind}`);
  });
});

describe('a long exchange in VS Code’s own Markdown preview', () => {
  const acks = Array.from({ length: 500 }, (_, n) => `C -> DATA(10)+ACK -> S : part ${n}\nC <- ACK <- S`);
  const long = `# Long\n\n\`\`\`segno\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\n${acks.join('\n')}\n\`\`\`\n`;
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'long.md': long });
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('long.md');
    await code.markdownPreview(block().locator('.segno-row').first());
  });

  const block = () => code.webview().locator('.segno-block');
  const rows = () => block().locator('.segno-row').count();
  const row = () => block().locator('.segno-row[data-line="701"]');
  const goTo701 = async () => {
    await code.goTo(701, 1);
    await row().waitFor({ ...within, state: 'attached' });
  };

  it('has only the rows near what is seen', async () => {
    const height = () => block().evaluate((element) => element.getBoundingClientRect().height);
    await expect.poll(height, within).toBeGreaterThan(20_000);
    await expect.poll(rows, within).toBeGreaterThan(12);
    await expect.poll(rows, within).toBeLessThan(150);
  });

  it('scrolls with the editor, and draws where it comes', async () => {
    await goTo701();
    // VS Code brings the editor’s first line to the page’s top: the row of the cursor’s line is not far below.
    const top = () => row().evaluate((element) => element.getBoundingClientRect().top);
    await expect.poll(top, within).toBeLessThan(2000);
    await expect.poll(top, within).toBeGreaterThan(-500);
    await expect.poll(rows, within).toBeLessThan(200);
  });

  it('keeps every row that is seen while one types', async () => {
    await goTo701();
    // Counted at every change, so that not a single frame without them goes unseen.
    await block().evaluate((element) => {
      const root = element.shadowRoot;
      const counts: number[] = [];
      Object.assign(window, { counts });
      if (root) {
        new MutationObserver(() => counts.push(root.querySelectorAll('.segno-row').length)).observe(root, {
          childList: true,
          subtree: true,
        });
      }
    });
    await code.press('End');
    await code.type('!!');
    await block()
      .locator('.segno-remark', { hasText: '!!' })
      .waitFor({ ...within, state: 'attached' });
    const fewest = await code
      .webview()
      .locator('body')
      .evaluate(() => {
        const { counts } = window as unknown as { counts: number[] };
        return Math.min(...counts);
      });
    expect(fewest).toBeGreaterThan(12);
  });
});
