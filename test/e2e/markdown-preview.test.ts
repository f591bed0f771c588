import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const within = { timeout: PATIENCE };

describe('VS Code’s own Markdown preview', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'handshake.md': `${handshake}${other}` });
    await code.goTo(1, 1);
    await code.run('markdown.showPreviewToSide');
    await blocks().first().locator('.segno-whole').waitFor(within);
  });
  afterAll(async () => {
    await code.close();
  });

  const blocks = () => code.webview().locator('.segno-block');

  it('draws every block, with the states of both ends', async () => {
    await expect.poll(() => blocks().locator('.segno-whole').count(), within).toBe(6);
    const first = blocks().first();
    expect(await first.locator('figcaption').innerText()).toBe('Three-way handshake');
    expect(await first.locator('.segno-head').allTextContents()).toEqual([
      expect.stringContaining('Client'),
      expect.stringContaining('Server'),
    ]);
    expect(await first.locator('.segno-chip:not(.segno-quiet)').allTextContents()).toEqual(
      expect.arrayContaining(['SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']),
    );
    expect(await first.locator('.segno-arrow').count()).toBe(3);
    expect(await blocks().locator('.segno-problem').count()).toBe(0);
    await code.screenshot('built-in-preview');
  });

  it('draws what is an exchange by what it holds, and leaves other code as it is', async () => {
    expect(await blocks().last().locator('figcaption').innerText()).toBe('Found by what it holds');
    const ordinary = code.webview().locator('pre code', { hasText: 'ordinary' });
    expect(await ordinary.innerText()).toContain("const ordinary = 'code';");
    // VS Code draws this one itself.
    await code.webview().locator('.mermaid svg', { hasText: 'of another kind' }).waitFor(within);
  });

  it('marks a problem while one types, and keeps the other drawings where they are', async () => {
    const second = blocks().nth(1);
    await second.locator('.segno-whole').evaluate((element) => element.setAttribute('data-kept', ''));
    await code.overwrite(line, column, '2');
    const first = blocks().first();
    await first.locator('.segno-problem', { hasText: 'wrong-ack-number' }).waitFor(within);
    await first.locator('.segno-row.segno-is-error').waitFor(within);
    expect(await first.locator('.segno-arrow.segno-is-error').count()).toBe(1);
    expect(await second.locator('.segno-whole[data-kept]').count()).toBe(1);
    await code.screenshot('built-in-preview-problem');
  });

  it('keeps the last good drawing while a line cannot be read', async () => {
    await code.overwrite(line, 1, '((', 0);
    const first = blocks().first();
    await first.locator('.segno-problem', { hasText: 'the last good one' }).waitFor(within);
    expect(await first.locator('.segno-arrow').count()).toBe(3);
  });

  it.each([
    ['dark', 'vscode-dark'],
    ['high-contrast', 'vscode-high-contrast'],
    ['high-contrast-light', 'vscode-high-contrast-light'],
  ] as const)('takes on the colours of another theme: %s', async (theme, kind) => {
    const ink = () =>
      blocks()
        .first()
        .locator('.segno-head text')
        .first()
        .evaluate((element) => getComputedStyle(element).fill);
    const before = await ink();
    await code.theme(theme);
    await code.webview().locator(`body.${kind}`).waitFor(within);
    await expect.poll(ink, within).not.toBe(before);
    await code.screenshot(`built-in-preview-${kind}`);
  });
});
