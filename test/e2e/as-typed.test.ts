import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

/** Lines that end in each kind of word. */
const LINES = [
  'begin Opening and closing',
  'mode strict',
  'endpoint C',
  'S: listen',
  '// expect-error shorthand',
  'C -> SYN(seq=x) -> S [SYN_SENT, SYN_RCVD]',
  'C <- SYN(seq=y)+ACK(ack=x+1) -x S',
  'C: timeout',
  'C -> SYN(seq=x) -> ...',
  '... -> SYN(seq=x) -> S',
  'C x- SYN(seq=y)+ACK(ack=x+1) <- S: lost',
  'note C: a "remark", and /* more */ of it',
  '== and so on ==',
  '/* a comment */',
  'C: close',
  'S: CLOSED -> LISTEN',
  'C -> SYN -> S',
  'end',
  '开始 中文',
  'C: 关闭',
  '结束',
  'begin',
  'C -> SYN(seq=x) ->',
  'S',
  'C <-',
  'SYN +',
  'ACK <-',
  'S',
  'end',
];

const SHORT = ['begin', 'S: listen', 'C ->', 'SYN -> S', 'C: timeout', 'C <- ACK -x S', '结束'];

describe('what is typed', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': 'begin\nend\n', 'note.md': '# Note\n' });
  });
  afterAll(async () => {
    await code.close();
  });

  const typed = async (lines: readonly string[], key: string, delay: number, rest: number) => {
    for (const line of lines) {
      await code.page.keyboard.type(line, { delay });
      if (rest > 0) await code.page.waitForTimeout(rest);
      await code.page.keyboard.press(key);
      if (key !== 'Enter') await code.page.keyboard.press('Enter');
    }
  };
  const begin = async (kind: string) => {
    await code.begin(kind === 'segno' ? 'note.segno' : 'note.md', {
      text: kind === 'segno' ? '' : '# Note\n\n',
    });
    if (kind === 'segno') return '';
    await code.goTo(3, 1);
    await code.page.keyboard.type('```segno');
    await code.press('Enter');
    return '# Note\n\n```segno\n';
  };

  it.each([
    ['segno', 0, 0],
    ['segno', 90, 0],
    ['markdown', 30, 400],
  ])('stands there: a whole note in %s, %i ms a key, rests of %i ms', async (kind, delay, rest) => {
    const before = await begin(kind);
    await code.focused();
    await typed(LINES, 'Enter', delay, rest);
    await code.expectText(`${before}${LINES.join('\n')}\n`);
  });

  it.each(['segno', 'markdown'])('stands there where people type slowly, in %s', async (kind) => {
    const before = await begin(kind);
    await code.focused();
    await typed(SHORT, 'Enter', 200, 400);
    await code.expectText(`${before}${SHORT.join('\n')}\n`);
  });

  it.each(['segno', 'markdown'])('stands there with Tab at the ends of lines, in %s', async (kind) => {
    const before = await begin(kind);
    await code.focused();
    await typed(SHORT, 'Tab', 30, 400);
    const trimmed = async () => (await code.text()).replaceAll(/[ \t]+$/gm, '');
    await expect.poll(trimmed, within).toBe(`${before}${SHORT.join('\n')}\n`);
  });

  it.each(['segno', 'markdown'])('stands there with a blank at the ends of lines, in %s', async (kind) => {
    const before = await begin(kind);
    await code.focused();
    await typed(
      SHORT.map((line) => `${line} `),
      'Enter',
      30,
      400,
    );
    await code.expectText(`${before}${SHORT.join(' \n')} \n`);
  });

  it.each(['segno', 'markdown'])('stands there when an input method has composed it, in %s', async (kind) => {
    const before = await begin(kind);
    await code.focused();
    const session = await code.page.context().newCDPSession(code.page);
    const compose = async (steps: readonly string[], text: string) => {
      for (const step of steps) {
        await session.send('Input.imeSetComposition', {
          text: step,
          selectionStart: step.length,
          selectionEnd: step.length,
        });
        await code.page.waitForTimeout(50);
      }
      await session.send('Input.insertText', { text });
      await code.page.waitForTimeout(400);
    };
    await compose(['k', 'kai', 'kai shi'], '开始');
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('S', { delay: 30 });
    await compose(['：'], '：');
    await compose(['j', 'jian ting'], '监听');
    await code.page.keyboard.press('Enter');
    await code.page.keyboard.type('C -> SYN', { delay: 30 });
    await compose(['（'], '（');
    await code.page.keyboard.type('seq=x', { delay: 30 });
    await compose(['）'], '）');
    await code.page.keyboard.type(' -> S', { delay: 30 });
    await code.page.keyboard.press('Enter');
    await compose(['j', 'jie', 'jie shu'], '结束');
    await code.page.keyboard.press('Enter');
    await code.expectText(`${before}开始\nS：监听\nC -> SYN（seq=x） -> S\n结束\n`);
  });
});
