/** What people write out of habit: the message says what to type, and the fix types it. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/language/range.js';
import { analysed, marked, notation } from './helpers.js';

/** A line as people write it, the line that the fix makes of it, and what the message says before it shows that. */
const FORMS: readonly (readonly [written: string, right: string, words: string])[] = [
  // Both ends first, as in Mermaid and PlantUML
  ['C -> S: SYN', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  [
    'Client -> Server: SYN',
    'Client -> SYN -> Server',
    'The segment stands between two arrows, with an end on either side',
  ],
  ['C->>S: SYN', 'C -> SYN -> S', '`->>` is not one of Segno’s arrows'],
  ['C-->>S: ACK (ack=5)', 'C -> ACK (ack=5) -> S', '`-->>` is not one of Segno’s arrows'],
  ['C -) S: FIN+ACK', 'C -> FIN+ACK -> S', '`-)` is not one of Segno’s arrows'],
  ['C --x S: SYN', 'C -> SYN -x S', 'The segment stands between two arrows, with an end on either side'],
  ['C <- S: FIN', 'C <- FIN <- S', 'The segment stands between two arrows, with an end on either side'],
  [
    '客户端 → 服务器：SYN=1，seq=x',
    '客户端 → SYN(seq=x) → 服务器',
    'The segment stands between two arrows, with an end on either side',
  ],
  ['C -> S SYN', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  [
    'C -> S [SYN, ACK] Seq=0 Ack=1',
    'C -> SYN+ACK(seq=0, ack=1) -> S',
    'The segment stands between two arrows, with an end on either side',
  ],
  [
    'C->S: SYN, 我要连接',
    'C -> SYN -> S : 我要连接',
    'The segment stands between two arrows, with an end on either side',
  ],
  // Arrows of other kinds
  ['C => SYN => S', 'C -> SYN -> S', '`=>` is not one of Segno’s arrows'],
  ['C ~> SYN ~> S', 'C -> SYN -> S', '`~>` is not one of Segno’s arrows'],
  ['C → SYN ⟶ S', 'C → SYN -> S', '`⟶` is not one of Segno’s arrows'],
  ['C ——＞ SYN ==> S', 'C -> SYN -> S', '`——＞` is not one of Segno’s arrows'],
  ['C -/-> SYN -> S', 'C -> SYN -x S', '`-/->` is not one of Segno’s arrows'],
  ['C -> SYN -/-> S', 'C -> SYN -x S', '`-/->` is not one of Segno’s arrows'],
  ['-/->', 'C -> SYN -x S', '`-/->` is not one of Segno’s arrows'],
  ['<-', 'C <- SYN <- S', 'An arrow alone sends nothing'],
  ['C -> SYN ->x S', 'C -> SYN -x S', '`->x` is not one of Segno’s arrows'],
  ['C -> SYN -X-> S', 'C -> SYN -x S', '`-X->` is not one of Segno’s arrows'],
  [
    'C -x SYN -> S',
    'C -> SYN -x S',
    'The cross stands before the receiver, on the way to which the segment is lost',
  ],
  [
    'C <- SYN x- S',
    'C x- SYN <- S',
    'The cross stands before the receiver, on the way to which the segment is lost',
  ],
  ['C --SYN--> S', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['C <--ACK-- S', 'C <- ACK <- S', 'The segment stands between two arrows, with an end on either side'],
  ['C -->|SYN| S', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['C - SYN - S', 'C -> SYN -> S', 'Both arrows point from the sender to the receiver'],
  ['C <-> SYN <-> S', 'C -> SYN -> S', 'Both arrows point from the sender to the receiver'],
  ['C -> SYN <- S', 'C -> SYN -> S', 'Both arrows point from the sender to the receiver'],
  ['C -> SYN S', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['C SYN -> S', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['C -> SYN', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['SYN -> S', 'C -> SYN -> S', 'The segment stands between two arrows, with an end on either side'],
  ['C -> FIN -> S -> ACK -> C', 'C -> FIN -> S\nS -> ACK -> C', 'Each segment has a line of its own'],
  // What stands around a line
  ['1. C -> SYN -> S', 'C -> SYN -> S', 'A line has no `1.` before it'],
  ['(2) C -> SYN -> S', 'C -> SYN -> S', 'A line has no `(2)` before it'],
  ['3、C -> SYN -> S', 'C -> SYN -> S', 'A line has no `3、` before it'],
  ['- C -> SYN -> S', 'C -> SYN -> S', 'A line has no `-` before it'],
  ['* C -> SYN -> S', 'C -> SYN -> S', 'A line has no `*` before it'],
  ['① C -> SYN -> S', 'C -> SYN -> S', 'A line has no `①` before it'],
  [
    '第一次握手：C -> SYN -> S',
    'C -> SYN -> S : 第一次握手',
    'Text such as `第一次握手` stands at the end of the line, after a colon',
  ],
  [
    'Step 1: C -> SYN -> S',
    'C -> SYN -> S : Step 1',
    'Text such as `Step 1` stands at the end of the line, after a colon',
  ],
  ['C -> SYN -> S;', 'C -> SYN -> S', 'A line has no `;` at its end'],
  ['C -> SYN -> S。', 'C -> SYN -> S', 'A line has no `。` at its end'],
  ['`C -> SYN -> S`', 'C -> SYN -> S', 'A line has no backticks around it'],
  // Flags and numbers, as in textbooks and captures
  ['C -> SYN seq=x -> S', 'C -> SYN(seq=x) -> S', 'Arguments stand in parentheses behind the flag'],
  [
    'C -> SYN, seq = x, win: 512 -> S',
    'C -> SYN(seq=x, win=512) -> S',
    'Arguments stand in parentheses behind the flag',
  ],
  ['C -> ACK(seq:1) -> S', 'C -> ACK(seq=1) -> S', 'An argument has `=` between its name and its value'],
  ['C -> ACK(seq=1 ack=2) -> S', 'C -> ACK(seq=1, ack=2) -> S', 'Arguments are separated by commas'],
  ['C -> ACK(seq=1; ack=2) -> S', 'C -> ACK(seq=1, ack=2) -> S', 'Arguments are separated by commas'],
  ['C -> ACK(300) -> S', 'C -> ACK(ack=300) -> S', 'A number is written with its name'],
  [
    'C -> SYN=1, seq=x -> S',
    'C -> SYN(seq=x) -> S',
    'A flag that is set is only named, and the numbers follow in parentheses',
  ],
  [
    'C -> SYN=1，ACK=1，seq=y，ack=x+1 -> S',
    'C -> SYN+ACK(seq=y, ack=x+1) -> S',
    'A flag that is set is only named, and the numbers follow in parentheses',
  ],
  [
    'C -> ACK=1, seq=5, ack=7 -> S',
    'C -> ACK(seq=5, ack=7) -> S',
    'A flag that is set is only named, and the numbers follow in parentheses',
  ],
  ['C -> SYN 序号=x -> S', 'C -> SYN(seq=x) -> S', 'Arguments stand in parentheses behind the flag'],
  ['C -> [S] -> S', 'C -> SYN -> S', 'Flags are written with their names'],
  [
    'C -> Flags [P.], seq 1, ack 1, length 20 -> S',
    'C -> PSH+ACK(seq=1, ack=1)+DATA(20) -> S',
    'Flags are written with their names',
  ],
  [
    'C -> [SYN] Seq=0 Win=65535 Len=0 MSS=1460 -> S',
    'C -> SYN(seq=0, win=65535, mss=1460) -> S',
    'Arguments stand in parentheses behind the flag',
  ],
  [
    'C -> <SEQ=100><CTL=SYN> -> S',
    'C -> SYN(seq=100) -> S',
    'The flags come first, and the numbers follow in parentheses',
  ],
  ['C -> SYN | ECE -> S', 'C -> SYN+ECE -> S', 'Flags are joined by `+`'],
  ['C -> FIN & ACK -> S', 'C -> FIN+ACK -> S', 'Flags are joined by `+`'],
  ['C -> FIN and ACK -> S', 'C -> FIN+ACK -> S', 'Flags are joined by `+`'],
  ['C -> FIN_ACK -> S', 'C -> FIN+ACK -> S', 'Flags are joined by `+`'],
  ['C -> SYN packet -> S', 'C -> SYN -> S', 'A segment is named by its flags alone'],
  ['C -> SYN 报文 -> S', 'C -> SYN -> S', 'A segment is named by its flags alone'],
  [
    'C -> SYN, hello there -> S',
    'C -> SYN -> S : hello there',
    'Text such as `hello there` stands at the end of the line, after a colon',
  ],
  // Data
  ['C -> "GET /" -> S', 'C -> DATA("GET /") -> S', 'Data stands in parentheses after `DATA`'],
  ['C -> GET / -> S', 'C -> DATA("GET /") -> S', 'Data is written in quotation marks after `DATA`'],
  ['C -> DATA 100 -> S', 'C -> DATA(100) -> S', 'The number of octets stands in parentheses after `DATA`'],
  ['C -> DATA[100] -> S', 'C -> DATA(100) -> S', 'The number of octets stands in parentheses after `DATA`'],
  ['C -> data=100 -> S', 'C -> DATA(100) -> S', 'The number of octets stands in parentheses after `DATA`'],
  ['C -> 100 bytes -> S', 'C -> DATA(100) -> S', 'The number of octets stands in parentheses after `DATA`'],
  ['C -> 100字节 -> S', 'C -> DATA(100) -> S', 'The number of octets stands in parentheses after `DATA`'],
  [
    'C -> data: 100 bytes -> S',
    'C -> DATA(100) -> S',
    'The number of octets stands in parentheses after `DATA`',
  ],
  ['C -> PSH+ACK "hello" -> S', 'C -> PSH+ACK+DATA("hello") -> S', 'Data stands in parentheses after `DATA`'],
  ['C -> 请求 -> S', 'C -> DATA("请求") -> S', 'Data is written in quotation marks after `DATA`'],
  // Sentences
  ['C: SYN -> S', 'C -> SYN -> S', 'What is sent stands between two arrows, from the sender to the receiver'],
  ['C: SYN', 'C -> SYN -> S', 'What is sent stands between two arrows, from the sender to the receiver'],
  [
    'C sends SYN to S',
    'C -> SYN -> S',
    'What is sent stands between two arrows, from the sender to the receiver',
  ],
  [
    'C: send SYN to S',
    'C -> SYN -> S',
    'What is sent stands between two arrows, from the sender to the receiver',
  ],
  [
    'C 发送 SYN 给 S',
    'C -> SYN -> S',
    'What is sent stands between two arrows, from the sender to the receiver',
  ],
  ['C向S发送SYN', 'C -> SYN -> S', 'What is sent stands between two arrows, from the sender to the receiver'],
  [
    'S receives SYN from C',
    'C -> SYN -> S',
    'What is sent stands between two arrows, from the sender to the receiver',
  ],
  // What ends do, and their states
  ['C: RTO', 'C: timeout', '`RTO` is called `timeout` here'],
  ['C: retransmit', 'C: timeout', '`retransmit` is called `timeout` here'],
  ['C: 重传', 'C: 超时', '`重传` is called `超时` here'],
  ['C: recv', 'C: receive', '`recv` is called `receive` here'],
  ['C: recv 100', 'C: receive 100', '`recv 100` is called `receive 100` here'],
  ['C: write(100)', 'C: send 100', '`write(100)` is called `send 100` here'],
  ['C: active open', 'C: connect', '`active open` is called `connect` here'],
  ['C: 主动打开', 'C: 连接', '`主动打开` is called `连接` here'],
  ['C: shutdown(SHUT_WR)', 'C: shutdown', '`shutdown(SHUT_WR)` is called `shutdown` here'],
  ['C: rst', 'C: abort', '`rst` is called `abort` here'],
  ['C: LISTENING', 'C: LISTEN', '`LISTENING` is called `LISTEN` here'],
  ['C: CONNECTED', 'C: ESTABLISHED', '`CONNECTED` is called `ESTABLISHED` here'],
  ['S: state=LISTEN', 'S: LISTEN', '`state=LISTEN` is called `LISTEN` here'],
  ['S: 进入 ESTABLISHED 状态', 'S: ESTABLISHED', '`进入 ESTABLISHED 状态` is called `ESTABLISHED` here'],
  ['S is LISTEN', 'S: LISTEN', 'What an end does, or the state that it is in, follows its name and a colon'],
  ['C close', 'C: close', 'What an end does, or the state that it is in, follows its name and a colon'],
  ['C.close()', 'C: close', 'What an end does, or the state that it is in, follows its name and a colon'],
  [
    'C -> SYN -> S [C: CONNECTED]',
    'C -> SYN -> S [C: ESTABLISHED]',
    '`CONNECTED` is called `ESTABLISHED` here',
  ],
  // Lines without ends
  ['SYN', 'C -> SYN -> S', 'A line names the ends that it is about'],
  ['ACK(seq:1)', 'C -> ACK(seq=1) -> S', 'A line names the ends that it is about'],
  ['DATA 100', 'C -> DATA(100) -> S', 'A line names the ends that it is about'],
  ['100 bytes', 'C -> DATA(100) -> S', 'A line names the ends that it is about'],
  ['LISTENING', 'C: LISTEN', 'A line names the ends that it is about'],
  ['retransmit', 'C: timeout', 'A line names the ends that it is about'],
  // Keywords
  ['note C text here', 'note C: text here', 'A note names its ends, then comes a colon and what it says'],
  ['note over C: text', 'note C: text', 'A note names its ends, then comes a colon and what it says'],
  ['注：文字', '注 S: 文字', 'A note names its ends, then comes a colon and what it says'],
  ['mode: strict', 'mode strict', '`mode` takes no sign behind it'],
  [
    'endpoint C = Client',
    'endpoint C "Client"',
    'The label of an end stands in quotation marks behind its name',
  ],
  [
    'endpoint C as "Client"',
    'endpoint C "Client"',
    'The label of an end stands in quotation marks behind its name',
  ],
  ['endpoint D uses C', 'endpoint D reuses C', 'The word for it is `reuses`'],
];

/** The pieces of a text that stand in backticks. */
function quotedIn(message: string): string[] {
  return [...message.matchAll(/`([^`]+)`/g)].map(([, piece]) => piece ?? '');
}

describe('a form that people use', () => {
  it.each(FORMS)('%s stands for %s', (written, right, words) => {
    const problems = notation(written);
    expect(problems.map(({ severity }) => severity)).toEqual(['error']);
    const [problem] = problems;
    expect(problem?.message.split(': write ')[0]).toBe(words);
    const shown = right.split('\n').map((line) => `\`${line}\``);
    expect(problem?.message).toContain(`: write ${shown.join(' and ')}`);
    const [fix] = problem?.fixes ?? [];
    expect(fix?.title).toBe(`Write \`${right.replace('\n', ' ⏎ ')}\``);
    expect(applyEdits(written, fix?.edits ?? [])).toBe(right);
    expect(notation(right)).toEqual([]);
  });

  it.each(FORMS)('%s: the message tells of nothing that is not there', (written, right) => {
    const [english] = notation(written);
    const [chinese] = analysed(written, 'segno', 'zh-cn').problems.filter((problem) => problem.notation);
    const others = (english?.fixes ?? []).map(({ edits }) => applyEdits(written, edits));
    const known = [
      '->',
      '<-',
      '=',
      '+',
      'DATA',
      'reuses',
      '复用',
      ...others.flatMap((one) => one.split('\n')),
    ];
    for (const piece of [...quotedIn(english?.message ?? ''), ...quotedIn(chinese?.message ?? '')]) {
      expect(written.includes(piece) || known.some((one) => one.includes(piece)), piece).toBe(true);
    }
    expect(chinese?.message).toMatch(/\p{Script=Han}.*：请写 `/su);
    expect(chinese?.message).toContain(`\`${right.split('\n')[0] ?? ''}\``);
    expect(english && marked(written, english)).not.toBe('');
  });

  it.each([
    ['C -> SYN AKC -> S', 'C -> SYN+ACK -> S'],
    ['C -> SNY AKC(ack=1) -> S', 'C -> SYN+ACK(ack=1) -> S'],
    ['C -> syn AKC -> S', 'C -> syn+ACK -> S'],
  ])('%s: a slip in a flag and a missing + are mended by one fix', (written, right) => {
    for (const { fixes } of notation(written)) {
      expect(applyEdits(written, fixes?.[0]?.edits ?? [])).toBe(right);
    }
    expect(notation(right).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is told with the ends that the exchange has', () => {
    const before = 'Alice -> SYN -> Bob\n';
    expect(fixOf(`${before}Bob: SYN+ACK`)).toBe('Bob -> SYN+ACK -> Alice');
    expect(fixOf(`${before}Bob -> SYN+ACK`)).toBe('Bob -> SYN+ACK -> Alice');
    expect(fixOf(`${before}SYN+ACK -> Alice`)).toBe('Bob -> SYN+ACK -> Alice');
    expect(fixOf(`${before}retransmit`)).toBe('Alice: timeout');
  });

  it('is played as what it was meant to be', () => {
    const text = 'C -> S: SYN, seq=x\nC <- S: SYN ACK seq=y ack=x+1\nC -> ACK(seq=x+1, ack=y+1) -> S\n';
    expect(analysed(text).problems.map(({ notation: own }) => own)).toEqual([true, true]);
  });

  it('keeps what stands before and behind the line', () => {
    expect(fixOf('  1. C -> SYN -> S // why', false)).toBe('  C -> SYN -> S // why');
    expect(fixOf('  C -> SYN -> S -> SYN+ACK -> C', false)).toBe('  C -> SYN -> S\n  S -> SYN+ACK -> C');
    const quoted = '> ```segno\n> C -> FIN -> S -> ACK -> C\n> ```\n';
    const [problem] = notation(quoted, 'markdown');
    expect(applyEdits(quoted, problem?.fixes[0]?.edits ?? [])).toBe(
      '> ```segno\n> C -> FIN -> S\n> S -> ACK -> C\n> ```\n',
    );
  });

  it.each([
    'C -> SYN +',
    'C -> SYN + -> S',
    'C -> SYN(seq=) -> S',
    'C -> SYN(seq=x -> S',
    'C -> ACK(seq=1, seq=2) -> S',
    'C -> DATA("abc) -> S',
    'hello, this is prose about how TCP works',
    '我们来看一下三次握手的过程',
  ])('%s is none, so that nothing is made up', (text) => {
    const problems = notation(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toContain(': write ');
  });
});

/** The last line of a text as its only fix leaves it. */
function fixOf(text: string, lastOnly = true): string | undefined {
  const [problem] = notation(text);
  const fixed = applyEdits(text, problem?.fixes[0]?.edits ?? []);
  return lastOnly ? fixed.split('\n').at(-1) : fixed;
}
