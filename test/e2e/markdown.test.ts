import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

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

const figures = `# What others have written

\`\`\`mermaid
sequenceDiagram
    C->>S: SYN (seq=x)
    S->>C: SYN-ACK (seq=y, ack=x+2)
    C->>S: ACK (ack=y+1)
\`\`\`

\`\`\`text
Client               Server
  |------ SYN -------->|
  |<---- SYN+ACK ------|
  |------ ACK -------->|
\`\`\`

Pasted:

\`\`\`segno

\`\`\`
`;

const tcpdump = `12:00:00.1 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 100, win 64240, length 0
12:00:00.2 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 300, ack 101, win 64240, length 0
12:00:00.3 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 1, win 64240, length 0
`;

describe('a Markdown note', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.md': note, 'figures.md': figures });
    await code.allowClipboard();
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

  describe('with figures in other notations', () => {
    beforeEach(async () => {
      await code.begin('figures.md');
      await code.expectSquiggles('error', ['ack=x+2']);
    });

    it('has a Mermaid diagram mended in its own words', async () => {
      await code.goTo(6, 36);
      await code.fix('x+1');
      await code.expectLine(6, '    S->>C: SYN-ACK (seq=y, ack=x+1)');
      await code.expectSquiggles('error', []);
    });

    it('has a ladder turned into Segno', async () => {
      await code.goTo(12, 8);
      await code.refactor('Turn into Segno');
      await code.expectLine(10, '```segno');
      await code.expectLine(12, 'Client -> SYN -> Server');
      await code.expectSquiggles('error', ['ack=x+2']);
    });

    it('gets what tcpdump has written as Segno, by the command and by the offer beside plain paste', async () => {
      await code.page.evaluate((text) => navigator.clipboard.writeText(text), tcpdump);
      await code.goTo(20, 1);
      await code.palette('Segno: Paste as Segno');
      const pasted = code.line('C -> SYN(seq=100, win=64240) -> S');
      await pasted.waitFor(within);
      await code.press('Control+z');
      await pasted.waitFor({ ...within, state: 'hidden' });
      await code.press('Control+v');
      await code.line('192.0.2.2.80: Flags [S]').waitFor(within);
      await code.pasteAs('Paste as Segno');
      await pasted.waitFor(within);
      await code.expectLine(20, 'begin');
      await code.screenshot('markdown-figures');
    });
  });
});
