import { describe, expect, it } from 'vitest';
import { notation, plain, scriptOf, statementOf } from './helpers.js';

const unaddressed = {
  kind: 'segment',
  arrow: 'right',
  fate: 'delivered',
  origin: 'new',
  flags: ['SYN'],
  data: false,
  options: [],
  states: [],
};
const segment = { ...unaddressed, from: 'C', to: 'S' };
const fromNetwork = { ...unaddressed, to: 'S' };
const toNetwork = { ...unaddressed, from: 'C' };

describe('a segment', () => {
  it.each([
    ['C -> SYN -> S', segment],
    ['C->SYN->S', segment],
    ['C --> SYN --> S', segment],
    ['C → SYN → S', segment],
    ['Ｃ－＞ＳＹＮ－》Ｓ', segment],
    ['C -> ｓｙｎ -> S', segment],
    ['S <- SYN <- C', { ...segment, arrow: 'left' }],
    ['S <-- SYN <-- C', { ...segment, arrow: 'left' }],
    ['S ← SYN ← C', { ...segment, arrow: 'left' }],
    ['S《-SYN＜－C', { ...segment, arrow: 'left' }],
    ['客户端 -> SYN -> Server1', { ...segment, from: '客户端', to: 'Server1' }],
    ['C -> syn -> S', segment],
    ['  \tC　-> SYN -> S', segment],
  ])('%s goes from one end to the other', (text, expected) => {
    expect(statementOf(text)).toEqual(expected);
  });

  it.each([
    ['C -> SYN -x S', { ...segment, fate: 'lost' }],
    ['C -> SYN --x S', { ...segment, fate: 'lost' }],
    ['C -> SYN－x S', { ...segment, fate: 'lost' }],
    ['C -> SYN －ｘ S', { ...segment, fate: 'lost' }],
    ['S x- SYN <- C', { ...segment, arrow: 'left', fate: 'lost' }],
    ['C -> SYN -> ...', { ...toNetwork, fate: 'sent' }],
    ['C -> SYN -> …', { ...toNetwork, fate: 'sent' }],
    ['C -> SYN -> ……', { ...toNetwork, fate: 'sent' }],
    ['C -> SYN -> 。。。', { ...toNetwork, fate: 'sent' }],
    ['... <- SYN <- C', { ...toNetwork, arrow: 'left', fate: 'sent' }],
    ['... -> SYN -> S', { ...fromNetwork, fate: 'arrived' }],
    ['S <- SYN <- ...', { ...fromNetwork, arrow: 'left', fate: 'arrived' }],
    ['dup ... -> SYN -> S', { ...fromNetwork, fate: 'arrived', origin: 'dup' }],
    ['重复 ... -> SYN -> S', { ...fromNetwork, fate: 'arrived', origin: 'dup' }],
    ['stale ... -> SYN -> S', { ...fromNetwork, fate: 'arrived', origin: 'stale' }],
    ['stale C -> SYN -> S', { ...segment, origin: 'stale' }],
    ['陈旧 C -> SYN -> S', { ...segment, origin: 'stale' }],
    ['forged C -> SYN -> S', { ...segment, origin: 'forged' }],
    ['伪造 C -> SYN -> S', { ...segment, origin: 'forged' }],
  ])('%s: what the network does to it', (text, expected) => {
    expect(statementOf(text)).toEqual(expected);
  });

  it.each([
    ['SYN+ACK', ['SYN', 'ACK']],
    ['SYN + ACK', ['SYN', 'ACK']],
    ['SYN＋ACK', ['SYN', 'ACK']],
    ['SYN-ACK', ['SYN', 'ACK']],
    ['SYNACK', ['SYN', 'ACK']],
    ['SYN,ACK', ['SYN', 'ACK']],
    ['SYN，ACK', ['SYN', 'ACK']],
    ['SYN/ACK', ['SYN', 'ACK']],
    ['FIN-ACK', ['FIN', 'ACK']],
    ['FINACK', ['FIN', 'ACK']],
    ['RST/ACK', ['RST', 'ACK']],
    ['PSH,ACK', ['PSH', 'ACK']],
    ['Fin+Psh+Urg+Ece+Cwr+Ae', ['FIN', 'PSH', 'URG', 'ECE', 'CWR', 'AE']],
    ['SYN(ack=5)', ['SYN', 'ACK']],
  ])('%s has its flags', (flags, expected) => {
    expect(statementOf(`C -> ${flags} -> S`)['flags']).toEqual(expected);
  });

  it.each([
    ['SYN(seq=x)', { seq: { symbol: 'x', offset: 0 } }],
    ['SYN(SEQ = 0x1F)', { seq: { offset: 31 } }],
    ['SYN(seq=4294967297)', { seq: { offset: 1 } }],
    ['SYN（ｓｅｑ＝ｘ＋１，ａｃｋ=0ｘ１F）', { seq: { symbol: 'x', offset: 1 }, ack: { offset: 31 } }],
    ['SYN（seq＝x＋1，ack=y）', { seq: { symbol: 'x', offset: 1 }, ack: { symbol: 'y', offset: 0 } }],
    ['ACK(ack=x+20+1)', { ack: { symbol: 'x', offset: 21 } }],
    ['ACK(ack=y-x)', undefined],
    ['ACK(ack=ISN_C-1)', { ack: { symbol: 'ISN_C', offset: -1 } }],
    ['ACK(ACK=x+1)', { ack: { symbol: 'x', offset: 1 } }],
    ['SYN(seq=y)+ACK(ack=x+1)', { seq: { symbol: 'y', offset: 0 }, ack: { symbol: 'x', offset: 1 } }],
    ['SYN+ACK(seq=y, ack=x+1)', { seq: { symbol: 'y', offset: 0 }, ack: { symbol: 'x', offset: 1 } }],
    ['ACK(len=10)', { len: 10, data: true }],
    ['ACK(len=0)', { len: 0, data: false }],
    ['DATA', { data: true, flags: [] }],
    ['DATA(10)', { len: 10, data: true }],
    ['DATA("GET / HTTP/1.1")', { len: 14, payload: 'GET / HTTP/1.1', data: true }],
    ['DATA(“你好”)', { len: 6, payload: '\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd' }],
    [String.raw`DATA("a\r\n\t\"\\\x00\xff")`, { len: 8, payload: 'a\r\n\t"\\\u0000\u00ff' }],
    ['ACK(win=0)', { win: 0 }],
    ['URG+ACK(up=3)', { up: 3 }],
    [
      'SYN(mss=1460, wscale=7, sackOK)',
      {
        options: [{ name: 'mss', value: '1460' }, { name: 'wscale', value: '7' }, { name: 'sackok' }],
      },
    ],
    [
      'ACK(sack=x+1..x+21, sack=40..50)',
      {
        options: [
          { name: 'sack', value: 'x+1..x+21' },
          { name: 'sack', value: '40..50' },
        ],
      },
    ],
    [
      'ACK(ts=1/2, tfo, cookie=12ab)',
      {
        options: [{ name: 'ts', value: '1/2' }, { name: 'tfo' }, { name: 'cookie', value: '12ab' }],
      },
    ],
    ['(seq=5)', { flags: [], seq: { offset: 5 } }],
    ['()', { flags: [] }],
    ['SYN()', { flags: ['SYN'] }],
  ])('%s has its arguments', (written, expected) => {
    const text = `C -> ${written} -> S`;
    if (expected) expect(statementOf(text)).toMatchObject(expected);
    else expect(notation(text).map(({ code }) => code)).toEqual(['syntax']);
  });

  it.each([
    ['C -> SYN -> S [SYN_SENT, SYN_RCVD]', ['C SYN_SENT', 'S SYN_RCVD'], undefined],
    ['S <- SYN <- C 【SYN-RECEIVED，SYN-SENT】', ['S SYN_RCVD', 'C SYN_SENT'], undefined],
    ['C -> SYN -> S [S: SYN_RECV]', ['S SYN_RCVD'], undefined],
    ['C -> SYN -> S [S(C): SYN RECV]', ['S(C) SYN_RCVD'], undefined],
    ['C -> SYN -> ... [SYN-SENT]', ['C SYN_SENT'], undefined],
    ['C -> SYN -> S: hello [SYN_SENT, SYN_RCVD]', ['C SYN_SENT', 'S SYN_RCVD'], 'hello'],
    ['C -> SYN -> S [SYN_SENT, SYN_RCVD]: hello', ['C SYN_SENT', 'S SYN_RCVD'], 'hello'],
    ['C -> SYN -> S ： 你好', [], '你好'],
    ['C -> SYN -> S: see [1]', [], 'see [1]'],
    ['C -> SYN -> S: see [Bob: CLOSED]', [], 'see [Bob: CLOSED]'],
    ['C -> SYN -> S: http://a.b#c option#1 // a comment', [], 'http://a.b#c option#1'],
    ['C -> SYN -> S: text # a comment', [], 'text'],
    ['C -> SYN -> S // a comment', [], undefined],
    ['C -> SYN -> S#a comment', [], undefined],
    ['C -> /* a [b] -> c */ SYN -> S', [], undefined],
    ['C -> SYN -> S:', [], undefined],
  ])('%s is followed by states and text', (text, states, comment) => {
    const statement = statementOf(text);
    const written = (statement['states'] as { end: { name: string; peer?: string }; state: string }[]).map(
      ({ end, state }) => `${end.name}${end.peer === undefined ? '' : `(${end.peer})`} ${state}`,
    );
    expect(written).toEqual(states);
    expect(statement['text']).toBe(comment);
  });

  it('gives the state on the side of the network to the only other end', () => {
    const { statements } = scriptOf('A -> SYN -> B\nA -> SYN -> ... [SYN-SENT, CLOSED]');
    expect(statements[1]).toMatchObject({
      states: [
        { end: { name: 'A' }, state: 'SYN_SENT', part: 'states.0' },
        { end: { name: 'B' }, state: 'CLOSED', part: 'states.1' },
      ],
    });
  });
});

describe('what an end does', () => {
  it.each([
    ['S: listen', { kind: 'call', end: { name: 'S' }, call: 'listen', states: [] }],
    ['S： 监听', { kind: 'call', end: { name: 'S' }, call: 'listen', states: [] }],
    ['C: connect', { call: 'connect' }],
    ['C: 连接', { call: 'connect' }],
    ['C: send 10', { call: 'send', octets: 10 }],
    ['C: 发送 10', { call: 'send', octets: 10 }],
    ['C: send', { call: 'send' }],
    ['C: send("hé")', { call: 'send', octets: 3 }],
    ['C: receive 0x10', { call: 'receive', octets: 16 }],
    ['C: 接收', { call: 'receive' }],
    ['C: close', { call: 'close' }],
    ['C: 关闭', { call: 'close' }],
    ['C: shutdown', { call: 'shutdown' }],
    ['C: 半关闭', { call: 'shutdown' }],
    ['C: abort', { call: 'abort' }],
    ['C: 中止', { call: 'abort' }],
    ['C: crash', { call: 'crash' }],
    ['C: 崩溃', { call: 'crash' }],
    ['C: timeout', { call: 'timeout' }],
    ['C: 超时', { call: 'timeout' }],
    ['C: keepalive', { call: 'keepalive' }],
    ['C: 保活', { call: 'keepalive' }],
    ['C: 2MSL', { call: '2MSL' }],
    ['C: user-timeout', { call: 'user-timeout' }],
    ['S(C1): close', { call: 'close', end: { name: 'S', peer: 'C1' } }],
    ['C: close [FIN_WAIT_1]', { states: [{ end: { name: 'C' }, state: 'FIN_WAIT_1', part: 'states.0' }] }],
    [
      'C: close: bye [FIN_WAIT_1]',
      { text: 'bye', states: [{ end: { name: 'C' }, state: 'FIN_WAIT_1', part: 'states.0' }] },
    ],
  ])('%s is a call', (text, expected) => {
    expect(statementOf(text)).toMatchObject({ kind: 'call', ...expected });
  });

  it.each([
    ['S: LISTEN', 'LISTEN'],
    ['S: listening', undefined],
    ['S: SYN_RCVD', 'SYN_RCVD'],
    ['S: SYN-RECEIVED', 'SYN_RCVD'],
    ['S: SYN_RECV', 'SYN_RCVD'],
    ['S: FIN-WAIT-1', 'FIN_WAIT_1'],
    ['S: FIN_WAIT1', 'FIN_WAIT_1'],
    ['S: FIN WAIT 2', 'FIN_WAIT_2'],
    ['S: ESTAB', 'ESTABLISHED'],
    ['S: TIME－WAIT', 'TIME_WAIT'],
    ['S: CLOSED: no connection yet', 'CLOSED'],
  ])('%s is a state', (text, state) => {
    if (state) expect(statementOf(text)).toMatchObject({ kind: 'state', end: { name: 'S' }, state });
    else expect(notation(text).map(({ code }) => code)).toEqual(['syntax']);
  });

  it('sets counters', () => {
    expect(
      statementOf('S: ESTABLISHED(snd=300, una=x, WND=0x10, rcv=y+1, rwnd=5, iss=1, irs=2)'),
    ).toMatchObject({
      counters: {
        snd: { offset: 300 },
        una: { symbol: 'x', offset: 0 },
        wnd: { offset: 16 },
        rcv: { symbol: 'y', offset: 1 },
        rwnd: { offset: 5 },
        iss: { offset: 1 },
        irs: { offset: 2 },
      },
    });
  });

  it.each([
    'S: CLOSED -> LISTEN -> SYN-RECEIVED',
    'S:CLOSED->LISTEN->SYN_RECV',
    'S: CLOSED → LISTEN －＞ SYN_RCVD',
  ])('%s is a path', (text) => {
    expect(statementOf(text)).toEqual({
      kind: 'path',
      end: { name: 'S' },
      path: ['CLOSED', 'LISTEN', 'SYN_RCVD'],
    });
  });

  it.each([
    ['S: Listen', 'call', 'listen'],
    ['S: Close', 'call', 'close'],
    ['S: 2msl', 'call', '2MSL'],
    ['S: CLOSE', 'state', undefined],
    ['S: Established', 'state', 'ESTABLISHED'],
    ['S: listen', 'call', undefined],
    ['S: LISTEN', 'state', undefined],
  ])('%s is read by what is possible, with a hint when the case is unusual', (text, kind, usual) => {
    expect(statementOf(text)['kind']).toBe(kind);
    const hints = notation(text).map(({ code, severity, fixes }) => [
      code,
      severity,
      fixes[0]?.edits[0]?.text,
    ]);
    expect(hints).toEqual(usual === undefined ? [] : [['letter-case', 'hint', usual]]);
  });
});

describe('declarations and remarks', () => {
  it.each([
    ['endpoint C', { kind: 'endpoint', name: 'C', unchecked: false }],
    ['endpoint C "Client"', { kind: 'endpoint', name: 'C', label: 'Client', unchecked: false }],
    ['端点 C “客户端”', { kind: 'endpoint', name: 'C', label: '客户端', unchecked: false }],
    ['endpoint C2 reuses C1', { kind: 'endpoint', name: 'C2', reuses: 'C1', unchecked: false }],
    ['端点 C2 复用 C1', { kind: 'endpoint', name: 'C2', reuses: 'C1', unchecked: false }],
    ['endpoint T unchecked', { kind: 'endpoint', name: 'T', unchecked: true }],
    ['端点 T 不检查', { kind: 'endpoint', name: 'T', unchecked: true }],
    [
      'endpoint unchecked reuses reuses unchecked "X": why',
      {
        kind: 'endpoint',
        name: 'unchecked',
        label: 'X',
        reuses: 'reuses',
        unchecked: true,
        text: 'why',
      },
    ],
    ['note C: a text', { kind: 'note', ends: ['C'], text: 'a text' }],
    ['note C, S: a text [CLOSED]', { kind: 'note', ends: ['C', 'S'], text: 'a text [CLOSED]' }],
    ['注 C、S：文字', { kind: 'note', ends: ['C', 'S'], text: '文字' }],
    ['== data ==', { kind: 'phase', text: 'data' }],
    ['＝＝ 数据 ＝＝ // comment', { kind: 'phase', text: '数据' }],
    ['=== a == b ===', { kind: 'phase', text: 'a == b' }],
  ])('%s', (text, expected) => {
    expect(statementOf(text)).toEqual(expected);
  });

  it.each([
    ['mode strict', 'strict'],
    ['模式 严格', 'strict'],
    ['mode notes', 'notes'],
    ['模式 笔记', 'notes'],
  ])('%s sets the mode of the scenario', (line, mode) => {
    expect(scriptOf(`begin\n${line}\nC -> SYN -> S\nend`).mode).toBe(mode);
  });

  it('lets a mode above all scenarios hold for those that set none', () => {
    const text = 'mode strict\nbegin A\nC -> SYN -> S\nend\nbegin B\nmode notes\nC -> SYN -> S\nend';
    expect(notation(text)).toEqual([]);
  });
});

describe('names', () => {
  it.each(['seq', 'end', 'Data', 'note', 'begin', 'dup', 'mode', 'x', 'SYN', 'listen', '开始', '注'])(
    'may be %s: a keyword counts only where nothing else is possible',
    (name) => {
      expect(statementOf(`${name} -> SYN -> S`)).toMatchObject({ from: name, to: 'S' });
      expect(statementOf(`S <- SYN <- ${name}`)).toMatchObject({ from: name, to: 'S' });
      expect(statementOf(`S x- SYN <- ${name}`)).toMatchObject({ from: name, fate: 'lost' });
    },
  );

  it.each(['seq', 'end', 'Data', 'note', 'dup', 'mode', 'x'])('%s may stand before a colon', (name) => {
    expect(statementOf(`${name}: close`)).toMatchObject({ kind: 'call', end: { name } });
  });

  it('that only begin with a keyword are names', () => {
    expect(statementOf('beginner -> SYN -> 开始者')).toMatchObject({ from: 'beginner', to: '开始者' });
  });

  it('are told apart by case', () => {
    const { statements } = scriptOf('c -> SYN -> C');
    expect(statements[0]).toMatchObject({ from: 'c', to: 'C' });
  });
});

describe('directives', () => {
  const expectation = (line: string): unknown => {
    const { expect: expected, ignore } = scriptOf(line).statements[0] ?? {};
    return { ...(expected ? { expect: expected } : {}), ...(ignore ? { ignore } : {}) };
  };

  it.each([
    ['// expect-error', { expect: {} }],
    ['//expect-error', { expect: {} }],
    ['// 预期错误', { expect: {} }],
    ['// expect-error wrong-ack-number', { expect: { code: 'wrong-ack-number' } }],
    [
      '// expect-error wrong-ack-number: off by one',
      { expect: { code: 'wrong-ack-number', why: 'off by one' } },
    ],
    [
      '// expect-error wrong-ack-number off by one',
      { expect: { code: 'wrong-ack-number', why: 'off by one' } },
    ],
    ['// 预期错误 wrong-ack-number：差一', { expect: { code: 'wrong-ack-number', why: '差一' } }],
    ['// expect-error because I say so', { expect: { why: 'because I say so' } }],
    ['// expect-error: because I say so', { expect: { why: 'because I say so' } }],
    ['// ignore shorthand: fine', { ignore: { code: 'shorthand', why: 'fine' } }],
    ['// 忽略 shorthand', { ignore: { code: 'shorthand' } }],
    ['// 忽略', {}],
    ['// ignore this', {}],
    ['// expected-errors are no directive', {}],
    ['// see // expect-error', {}],
  ])('%s', (comment, expected) => {
    expect(expectation(`${comment}\nC -> SYN -> S`)).toEqual(expected);
    expect(expectation(`C -> SYN -> S ${comment}`)).toEqual(expected);
    expect(expectation(`C -> SYN -> S : text ${comment}`)).toEqual(expected);
    expect(expectation(`${comment}\n\n# between\nC -> SYN -> S`)).toEqual(expected);
  });
});

describe('comments', () => {
  it('of every form mean nothing', () => {
    const text = '// a\n# b\n/* c\nbegin\n C -> SYN -> S */ C -> SYN -> S /* d */ // e\n/**/\n';
    const { statements } = scriptOf(text);
    expect(statements.map(plain)).toEqual([segment]);
  });

  it('do not begin in strings, titles and texts but where they stand apart', () => {
    expect(statementOf('C -> DATA("// # /* x") -> S')).toMatchObject({ payload: '// # /* x' });
    expect(statementOf('C -> SYN -> S: a/*b*/c C# //d').text).toBe('a/*b*/c C#');
    expect(scriptOf('begin http://x#y a/*b // c\nC -> SYN -> S\nend').title).toBe('http://x#y a/*b');
  });

  it('that are never closed are a problem where they begin', () => {
    const text = 'C -> SYN -> S\n  /* oh\nC -> ACK -> S';
    expect(notation(text)).toMatchObject([{ code: 'syntax', line: 2, column: 3, endColumn: 5 }]);
    expect(scriptOf(text).statements).toHaveLength(1);
  });
});

describe('a line goes on in the next', () => {
  const shape = (text: string): unknown =>
    scriptOf(text).statements.map((statement) => [statement.kind, statement.line, statement.endLine]);

  it.each([
    ['C -> SYN+\nACK -> S', [['segment', 1, 2]]],
    ['C -> SYN(seq=x,\n  win=5) -> S', [['segment', 1, 2]]],
    ['C -> SYN(\nseq=x) -> S', [['segment', 1, 2]]],
    ['C ->\nSYN -> S', [['segment', 1, 2]]],
    ['C -> SYN -x\nS', [['segment', 1, 2]]],
    ['S x-\nSYN <- C', [['segment', 1, 2]]],
    ['C -> SYN+ // comment\n// another\nACK -> S', [['segment', 1, 3]]],
    ['note C,\nS, T: text', [['note', 1, 2]]],
    ['S: CLOSED ->\nLISTEN -> SYN_RCVD ->\nESTABLISHED', [['path', 1, 3]]],
    ['C -> SYN(seq=x+\n1) -> S', [['segment', 1, 2]]],
  ])('%j', (text, expected) => {
    expect(shape(text)).toEqual(expected);
    expect(notation(text)).toEqual([]);
  });

  it.each([
    ['C -> SYN+\n\nC -> SYN -> S', [3]],
    ['C ->\nC -> SYN -> S', [2]],
    ['C ->\n... -> SYN -> S', [2]],
    ['C ->\nS: LISTEN', [2]],
    ['C -> SYN ->\nS: close', [2]],
    ['C -> SYN(\nnote C: text', [2]],
    ['C -> SYN,\n== phase ==', [2]],
    ['C -> SYN ->\ndup C -> SYN -> S', [2]],
    ['C -> SYN ->\n// expect-error\nC -> SYN -> S', [3]],
    ['S: CLOSED ->\nC -> SYN -> S', [2]],
    ['C -> SYN -> S: text,\nC -> ACK -> S', [1, 2]],
  ])('but not in %j, where the next stands for itself', (text, lines) => {
    expect(scriptOf(text).statements.map(({ line }) => line)).toEqual(lines);
  });
});
