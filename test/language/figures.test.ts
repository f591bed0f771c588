import { describe, expect, it } from 'vitest';
import { actionsFor } from '../../src/language/features/code-actions.js';
import { lensesOf } from '../../src/language/features/code-lens.js';
import { documentSymbols } from '../../src/language/features/document-symbols.js';
import { hoverAt } from '../../src/language/features/hover.js';
import { hintsIn } from '../../src/language/features/inlay-hints.js';
import { resolveTurn, turnedAt } from '../../src/language/features/turn-figure.js';
import { documentKind } from '../../src/language/text-kind.js';
import { settingsIn } from '../../src/server/settings.js';
import { noteOf } from './note.js';

const MERMAID = `\`\`\`mermaid
sequenceDiagram
    participant C as Client
    participant S as Server
    C->>S: SYN (seq=x)
    S->>C: SYN-ACK (seq=y, ack=x+2)
    C->>S: ACK (ack=y+1)
\`\`\``;

const LADDER = `\`\`\`
Client                     Server
  |                          |
  | ------ SYN seq=x ------> |
  | <-- SYN,ACK seq=y ------ |
  | ---------- ACK --------> |
\`\`\``;

const TEXT = `# A note\n\n${MERMAID}\n\nBelow, the same as a ladder.\n\n${LADDER}\n`;
const LINES = TEXT.split('\n');
const ALL = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const note = noteOf(TEXT, 'markdown');

const lineOf = (text: string): number => LINES.findIndex((line) => line.includes(text));
const cut = ({ start, end }: typeof ALL): string =>
  LINES[start.line]?.slice(start.character, start.line === end.line ? end.character : undefined) ?? '';

describe('an exchange in another notation', () => {
  it('has its problem, and a fix of it, on its own characters', () => {
    expect(note.analysis.problems.map(({ code, line }) => [code, line])).toEqual([
      ['wrong-ack-number', lineOf('x+2') + 1],
    ]);
    const at = { line: lineOf('x+2'), character: (LINES[lineOf('x+2')] ?? '').indexOf('x+2') };
    const fixes = actionsFor(note, { range: { start: at, end: at }, context: { diagnostics: [] } });
    expect(fixes[0]?.edit?.changes?.[note.uri]).toMatchObject([
      { range: { start: at, end: { line: at.line, character: at.character + 3 } }, newText: 'x+1' },
    ]);
  });

  it.each([
    ['C->>S: SYN', 'SYN', '**SYN**'],
    ['SYN seq=x', 'SYN', '**SYN**'],
    ['C->>S: ACK', 'ack=', 'ESTABLISHED'],
    ['---- ACK', 'ACK', 'ESTABLISHED'],
  ])('says in %s what %s is', (line, word, meaning) => {
    const row = lineOf(line);
    const character = (LINES[row] ?? '').indexOf(word) + 1;
    const hover = hoverAt(note, { line: row, character });
    expect(JSON.stringify(hover?.contents)).toContain(meaning);
    expect(hover?.range && cut(hover.range)).toContain(word.replace('=', ''));
  });

  it('shows the states at the ends of its lines, which nobody can write there by a click', () => {
    const hints = hintsIn(note, ALL, { states: true, numbers: false });
    expect(hints.map(({ position, label }) => [position.line, label])).toEqual([
      [lineOf('C->>S: SYN'), '[SYN_SENT, SYN_RCVD]'],
      [lineOf('x+2'), '[ESTABLISHED, SYN_RCVD]'],
      [lineOf('C->>S: ACK'), '[ESTABLISHED, ESTABLISHED]'],
      [lineOf('SYN seq=x'), '[SYN_SENT, SYN_RCVD]'],
      [lineOf('SYN,ACK seq=y'), '[ESTABLISHED, SYN_RCVD]'],
      [lineOf('---- ACK'), '[ESTABLISHED, ESTABLISHED]'],
    ]);
    for (const { position, textEdits } of hints) {
      expect(position.character).toBe((LINES[position.line] ?? '').trimEnd().length);
      expect(textEdits).toBeUndefined();
    }
  });

  it('is in the outline with its segments', () => {
    const symbols = documentSymbols(note);
    expect(symbols.map(({ children }) => children?.map(({ name }) => name))).toEqual([
      ['SYN', 'SYN+ACK', 'ACK'],
      ['SYN', 'SYN+ACK', 'ACK'],
    ]);
    expect(cut(symbols[0]?.children?.[1]?.range ?? ALL)).toBe('S->>C: SYN-ACK (seq=y, ack=x+2)');
  });

  it('has lenses that say what it is, in both languages', () => {
    const titles = lensesOf(note).map(({ command }) => command?.title);
    expect(titles.slice(0, 2)).toEqual(['TCP exchange, 3 segments: Preview', 'Turn into Segno']);
    expect(titles).toHaveLength(4);
    const chinese = lensesOf(noteOf(TEXT, 'markdown', 'zh-cn'));
    expect(chinese[0]?.command?.title).toBe('TCP 交互，3 个报文段：预览');
  });

  it('is left alone behind a comment that says so', () => {
    const ignored = `<!-- segno-ignore -->\n${MERMAID}\n\n${LADDER}\n`;
    expect(noteOf(ignored, 'markdown').analysis.scenarios.map(({ notation }) => notation)).toEqual([
      'ladder',
    ]);
  });

  it('is turned where it stands in Markdown, and into a note of its own from another file', () => {
    expect(turnedAt(note, lineOf('SYN seq=x'))?.edits.map(({ newText }) => newText)[0]).toBe('segno');
    expect(turnedAt(note, 0)).toBeUndefined();
    const file = noteOf(MERMAID.split('\n').slice(1, -1).join('\n'), 'figure');
    expect(turnedAt(file, 0)).toMatchObject({ edits: [], text: expect.stringMatching(/^begin/) as string });
  });
});

describe('an acknowledgment in a figure', () => {
  const problems = (...acks: number[]): string[] => {
    const opening = ['C -> S: SYN seq=0', 'S -> C: SYN+ACK seq=0 ack=1', 'C -> S: ACK ack=1'];
    const data = ['C -> S: DATA seq=1 len=100', 'C -> S: DATA seq=101 len=100'];
    const lines = [...opening, ...data, ...acks.map((ack) => `S -> C: ACK ack=${ack}`)];
    const text = ['```', ...lines, '```'].join('\n');
    return noteOf(text, 'markdown').analysis.problems.map(({ code, line }) => `${line} ${code}`);
  };

  it('may be older than what has arrived', () => {
    expect(problems(1, 101, 201)).toEqual([]);
  });

  it('takes no part of a segment', () => {
    expect(problems(100)).toEqual(['7 ack-behind']);
    expect(problems(200)).toEqual(['7 ack-behind']);
  });

  it('may take a part of what only its sender saw as one segment', () => {
    const text = [
      '```mermaid',
      'sequenceDiagram',
      'C->>S: SYN seq=3000000000',
      'S->>C: SYN,ACK seq=4000000000 ack=3000000001',
      'C->>S: ACK seq=3000000001 ack=4000000001',
      'C->>S: PSH,ACK seq=3000000001 ack=4000000001 len=2896',
      'S->>C: ACK seq=4000000001 ack=3000001449',
      'S->>C: ACK seq=4000000001 ack=3000002897',
      '```',
    ].join('\n');
    expect(noteOf(text, 'markdown').analysis.problems).toEqual([]);
  });
});

describe('a figure that is a summary', () => {
  const problems = (...lines: string[]): string[] =>
    noteOf(['```', ...lines, '```'].join('\n'), 'markdown').analysis.problems.map(({ code }) => code);

  it('may leave out the rest of the handshake before data', () => {
    expect(problems('C -> S: SYN', 'C -> S: DATA', 'S -> C: ACK', 'C -> S: FIN')).toEqual([]);
  });

  it('has the mistakes of what it shows', () => {
    expect(problems('C -> S: SYN', 'C -> S: ACK', 'C -> S: DATA')).toEqual(['ack-before-syn']);
    expect(problems('C -> S: SYN seq=5', 'C -> S: DATA seq=6 len=4', 'S -> C: ACK ack=12')).toEqual([
      'ack-of-unsent-data',
    ]);
  });
});

describe('a figure in a file of its own', () => {
  const file = noteOf(LADDER.split('\n').slice(1, -1).join('\n'), 'figure');
  const at = { range: ALL, context: { diagnostics: [] } };

  it('is shown in Segno beside it by a client that can do that', () => {
    const [action] = actionsFor(file, at, { experimental: { segnoTurn: true } });
    expect(action).toMatchObject({ title: 'Turn into Segno', command: { arguments: [0] } });
  });

  it('is written into a file beside it by another client', async () => {
    const creates = { documentChanges: true, resourceOperations: ['create' as const] };
    const [action] = actionsFor(file, at, { workspace: { workspaceEdit: creates } });
    if (!action) throw new Error('nothing is offered');
    const taken = new Set(['file:///note.segno']);
    const { edit } = await resolveTurn(
      action,
      () => file,
      (address) => Promise.resolve(taken.has(address)),
    );
    expect(edit?.documentChanges).toMatchObject([
      { kind: 'create', uri: 'file:///note-2.segno' },
      { edits: [{ newText: expect.stringMatching(/^begin\nClient -> SYN/) as string }] },
    ]);
  });

  it('is not turned where a client can do neither', () => {
    expect(actionsFor(file, at)).toEqual([]);
  });
});

describe('which documents are read', () => {
  it.each([
    ['segno', 'file:///a.txt', { kind: 'segno' }],
    ['markdown', 'untitled:Untitled-1', { kind: 'markdown' }],
    ['plaintext', 'untitled:Untitled-1', { kind: 'figure', ending: 'txt' }],
    ['plaintext', 'file:///a.mmd', { kind: 'figure', ending: 'mmd' }],
    ['plaintext', 'file:///a.segno', { kind: 'segno' }],
    ['mermaid', 'file:///figure', { kind: 'figure', ending: 'mmd' }],
    ['plantuml', 'file:///a.puml', { kind: 'figure', ending: 'puml' }],
    ['unknown', 'file:///a.wsd', { kind: 'figure', ending: 'wsd' }],
  ])('reads %s at %s as %j', (language, name, kind) => {
    expect(documentKind(language, name)).toEqual(kind);
  });

  it.each([
    [{ read: { ladder: false, mermaid: true } }, ['ladder']],
    [
      { read: ['mermaid', 'rfc'] },
      ['arrows', 'ladder', 'sequence', 'tcpdump', 'tshark', 'packetdrill', 'table'],
    ],
    [{ read: {} }, []],
    [{}, []],
  ])('leaves out what the settings %j say', (section, unread) => {
    expect(settingsIn(section, { language: 'en', stateNames: 'netstat' }).unread).toEqual(unread);
  });
});
