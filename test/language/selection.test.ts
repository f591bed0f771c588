import { describe, expect, it } from 'vitest';
import { actionsFor } from '../../src/language/features/code-actions.js';
import { toLsp } from '../../src/language/note.js';
import { made, mayBeMade } from '../../src/language/selection.js';
import { applyEdits, type Range } from '../../src/language/range.js';
import { noteOf } from './note.js';

/** A text in which `«` and `»` stand around what is selected. */
function selected(marked: string): { text: string; range: Range } {
  const text = marked.replaceAll(/[«»]/g, '');
  const place = (offset: number): [number, number] => {
    const before = text.slice(0, offset);
    return [before.split('\n').length, offset - (before.lastIndexOf('\n') + 1) + 1];
  };
  const [line, column] = place(marked.indexOf('«'));
  const [endLine, endColumn] = place(marked.replace('«', '').indexOf('»'));
  return { text, range: { line, column, endLine, endColumn } };
}

function after(marked: string, kind: 'segno' | 'markdown' = 'markdown'): string {
  const { text, range } = selected(marked);
  const note = noteOf(text, kind);
  const result = made(note, range);
  expect(mayBeMade(note, range)).toBe(!('why' in result));
  if ('why' in result) return result.why.en;
  return 'edit' in result ? applyEdits(text, [result.edit]) : result.text;
}

/** The exchange that a selection that is all of a text becomes. */
function exchange(text: string): string[] {
  return after(`«${text}»`)
    .slice(text.length)
    .replace('\n\n```segno\nbegin\n', '')
    .replace('\nend\n```', '')
    .split('\n');
}

const OPENING = ['C -> SYN -> S', 'C <- SYN+ACK <- S', 'C -> ACK -> S'];

describe('segments whose ends are unsaid', () => {
  it.each([
    'SYN → SYN-ACK → ACK',
    'SYN -> SYN/ACK -> ACK',
    'SYN, SYN-ACK, ACK',
    'SYN、SYN+ACK、ACK',
    '**SYN** then `SYN+ACK` then **ACK**',
    'SYN\nSYN-ACK\nACK',
    'SYN/SYN-ACK/ACK',
    '{SYN} {SYN, ACK} {ACK}',
    '> SYN →\n> SYN-ACK → ACK',
  ])('are read in %j', (text) => {
    expect(exchange(text)).toEqual(OPENING);
  });

  it('have numbers and flags as bits', () => {
    const list = '1. SYN=1 seq=j\n2. SYN=1 ACK=1 seq=k ack=j+1\n3. ACK=1 seq=j+1 ack=k+1';
    expect(exchange(list)).toEqual([
      'C -> SYN(seq=j) -> S',
      'C <- SYN(seq=k)+ACK(ack=j+1) <- S',
      'C -> ACK(seq=j+1, ack=k+1) -> S',
    ]);
  });

  it('are said in the items of a list, with what stands under them', () => {
    expect(exchange('- SYN\n  - seq = 7\n- SYN-ACK\n  - seq = 9\n  - ack = 8\n- ACK\n  - ack = 10')).toEqual([
      'C -> SYN(seq=7) -> S',
      'C <- SYN(seq=9)+ACK(ack=8) <- S',
      'C -> ACK(ack=10) -> S',
    ]);
  });

  it.each([
    ['FIN → ACK → FIN → ACK', ['A -> FIN -> B', 'A <- ACK <- B', 'A <- FIN <- B', 'A -> ACK -> B']],
    ['FIN/ACK/FIN/ACK', ['A -> FIN -> B', 'A <- ACK <- B', 'A <- FIN <- B', 'A -> ACK -> B']],
    ['FIN → FIN+ACK → ACK', ['A -> FIN -> B', 'A <- FIN+ACK <- B', 'A -> ACK -> B']],
    ['SYN → RST+ACK', ['C -> SYN -> S', 'C <- RST+ACK <- S']],
    ['SYN-ACK → ACK', ['C: SYN_SENT', 'S: SYN_RCVD', 'C <- SYN+ACK <- S', 'C -> ACK -> S']],
    [
      'SYN → SYN-ACK → ACK → DATA → ACK → FIN → ACK → FIN → ACK',
      [
        ...OPENING,
        'C -> DATA -> S',
        'C <- ACK <- S',
        'C -> FIN -> S',
        'C <- ACK <- S',
        'C <- FIN <- S',
        'C -> ACK -> S',
      ],
    ],
    [
      'SYN → SYN-ACK → ACK → HTTP request → HTTP response',
      [...OPENING, 'C -> DATA -> S : HTTP request', 'C <- DATA -> S : HTTP response'.replace('-> S', '<- S')],
    ],
  ])('come from the ends that can send them: %s', (text, lines) => {
    expect(exchange(text).toSorted()).toEqual(lines.toSorted());
  });

  it('come from where their numbers say', () => {
    const lines = exchange(
      'SYN seq=100\nSYN ACK seq=300 ack=101\nACK seq=101 ack=301\nDATA seq=301 len=10\nACK ack=311',
    );
    expect(lines.slice(3)).toEqual(['C <- DATA(seq=301, len=10) <- S', 'C -> ACK(ack=311) -> S']);
  });

  it('keep their mistakes', () => {
    expect(exchange('SYN seq=5 → SYN+ACK seq=8 ack=7 → ACK')[1]).toBe('C <- SYN(seq=8)+ACK(ack=7) <- S');
  });
});

describe('sentences', () => {
  it('say who sends, and the states', () => {
    const text =
      'A SYN (seq=p) is sent by the client, which enters SYN_SENT. The server replies with SYN+ACK (seq=q, ack=p+1). ' +
      'The client answers with an ACK; both are ESTABLISHED.';
    expect(exchange(text)).toEqual([
      'client -> SYN(seq=p) -> server',
      'client: SYN_SENT',
      'client <- SYN(seq=q)+ACK(ack=p+1) <- server',
      'client -> ACK -> server',
      'client: ESTABLISHED',
      'server: ESTABLISHED',
    ]);
  });

  it('may tell of several ends', () => {
    expect(exchange('The client sends SYN, the server returns SYN-ACK, and the client sends ACK.')).toEqual([
      'client -> SYN -> server',
      'client <- SYN+ACK <- server',
      'client -> ACK -> server',
    ]);
  });

  it('may say what arrives and what is waited for, which is not sent', () => {
    const text =
      '1. The client sends FIN, enters FIN_WAIT_1 and waits for an ACK.\n' +
      "2. After receiving the FIN from the client, the server sends an ACK (ack = the client's number + 1).\n" +
      '3. The client receives the ACK and enters FIN_WAIT_2, waiting for a FIN.\n' +
      '4. The server sends FIN.';
    expect(exchange(text)).toEqual([
      'client -> FIN -> server',
      'client: FIN_WAIT_1',
      'client <- ACK <- server',
      'client: FIN_WAIT_2',
      'client <- FIN <- server',
    ]);
  });

  it('may stand below headings that name the segment', () => {
    const text =
      '### SYN – Client → Server\n\nThe client sends a **SYN**.\n\n### SYN-ACK – Server → Client\n\nIt replies with SYN-ACK.';
    expect(exchange(text)).toEqual(['Client -> SYN -> Server', 'Client <- SYN+ACK <- Server']);
  });

  it('are read in Chinese', () => {
    const text =
      '主动方发出 FIN=1，seq=u；被动方收到 FIN 后回复 ACK=1，ack=u+1；被动方再发送 FIN=1，seq=w；主动方回复 ACK=1，ack=w+1。';
    expect(exchange(text)).toEqual([
      '主动方 -> FIN(seq=u) -> 被动方',
      '主动方 <- ACK(ack=u+1) <- 被动方',
      '主动方 <- FIN(seq=w) <- 被动方',
      '主动方 -> ACK(ack=w+1) -> 被动方',
    ]);
  });
});

describe('where it is written', () => {
  const BLOCK = ['```segno', 'begin', ...OPENING, 'end', '```'].join('\n');

  it('is below the paragraph, list or table of the selection, which stays', () => {
    expect(after('It is «SYN → SYN-ACK → ACK», and\nmore.\nEnd.\n\nNext')).toBe(
      `It is SYN → SYN-ACK → ACK, and\nmore.\nEnd.\n\n${BLOCK}\n\nNext`,
    );
    expect(after('- one\n- «SYN → SYN-ACK → ACK»\n- two\n# Next')).toBe(
      `- one\n- SYN → SYN-ACK → ACK\n- two\n\n${BLOCK}\n\n# Next`,
    );
    expect(after('```\n«SYN\nSYN-ACK\nACK\n»```')).toBe(`\`\`\`\nSYN\nSYN-ACK\nACK\n\`\`\`\n\n${BLOCK}`);
  });

  it('is in place of what Segno cannot read, and below comments', () => {
    const exchangeLines = ['begin', ...OPENING, 'end'].join('\n');
    expect(after('«SYN → SYN-ACK → ACK»\n', 'segno')).toBe(`${exchangeLines}\n`);
    expect(after('// «SYN → SYN-ACK → ACK»\n', 'segno')).toBe(`// SYN → SYN-ACK → ACK\n${exchangeLines}\n`);
  });

  it('goes on with the ends of the exchange that it stands in', () => {
    expect(after('begin\nL -> SYN(seq=1) -> R\n«SYN-ACK, seq=5\nACK, ack=6»\nend', 'segno')).toBe(
      'begin\nL -> SYN(seq=1) -> R\nL <- SYN(seq=5)+ACK <- R\nL -> ACK(ack=6) -> R\nend',
    );
  });
});

describe('the action on a selection', () => {
  it('is a command of clients that show what is made', () => {
    const { text, range } = selected('It is «SYN → SYN-ACK → ACK».');
    const context = { diagnostics: [], only: ['refactor'] };
    const client = { experimental: { segnoMake: true } };
    const [action] = actionsFor(noteOf(text, 'markdown'), { range: toLsp(range), context }, client);
    expect(action?.command?.command).toBe('segno.makeExchange');
    const { start } = toLsp(range);
    const cursor = { range: { start, end: start }, context };
    expect(actionsFor(noteOf(text, 'markdown'), cursor, client)).toEqual([]);
  });
});

describe('other selections', () => {
  it('may be a part of a figure', () => {
    const text =
      '```\nClient              Server\n  |---- SYN seq=x ---->|\n«  |<--- SYN+ACK -------|\n  |---- ACK ---------->|»\n  |---- FIN ---------->|\n```';
    expect(after(text)).toMatch(/begin\nClient <- SYN\+ACK <- Server\nClient -> ACK -> Server\nend/);
  });

  it('may be one exchange in several fences', () => {
    const text = '«```\nP -> Q: SYN\n```\n\n```\nQ -> P: SYN-ACK\n```»\n';
    expect(after(text)).toMatch(/begin\nP -> SYN -> Q\nP <- SYN\+ACK <- Q\nend/);
  });

  it('are told why they are none', () => {
    expect(after('«The client asks, the server answers.»')).toMatch(/does not name two segments/);
    expect(after('«SYN»')).toMatch(/does not name two segments/);
    expect(after('begin\n«C -> SYN -> S\nC <- SYN+ACK <- S»\nend', 'segno')).toMatch(/already/);
    const { text, range } = selected(`«${'SYN → '.repeat(70)}»`);
    expect(made(noteOf(text, 'markdown'), range)).toHaveProperty('why.en', expect.stringMatching(/too long/));
  });
});
