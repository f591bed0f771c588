import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  beforeEach(async () => {
    await code.begin('note.segno');
    await expectLenses('Preview', 'Preview');
    await hint('[SYN_SENT, SYN_RCVD]').waitFor(within);
  });

  const lenses = () => code.page.locator('.codelens-decoration a');
  const expectLenses = (...titles: readonly string[]) =>
    expect.poll(() => lenses().allInnerTexts(), within).toEqual(titles);
  const hint = (text: string) => code.line(text).first();
  const gone = { ...within, state: 'hidden' } as const;

  it('shows the states after each line, unless a setting says otherwise', async () => {
    await code.set('segno.inlayHints.states', false);
    await hint('[SYN_SENT, SYN_RCVD]').waitFor(gone);
    await code.set('segno.inlayHints.states');
    await hint('[SYN_SENT, SYN_RCVD]').waitFor(within);
  });

  it('shows the numbers that a line leaves out, where a setting says so', async () => {
    expect(await code.line('ack=y+1').count()).toBe(0);
    await code.set('segno.inlayHints.numbers', true);
    await hint('ack=y+1').waitFor(within);
    await code.set('segno.inlayHints.numbers');
    await hint('ack=y+1').waitFor(gone);
  });

  it.each([
    ['rfc', '[SYN-SENT, SYN-RECEIVED]'],
    ['ss', '[SYN-SENT, SYN-RECV]'],
  ])('spells states as a setting says: %s', async (style, spelled) => {
    await code.set('segno.stateNames', style);
    await hint(spelled).waitFor(within);
    await code.set('segno.stateNames');
    await hint('[SYN_SENT, SYN_RCVD]').waitFor(within);
  });

  it('tells in a table what a segment does to both ends', async () => {
    const said = await code.hover(3, 8, 'SND.NXT');
    expect(said).toContain('RCV.NXT');
    expect(said).toMatch(/SYN_SENT\s*→\s*ESTABLISHED/);
    await code.page.locator('.monaco-hover:not(.hidden) table').first().waitFor(within);
  });

  it('speaks the language that a setting says, at once', async () => {
    await code.set('segno.language', 'zh-cn');
    await expectLenses('预览', '预览');
    await code.hover(3, 8, '状态');
    await code.set('segno.language');
    await expectLenses('Preview', 'Preview');
  });

  it('colours a word by what it means on its line', async () => {
    const like = async (line: string, word: string) =>
      (await code.colourOf('note ->', 'note')) === (await code.colourOf(line, word));
    await expect.poll(() => like('note ->', 'Right'), within).toBe(true);
    await expect.poll(() => like('begin Named', 'begin'), within).toBe(false);
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
    await code.expectCursor(/^Ln 1, /);
  });

  it('folds an exchange away', async () => {
    await code.goTo(2, 1);
    await code.until(() => code.press('Control+Shift+BracketLeft'), code.line('SYN(seq=y)'), 'hidden');
    await code.line('note ->').waitFor(within);
    await code.press('Control+Shift+BracketRight');
    await code.line('SYN(seq=y)').waitFor(within);
  });

  it('has Preview above each exchange, unless a setting says otherwise', async () => {
    await code.set('segno.codeLens', false);
    await expectLenses();
    await code.set('segno.codeLens');
    await expectLenses('Preview', 'Preview');
    // They are put up anew with every analysis.
    await code.click(lenses().first(), code.tab('Preview note.segno'));
  });
});
