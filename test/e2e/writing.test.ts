import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const HANDSHAKE = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

const MARKDOWN = `# Notes

\`\`\`segno
begin
C -> SYN(seq=x) -> S

end
\`\`\`

Words, and more words.

\`\`\`java
开始
C -> FIN(seq=u) -> S
C <- ACK(ack=u+1) <- S
结束
\`\`\`
`;

describe('writing', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': HANDSHAKE, 'note.md': MARKDOWN });
  });
  afterAll(async () => {
    await code.close();
  });

  const keys = () => code.page.keyboard;
  const suggestions = () => code.page.locator('.suggest-widget.visible .monaco-list-row');
  const expectLine = (line: number, text: string) =>
    expect.poll(async () => (await code.text()).split('\n')[line - 1], within).toBe(text);
  /** Takes the first offer once it is the one that is expected. */
  const accept = async (label: string) => {
    await expect.poll(() => suggestions().first().getAttribute('aria-label'), within).toContain(label);
    await keys().press('Enter');
    await code.page.locator('.suggest-widget.visible').waitFor({ ...within, state: 'hidden' });
  };

  describe('in a .segno file', () => {
    it('offers the next segment of a handshake, again and again', async () => {
      await code.open('note.segno');
      await code.rewrite('begin Opening\n\nend\n');
      await code.goTo(2, 1);
      await keys().type('C -> ');
      await accept('SYN(seq=x) -> S');
      await expectLine(2, 'C -> SYN(seq=x) -> S');
      await keys().press('Enter');
      await keys().type('C <- ');
      await accept('SYN(seq=y)+ACK(ack=x+1) <- S');
      await keys().press('Enter');
      await keys().type('C -> ');
      await accept('ACK(ack=y+1) -> S');
      await expect.poll(() => code.text(), within).toBe(HANDSHAKE);
      await code.expectSquiggles('error', []);
    });

    it('offers what is expected in parentheses, and the classic scenarios', async () => {
      await code.rewrite(HANDSHAKE.replace('ack=y+1', ''));
      await code.goTo(4, 'C -> ACK('.length + 1);
      await keys().type('ack');
      await accept('ack=y+1');
      await expect.poll(() => code.text(), within).toBe(HANDSHAKE);

      await code.rewrite('');
      await code.goTo(1, 1);
      await keys().type('hands');
      await accept('handshake');
      await expectLine(1, 'begin Three-way handshake');
      await expectLine(4, 'C -> ACK(ack=y+1) -> S');
      // A snippet wants its blanks filled in before anything else is done.
      await keys().press('Escape');
    });

    it('formats the whole file', async () => {
      await code.rewrite('begin Opening\nC->syn(SEQ=x)->S\nC <- SYN（seq=y）+ACK(ack=x+1) <- S\nend\n');
      await code.goTo(1, 1);
      await code.run('editor.action.formatDocument');
      await expectLine(2, 'C -> SYN(seq=x)              -> S');
      await expectLine(3, 'C <- SYN(seq=y)+ACK(ack=x+1) <- S');
    });

    it('renames a symbol with F2, in its exchange only', async () => {
      await code.rewrite(`${HANDSHAKE}\n${HANDSHAKE}`);
      await code.goTo(2, 'C -> SYN(seq='.length + 1);
      await keys().press('F2');
      const box = code.page.locator('.rename-box input');
      await box.waitFor(within);
      await box.fill('isn');
      await keys().press('Enter');
      const renamed = HANDSHAKE.replace('seq=x', 'seq=isn').replace('x+1', 'isn+1');
      await expect.poll(() => code.text(), within).toBe(`${renamed}\n${HANDSHAKE}`);
    });

    it('mends a number with the quick fix', async () => {
      await code.rewrite(HANDSHAKE.replace('x+1', 'x+2'));
      await code.expectSquiggles('error', ['ack=x+2']);
      await code.goTo(3, 24);
      await code.page.locator('[class*="lightbulb" i]').first().waitFor(within);
      await code.run('editor.action.quickFix');
      await code.page.locator('.action-widget .action', { hasText: 'ack=x+1' }).first().waitFor(within);
      await keys().press('Enter');
      await expect.poll(() => code.text(), within).toBe(HANDSHAKE);
      await code.expectSquiggles('error', []);
    });

    it('mends everything when the note is saved, where the user wants that', async () => {
      await code.set('editor.codeActionsOnSave', { 'source.fixAll.segno': 'explicit' });
      await code.rewrite(HANDSHAKE.replace('x+1', 'x+2').replace('y+1', 'y+7'));
      await code.expectSquiggles('error', ['ack=x+2', 'ack=y+7']);
      await code.goTo(1, 1);
      await keys().press('Control+S');
      await expect.poll(() => code.text(), within).toBe(HANDSHAKE);
      await code.expectSquiggles('error', []);
      await code.set('editor.codeActionsOnSave');
    });

    it('writes comments with Ctrl+/, and closes brackets', async () => {
      await code.rewrite(HANDSHAKE);
      await code.goTo(2, 1);
      await keys().press('Control+/');
      await expectLine(2, '// C -> SYN(seq=x) -> S');
      await keys().press('Control+/');
      await expectLine(2, 'C -> SYN(seq=x) -> S');
      await code.rewrite('begin\n\nend\n');
      await code.goTo(2, 1);
      await keys().type('C -> SYN');
      await keys().press('Escape');
      await keys().type('(');
      await expectLine(2, 'C -> SYN()');
    });

    it('keeps a comment a comment when its line is broken in the middle', async () => {
      await code.rewrite('begin\n// one two\nend\n');
      await code.goTo(2, '// one '.length + 1);
      await keys().press('Enter');
      await expectLine(2, '// one ');
      await expectLine(3, '// two');
    });
  });

  describe('in a Markdown file', () => {
    beforeAll(async () => {
      await code.open('note.md');
    });

    it('leaves an arrow that is begun in a block as it is typed', async () => {
      // What closes itself depends on the words being told apart, which nothing tells: try until they are.
      const begun = async () => {
        await code.rewrite(MARKDOWN);
        await code.goTo(6, 1);
        await keys().type('C <');
        return (await code.text()).split('\n')[5];
      };
      await expect.poll(begun, within).toBe('C <');
      await code.rewrite(MARKDOWN);
    });

    it('offers the next segment in a block', async () => {
      await code.goTo(6, 1);
      await keys().press('Shift+End');
      await keys().type('C <- ');
      await accept('SYN(seq=y)+ACK(ack=x+1) <- S');
      await expectLine(6, 'C <- SYN(seq=y)+ACK(ack=x+1) <- S');
    });

    it.each([
      {
        where: 'a segno block',
        line: 5,
        written: 'C -> SYN(seq=x) -> S',
        comment: '// C -> SYN(seq=x) -> S',
      },
      {
        where: 'a block found by what it holds',
        line: 14,
        written: 'C -> FIN(seq=u) -> S',
        comment: '// C -> FIN(seq=u) -> S',
      },
      {
        where: 'prose',
        line: 10,
        written: 'Words, and more words.',
        comment: '<!-- Words, and more words. -->',
      },
    ])('writes the comments of $where with Ctrl+/', async ({ line, written, comment }) => {
      await code.goTo(line, 1);
      await keys().press('Control+/');
      await expectLine(line, comment);
      await keys().press('Control+/');
      await expectLine(line, written);
    });

    it('closes the brackets of a block, which the head of an arrow is not', async () => {
      await code.rewrite('```segno\nbegin\n\nend\n```\n');
      await code.goTo(3, 1);
      await keys().type('C <- SYN <');
      await expectLine(3, 'C <- SYN <');
      await code.select(3, 1, 11);
      await keys().type('C -> SYN');
      await keys().press('Escape');
      await keys().type('(');
      await expectLine(3, 'C -> SYN()');
    });
  });
});
