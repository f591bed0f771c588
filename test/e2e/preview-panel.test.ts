import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const many = Array.from({ length: 40 }, (_, n) => `C -> ACK(seq=x+1, ack=y+1) -> S : ${n}`).join('\n');

const notes = {
  'two.segno': `begin First
C -> SYN(seq=x) -> S
end

begin Second
Left -> SYN(seq=x) -> Right
Left <- SYN(seq=y)+ACK(ack=x) <- Right
end
`,
  'long.segno': `begin Long
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
${many}
end
`,
  'prose.md': '# Nothing to draw\n\nWords.\n',
  'note.md': '# A note\n\n```segno\nAlice -> SYN -> Bob\n```\n',
};

const within = { timeout: PATIENCE };

describe('the preview panel', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open(notes);
    // An address that names a file opens it at every load, in place of what was open before.
    const folder = new URL(code.page.url());
    folder.searchParams.delete('payload');
    await code.page.goto(folder.href);
    await explorer('two.segno').dblclick();
    await code.page.locator('.monaco-editor .view-line').first().waitFor(within);
    await code.goTo(1, 1);
    await code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }).click();
  });
  afterAll(async () => {
    await code.close();
  });

  const explorer = (name: string) =>
    code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  const heads = () => code.webview().locator('.segno-head').allTextContents();
  /** Opens a note in the editor group that holds the notes, with the focus in it. */
  const openNote = async (name: string) => {
    await code.page.locator('.editor-group-container').first().locator('.tab.active').click();
    await explorer(name).dblclick();
    await code.page.locator('.tab.active', { hasText: name }).first().waitFor(within);
  };

  it('shows the scenario at the cursor', async () => {
    await expect.poll(heads, within).toEqual([expect.stringContaining('C'), expect.stringContaining('S')]);
    await code.goTo(6, 1);
    await expect
      .poll(heads, within)
      .toEqual([expect.stringContaining('Left'), expect.stringContaining('Right')]);
    await code.webview().locator('.segno-row.segno-here[data-line="6"]').waitFor(within);
  });

  it('opens the problem that is clicked, at what it points at', async () => {
    await code.webview().locator('.segno-problem-open').click();
    await expect
      .poll(() => code.page.locator('#status\\.editor\\.selection').innerText(), within)
      .toMatch(/Ln 7, Col \d+ \(5 selected\)/);
  });

  it('follows the active editor, past what has nothing to draw', async () => {
    await openNote('long.segno');
    await code.tab('Preview long.segno').waitFor(within);
    await openNote('prose.md');
    await openNote('note.md');
    await expect
      .poll(heads, within)
      .toEqual([expect.stringContaining('Alice'), expect.stringContaining('Bob')]);
    await code.tab('Preview note.md').waitFor(within);
  });

  it('stays with its file while it is locked', async () => {
    await code.webview().getByRole('button', { name: 'Lock to this file' }).click();
    await code.tab('[Preview note.md]').waitFor(within);
    await openNote('two.segno');
    await code.page.locator('.editor-instance .view-line', { hasText: 'Second' }).waitFor(within);
    expect(await heads()).toEqual([expect.stringContaining('Alice'), expect.stringContaining('Bob')]);
    await code.webview().getByRole('button', { name: 'Unlock: follow the active editor' }).click();
    await code.tab('Preview two.segno').waitFor(within);
  });

  it('keeps its scroll and the editor’s while one types', async () => {
    await openNote('long.segno');
    await code.webview().locator('.segno-row[data-line="20"]').waitFor(within);
    await code.goTo(10, 1);
    await code.webview().locator('.segno-row.segno-here[data-line="10"]').waitFor(within);
    const stage = code.webview().locator('.segno-stage');
    const scroll = () => stage.evaluate((element) => element.scrollTop);
    await stage.evaluate((element) => {
      element.scrollTop = 900;
    });
    await code.page.keyboard.press('End');
    await code.page.keyboard.type('!');
    await code
      .webview()
      .locator('.segno-remark', { hasText: '6!' })
      .waitFor({ ...within, state: 'attached' });
    expect(await scroll()).toBe(900);
  });

  it('comes back after the window is reloaded', async () => {
    const stage = () => code.webview().locator('.segno-stage');
    await code.page.keyboard.press('Control+S');
    await stage().evaluate((element) => {
      element.scrollTop = 900;
    });
    await expect.poll(() => stage().evaluate((element) => element.scrollTop), within).toBe(900);
    // VS Code's own reload, for the browser's leaves VS Code no time to write down how things stand.
    await Promise.all([code.page.waitForEvent('load', within), code.palette('Developer: Reload Window')]);
    await code.tab('Preview long.segno').waitFor(within);
    await expect.poll(heads, within).toEqual([expect.stringContaining('C'), expect.stringContaining('S')]);
    await expect.poll(() => stage().evaluate((element) => element.scrollTop), within).toBe(900);
  });
});
