import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

  const suggestions = () => code.page.locator('.suggest-widget.visible .monaco-list-row');
  /** Takes the first offer once it is the one that is expected; it is chosen where no word has chosen it. */
  const accept = async (label: string) => {
    await expect.poll(() => suggestions().first().getAttribute('aria-label'), within).toContain(label);
    const chosen = suggestions().first().and(code.page.locator('.focused'));
    await code.until(() => code.run('selectFirstSuggestion'), chosen);
    await code.press('Enter');
    await code.page.locator('.suggest-widget.visible').waitFor({ ...within, state: 'hidden' });
  };
  /** What VS Code is to do when a note is saved; in the browser it also saves by itself, which does nothing of it. */
  const onSave = async (setting: string, value: unknown) => {
    await code.set('files.autoSave', 'off');
    await code.set(setting, value);
  };
  /** Goes without what is offered, so that the next key means what it says. */
  const decline = async () => {
    await code.run('hideSuggestWidget');
    await code.page.locator('.suggest-widget.visible').waitFor({ ...within, state: 'hidden' });
  };

  describe('in a .segno file', () => {
    const begin = (text: string, line = 1, column = 1) => code.begin('note.segno', { text, line, column });

    it('offers the next segment of a handshake, again and again', async () => {
      await begin('begin Opening\n\nend\n', 2);
      await code.type('C -> ');
      await accept('SYN(seq=x) -> S');
      await code.expectLine(2, 'C -> SYN(seq=x) -> S');
      await code.press('Enter');
      await code.type('C <- ');
      await accept('SYN(seq=y)+ACK(ack=x+1) <- S');
      await code.press('Enter');
      await code.type('C -> ');
      await accept('ACK(ack=y+1) -> S');
      await code.expectText(HANDSHAKE);
      await code.expectSquiggles('error', []);
    });

    it('offers what is expected in parentheses', async () => {
      await begin(HANDSHAKE.replace('ack=y+1', ''), 4, 'C -> ACK('.length + 1);
      await code.type('ac');
      await accept('ack=y+1');
      await code.expectText(HANDSHAKE);
    });

    it('offers the classic scenarios', async () => {
      await begin('');
      await code.type('hands');
      await accept('handshake');
      await code.expectLine(1, 'begin Three-way handshake');
      await code.expectLine(4, 'C -> ACK(ack=y+1) -> S');
    });

    const untidy = 'begin Opening\nC->syn(SEQ=x)->S\nC <- SYN（seq=y）+ACK(ack=x+1) <- S\nend\n';
    const tidy = ['C -> SYN(seq=x)              -> S', 'C <- SYN(seq=y)+ACK(ack=x+1) <- S'] as const;

    it('formats the whole file', async () => {
      await begin(untidy);
      await code.run('editor.action.formatDocument');
      await code.expectLine(2, tidy[0]);
      await code.expectLine(3, tidy[1]);
    });

    it('formats when the note is saved, where the user wants that', async () => {
      await begin('');
      await onSave('editor.formatOnSave', true);
      await code.rewrite(untidy);
      await code.press('Control+S');
      await code.expectLine(2, tidy[0]);
      await code.expectLine(3, tidy[1]);
    });

    it('formats a line when the next one is begun, where the user wants that', async () => {
      await begin('begin Opening\nC->syn(SEQ=x)->S\nend\n', 2, 'C->syn(SEQ=x)->S'.length + 1);
      await code.set('editor.formatOnType', true);
      await code.press('Enter');
      await code.expectLine(2, 'C -> SYN(seq=x) -> S');
      await code.expectLine(3, '');
    });

    it('renames a symbol with F2, in its exchange only', async () => {
      await begin(`${HANDSHAKE}\n${HANDSHAKE}`, 2, 'C -> SYN(seq='.length + 1);
      await code.press('F2');
      const box = code.page.locator('.rename-box input');
      await box.waitFor(within);
      await box.fill('isn');
      await box.press('Enter');
      const renamed = HANDSHAKE.replace('seq=x', 'seq=isn').replace('x+1', 'isn+1');
      await code.expectText(`${renamed}\n${HANDSHAKE}`);
    });

    it('mends a number with the quick fix', async () => {
      await begin(HANDSHAKE.replace('x+1', 'x+2'));
      await code.expectSquiggles('error', ['ack=x+2']);
      await code.goTo(3, 24);
      await code.fix('ack=x+1');
      await code.expectText(HANDSHAKE);
      await code.expectSquiggles('error', []);
    });

    it('mends everything when the note is saved, where the user wants that', async () => {
      await begin('');
      await onSave('editor.codeActionsOnSave', { 'source.fixAll.segno': 'explicit' });
      await code.rewrite(HANDSHAKE.replace('x+1', 'x+2').replace('y+1', 'y+7'));
      await code.expectSquiggles('error', ['ack=x+2', 'ack=y+7']);
      await code.press('Control+S');
      await code.expectText(HANDSHAKE);
      await code.expectSquiggles('error', []);
    });

    it('writes comments with Ctrl+/', async () => {
      await begin(HANDSHAKE, 2);
      await code.press('Control+/');
      await code.expectLine(2, '// C -> SYN(seq=x) -> S');
      await code.press('Control+/');
      await code.expectLine(2, 'C -> SYN(seq=x) -> S');
    });

    it('closes brackets', async () => {
      await begin('begin\n\nend\n', 2);
      await code.type('C -> SYN');
      await decline();
      await code.type('(');
      await code.expectLine(2, 'C -> SYN()');
    });

    it('keeps a comment a comment when its line is broken in the middle', async () => {
      await begin('begin\n// one two\nend\n', 2, '// one '.length + 1);
      await code.press('Enter');
      await code.expectLine(2, '// one ');
      await code.expectLine(3, '// two');
    });
  });

  describe('in a Markdown file', () => {
    beforeEach(async () => {
      await code.begin('note.md');
    });

    /**
     * What a line reads once keys have been typed into it. What VS Code does with some keys depends on the words of a
     * block being told apart, which nothing tells: they are typed anew until they are.
     */
    const expectTyped = async (line: number, type: () => Promise<void>, text: string) => {
      const typed = async () => {
        await code.rewrite(MARKDOWN);
        await code.goTo(line, 1);
        await type();
        return code.lineOf(line);
      };
      await expect.poll(typed, within).toBe(text);
    };

    it('offers the next segment in a block', async () => {
      await code.goTo(6, 1);
      await code.type('C <- ');
      await accept('SYN(seq=y)+ACK(ack=x+1) <- S');
      await code.expectLine(6, 'C <- SYN(seq=y)+ACK(ack=x+1) <- S');
    });

    it('formats its blocks, and nothing around them, when it is saved, where the user wants that', async () => {
      const untidy = MARKDOWN.replace('# Notes', '#  Notes');
      await onSave('editor.codeActionsOnSave', { 'source.format.segno': 'explicit' });
      await code.rewrite(untidy.replace('C -> SYN(seq=x) -> S', 'C->syn(seq=x)->S'));
      await code.press('Control+S');
      // The second block had its arrows out of line.
      await code.expectText(untidy.replace('FIN(seq=u) ->', 'FIN(seq=u)   ->'));
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
      await expectTyped(line, () => code.press('Control+/'), comment);
      await code.press('Control+/');
      await code.expectLine(line, written);
    });

    it('leaves an arrow that is begun in a block as it is typed', async () => {
      await expectTyped(6, () => code.type('C <'), 'C <');
      await expectTyped(6, () => code.type('C <- SYN <'), 'C <- SYN <');
    });

    it('closes the brackets of a block', async () => {
      const call = async () => {
        await code.type('C -> SYN');
        await decline();
        await code.type('(');
      };
      await expectTyped(6, call, 'C -> SYN()');
    });
  });
});
