import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `# 三次握手

\`\`\`segno
begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
\`\`\`

\`\`\`java
开始
C -> FIN(seq=u) -> S
C <- ACK(ack=u+1) <- S
结束
\`\`\`

C -> SYN+FIN -> S is only text.
`;

describe('a Markdown note', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.md': note });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('note.md');
  });

  it('has its drawing opened by a key of our own', async () => {
    await code.goTo(5, 1);
    const drawn = code.webview().locator('.segno-row-segment').first();
    await code.until(() => code.press('Control+k', 'g'), drawn);
  });

  it('is checked in its segno block', async () => {
    await code.overwrite(6, 27, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.overwrite(6, 27, '1');
    await code.expectSquiggles('error', []);
  });

  it('is checked in a block of another language that holds an exchange', async () => {
    await code.overwrite(14, 16, '3');
    await code.expectSquiggles('error', ['ack=u+3']);
    await code.screenshot('markdown-problem');
    await code.overwrite(14, 16, '1');
    await code.expectSquiggles('error', []);
  });

  it('is coloured in its blocks and nowhere else', async () => {
    const colour = (line: string) => code.colourOf(line, 'SYN');
    await expect
      .poll(async () => (await colour('C -> SYN(seq=x) -> S')) !== (await colour('is only text')), {
        timeout: PATIENCE,
      })
      .toBe(true);
  });

  it('has the same preview', async () => {
    await code.goTo(13, 1);
    await code.click(
      code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }),
      code.tab('Preview note.md'),
    );
    const chips = () => code.webview().locator('.segno-chip text').allTextContents();
    await expect
      .poll(chips, { timeout: PATIENCE })
      .toEqual(expect.arrayContaining(['FIN_WAIT_1', 'CLOSE_WAIT']));
    await code.screenshot('markdown-preview');
  });
});
