import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const NOTE = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK -> S
end

begin Named like a keyword
note -> SYN(seq=x) -> Right
end
`;

describe('reading', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': NOTE });
  });
  afterAll(async () => {
    await code.close();
  });

  const lenses = () => code.page.locator('.codelens-decoration a');

  it('shows the states after each line, unless a setting says otherwise', async () => {
    await code.line('[SYN_SENT, SYN_RCVD]').first().waitFor(within);
    await code.set('segno.inlayHints.states', false);
    await code
      .line('[SYN_SENT, SYN_RCVD]')
      .first()
      .waitFor({ ...within, state: 'hidden' });
    await code.set('segno.inlayHints.states');
    await code.line('[SYN_SENT, SYN_RCVD]').first().waitFor(within);
  });

  it('shows the numbers that a line leaves out, where a setting says so', async () => {
    expect(await code.line('ack=y+1').count()).toBe(0);
    await code.set('segno.inlayHints.numbers', true);
    await code.line('ack=y+1').waitFor(within);
    await code.set('segno.inlayHints.numbers');
    await code.line('ack=y+1').waitFor({ ...within, state: 'hidden' });
  });

  it.each([
    ['rfc', '[SYN-SENT, SYN-RECEIVED]'],
    ['ss', '[SYN-SENT, SYN-RECV]'],
    [undefined, '[SYN_SENT, SYN_RCVD]'],
  ])('spells states as a setting says: %s', async (style, hint) => {
    await code.set('segno.stateNames', style);
    await code.line(hint).first().waitFor(within);
  });

  it('tells in a table what a segment does to both ends', async () => {
    const said = await code.hover(3, 8);
    expect(said).toContain('SND.NXT');
    expect(said).toContain('RCV.NXT');
    expect(said).toMatch(/SYN_SENT\s*→\s*ESTABLISHED/);
    expect(await code.page.locator('.monaco-hover:not(.hidden) table').count()).toBeGreaterThan(0);
  });

  it('speaks the language that a setting says, at once', async () => {
    await code.set('segno.language', 'zh-cn');
    await expect.poll(() => lenses().first().innerText(), within).toBe('预览');
    expect(await code.hover(3, 8)).toContain('状态');
    await code.set('segno.language');
    await expect.poll(() => lenses().first().innerText(), within).toBe('Preview');
  });

  it('colours a word by what it means on its line', async () => {
    const [end, right, keyword] = await Promise.all([
      code.colourOf('note ->', 'note'),
      code.colourOf('note ->', 'Right'),
      code.colourOf('begin Named', 'begin'),
    ]);
    expect(end).not.toBe(keyword);
    await expect.poll(() => code.colourOf('note ->', 'note'), within).toBe(right);
  });

  it('lists the exchanges in the outline, the breadcrumbs and the symbols of the workspace', async () => {
    await code.goTo(3, 1);
    await code.page.locator('.breadcrumbs-control', { hasText: 'Opening' }).waitFor(within);
    await code.run('outline.focus');
    const entry = (name: string) => code.page.locator('.outline-tree .monaco-list-row', { hasText: name });
    await entry('Opening').first().waitFor(within);
    await entry('Named like a keyword').first().waitFor(within);
    await code.run('workbench.action.quickOpen', '#Opening');
    await code.choose('Opening');
    await expect
      .poll(() => code.page.locator('#status\\.editor\\.selection').innerText(), within)
      .toMatch(/^Ln 1, /);
  });

  it('folds an exchange away', async () => {
    await code.goTo(2, 1);
    await code.page.keyboard.press('Control+Shift+BracketLeft');
    await code.line('SYN(seq=y)').waitFor({ ...within, state: 'hidden' });
    await code.line('note ->').waitFor(within);
    await code.page.keyboard.press('Control+Shift+BracketRight');
    await code.line('SYN(seq=y)').waitFor(within);
  });

  it('has Preview above each exchange, unless a setting says otherwise', async () => {
    await expect.poll(() => lenses().allInnerTexts(), within).toEqual(['Preview', 'Preview']);
    await code.set('segno.codeLens', false);
    await expect.poll(() => lenses().count(), within).toBe(0);
    await code.set('segno.codeLens');
    await lenses().first().click();
    await code.tab('Preview note.segno').waitFor(within);
  });
});
