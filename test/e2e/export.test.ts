import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `begin A "title": with / everything
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
end
`;

const within = { timeout: PATIENCE };

describe('a drawing leaves the preview', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': note });
    await code.allowClipboard();
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('note.segno', { line: 2 });
    await code.page.evaluate(() => navigator.clipboard.writeText(''));
  });

  const quickInput = () => code.page.locator('.quick-input-widget input');
  const clipboard = () => code.page.evaluate(() => navigator.clipboard.readText());

  it('as text, from the palette, with the preview not yet open', async () => {
    await code.palette('Segno: Copy Drawing as Mermaid');
    await expect.poll(clipboard, within).toMatch(/^sequenceDiagram\n/);
    await code.page
      .locator('.statusbar-item', { hasText: 'Copied “A "title": with / everything” as Mermaid' })
      .waitFor(within);
    await code.palette('Segno: Copy Drawing as Markdown');
    await expect.poll(clipboard, within).toMatch(/^```mermaid\nsequenceDiagram\n[^]*\n```\n$/);
  });

  it('as text, from the menu of copies that the preview has in its bar', async () => {
    await code.preview();
    const entries = code.page.locator('.monaco-menu .action-label');
    // VS Code closes the menu if it hears only then that the panel has the focus.
    const stage = code.webview().locator('.segno-stage');
    await stage.click();
    await expect.poll(() => stage.evaluate(() => document.hasFocus()), within).toBe(true);
    await code.click(code.webview().getByRole('button', { name: 'Copy or save as…' }), entries.first());
    await expect
      .poll(async () => (await entries.allTextContents()).filter(Boolean), within)
      .toEqual([
        'Copy Drawing as Mermaid',
        'Copy Drawing as Markdown',
        'Copy Drawing as SVG',
        'Copy Drawing as PNG',
        'Save Drawing as Mermaid…',
        'Save Drawing as Markdown…',
        'Save Drawing as SVG…',
        'Save Drawing as PNG…',
        'Toggle Compact Rows in the Preview',
      ]);
    await code.screenshot('copies');
    await entries.first().click();
    await expect.poll(clipboard, within).toMatch(/^sequenceDiagram\n/);
  });

  it('as a file beside the note, in a workspace that is on no disk', async () => {
    await code.palette('Segno: Save Drawing as SVG');
    await expect
      .poll(() => quickInput().inputValue(), within)
      .toMatch(/\/note - A title with everything\.svg$/);
    await quickInput().press('Enter');
    const file = code.page.locator('.explorer-folders-view .monaco-list-row', {
      hasText: 'note - A title with everything.svg',
    });
    await file.waitFor(within);
    const saved = code.page.locator('.notification-toast', {
      hasText: 'Saved “note - A title with everything.svg”.',
    });
    await saved.waitFor(within);
    await code.screenshot('export');
    await code.click(
      saved.getByRole('button', { name: 'Open' }),
      code.page.locator('.tab.active', { hasText: 'note - A title with everything.svg' }),
    );
  });

  it('as a PNG, without a background where that is set', async () => {
    await code.set('segno.pictures.background', 'none');
    await code.palette('Segno: Save Drawing as PNG');
    await expect
      .poll(() => quickInput().inputValue(), within)
      .toMatch(/\/note - A title with everything\.png$/);
    await quickInput().press('Enter');
    const file = code.page.locator('.explorer-folders-view .monaco-list-row', {
      hasText: 'note - A title with everything.png',
    });
    await file.waitFor(within);
  });

  it.each([
    ['Mermaid', 'mmd'],
    ['Markdown', 'md'],
  ])('as a file of %s', async (format, ending) => {
    await code.palette(`Segno: Save Drawing as ${format}`);
    const name = `note - A title with everything.${ending}`;
    await expect.poll(() => quickInput().inputValue(), within).toContain(name);
    await quickInput().press('Enter');
    await code.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: code.page.getByText(name, { exact: true }) })
      .waitFor(within);
  });

  it('as a PNG on the clipboard, and the editor has the focus again', async () => {
    await code.palette('Segno: Copy Drawing as PNG');
    const types = () =>
      code.page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    await expect.poll(types, within).toEqual(['image/png']);
    await code.page.locator('.editor-group-container .monaco-editor.focused').waitFor(within);
  });

  it('as SVG on the clipboard, with what is wrong in it', async () => {
    await code.preview();
    await code.overwrite(3, 27, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.webview().locator('.segno-banner .segno-problem').first().waitFor(within);
    await code.palette('Segno: Copy Drawing as SVG');
    await code.page.locator('.statusbar-item', { hasText: 'as SVG' }).waitFor(within);
    await expect.poll(clipboard, within).toMatch(/^<svg [^]*wrong-ack-number[^]*<\/svg>$/);
  });
});
