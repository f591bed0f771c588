import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const HANDSHAKE = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(seq=x+1, ack=y+1) -> S
end
`;

const BLOCK = `# Notes

\`\`\`text
${HANDSHAKE}\`\`\`
`;

const LIST = `# Opening

1. SYN=1 seq=x
2. SYN=1 ACK=1 seq=y ack=x+1
3. ACK=1 ack=y+1

Then data.
`;

const MADE = LIST.replace(
  '\n\nThen',
  `

\`\`\`segno
begin
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
\`\`\`

Then`,
);

const CHAIN = 'SYN → RST+ACK\n';

describe('rewriting an exchange', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({
      'note.segno': HANDSHAKE,
      'note.md': BLOCK,
      'list.md': LIST,
      'list.txt': CHAIN,
    });
  });
  afterAll(async () => {
    await code.close();
  });

  it.each([
    {
      title: 'Complete the exchange',
      line: 2,
      text: 'begin Opening\nC -> SYN(seq=x) -> S\nend\n',
      rewritten: /^begin Opening\nC -> SYN\(seq=x\) -> S\nC <- SYN[^]*FIN[^]*\nend\n$/,
    },
    {
      title: 'What if this segment is lost?',
      line: 2,
      text: HANDSHAKE,
      rewritten: /^begin Opening\nC -> SYN\(seq=x\) -x S[^]*\nC -> SYN\(seq=x\) -> S/,
    },
    {
      title: 'Name the states',
      line: 2,
      text: HANDSHAKE,
      rewritten: /^C -> SYN\(seq=x\) -> S \[SYN_SENT, SYN_RCVD\]$/m,
    },
    {
      title: 'Fill in the numbers',
      line: 2,
      text: HANDSHAKE.replace('(seq=x+1, ack=y+1)', ''),
      rewritten: /^C -> ACK\(seq=x\+1, ack=y\+1\) -> S$/m,
    },
    {
      title: 'Leave out the numbers',
      line: 2,
      text: HANDSHAKE,
      rewritten: /^C -> ACK -> S$/m,
    },
    {
      title: 'Translate keywords to Chinese',
      line: 2,
      text: HANDSHAKE,
      rewritten: /^开始 Opening\n[^]*\n结束\n$/,
    },
    {
      title: 'Translate keywords to English',
      line: 2,
      text: HANDSHAKE.replace('begin', '开始').replace('end', '结束'),
      rewritten: /^begin Opening\n[^]*\nend\n$/,
    },
  ])('$title', async ({ title, line, text, rewritten }) => {
    await code.begin('note.segno', { text, line });
    await code.refactor(title);
    await expect.poll(() => code.text(), within).toMatch(rewritten);
    await code.expectSquiggles('error', []);
  });

  it('turns a block into a segno block', async () => {
    await code.begin('note.md', { line: 5 });
    await code.refactor('Turn this block into a');
    await code.expectText(BLOCK.replace('text', 'segno'));
  });

  describe('makes an exchange of the selection', () => {
    const insert = () => code.page.getByRole('button', { name: 'Insert', exact: true });
    const inserted = async () => {
      await insert().waitFor(within);
      await code.until(() => insert().click({ timeout: 2_000 }), insert(), 'hidden');
    };

    it('by a command, and shows it before it is written', async () => {
      await code.begin('list.md', { line: 3 });
      await code.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
      await code.palette('Segno: Make an Exchange of the Selection');
      await code.page.locator('.monaco-dialog-box', { hasText: 'C -> ACK(ack=y+1) -> S' }).waitFor(within);
      expect(await code.text()).toBe(LIST);
      await code.screenshot('made-of-a-selection');
      await inserted();
      await code.expectText(MADE);
      await code.expectSquiggles('error', []);
    });

    it('by a refactoring', async () => {
      await code.begin('list.md', { line: 3 });
      await code.press('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
      await code.refactor('Make an exchange of the selection');
      await inserted();
      await code.expectText(MADE);
    });

    it('as a note beside a file that is none', async () => {
      await code.begin('list.txt');
      await code.run('editor.action.selectAll');
      await code.palette('Segno: Make an Exchange of the Selection');
      await code.line('C <- RST+ACK <- S').waitFor(within);
    });

    it('and says where there is none', async () => {
      await code.begin('list.md', { line: 7 });
      await code.press('Shift+End');
      await code.palette('Segno: Make an Exchange of the Selection');
      await code.page
        .locator('.notification-toast', { hasText: 'does not name two segments' })
        .waitFor(within);
    });
  });

  it('takes a block out into a file of its own, and leaves a link', async () => {
    await code.begin('note.md', { line: 5 });
    await code.refactor('Extract this block');
    await expect.poll(() => code.text(), within).toMatch(/^# Notes\n\n\[[^\]]*\]\([^)]+\.segno\)\n$/);
    await code.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: /opening.*\.segno/i })
      .waitFor(within);
  });
});
