import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `# Two exchanges

\`\`\`segno
begin Right
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
end
\`\`\`

Words between them.

\`\`\`segno
begin Twice wrong
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK(ack=y+3) -> S
end
\`\`\`
`;

const within = { timeout: PATIENCE };

describe('the problems of the exchange at the cursor', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.md': note, 'prose.md': '# Nothing to check\n', 'data.json': '{}\n' });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('note.md');
  });

  const item = () => code.page.locator('#segno\\.segno\\.segno\\.problems');
  /** What the status bar says once it says it. */
  const expectItem = (text: string) =>
    expect.poll(async () => (await item().innerText()).trim(), within).toBe(text);

  it('are counted in the status bar, exchange by exchange', async () => {
    await code.goTo(5, 1);
    await expectItem('No problems');
    await code.goTo(14, 1);
    await expectItem('2 problems');
    await code.goTo(10, 1);
    await expectItem('2 problems');
  });

  it('are said to screen readers with their place', async () => {
    await code.goTo(14, 1);
    await expect
      .poll(() => item().locator('a').getAttribute('aria-label'), within)
      .toBe('Segno: 2 problems, in “Twice wrong”');
    await code.goTo(10, 1);
    await expect
      .poll(() => item().locator('a').getAttribute('aria-label'), within)
      .toBe('Segno: 2 problems, in this note');
  });

  it('are gone through with a click, and round again', async () => {
    await code.goTo(13, 1);
    await expectItem('2 problems');
    await item().click();
    await code.expectCursor(/^Ln 15, Col 21$/);
    await code.page.locator('.monaco-hover:not(.hidden)', { hasText: 'x+1' }).waitFor(within);
    await item().click();
    await code.expectCursor(/^Ln 16, Col 10$/);
    await item().click();
    await code.expectCursor(/^Ln 15, Col 21$/);
  });

  it('change while one types', async () => {
    await code.overwrite(15, 27, '1');
    await expectItem('1 problem');
    await code.overwrite(16, 16, '1');
    await expectItem('No problems');
  });

  it('lead to the drawing where there are none', async () => {
    await code.goTo(5, 1);
    await expectItem('No problems');
    await code.click(item(), code.tab('Preview note.md'));
  });

  it.each(['prose.md', 'data.json'])('are not counted where there is no exchange: %s', async (name) => {
    await code.goTo(5, 1);
    await expectItem('No problems');
    await code.open(name);
    await item().waitFor({ ...within, state: 'hidden' });
    await code.open('note.md');
    await expectItem('No problems');
  });
});
