import { describe, expect, it } from 'vitest';
import { tokenise, withScope, words } from './tokens.js';

async function line(text: string) {
  return (await tokenise('source.segno', text))[0];
}

describe('a segment', () => {
  it('shows its ends, arrows, flags, fields, symbols and numbers', async () => {
    expect(words(await line('C <- SYN(seq=y)+ACK(ACK=x+1) <- S'))).toEqual([
      'C entity.name.type.endpoint',
      '<- keyword.operator.arrow',
      'SYN entity.name.function.flag',
      '( punctuation.section.parens.begin',
      'seq variable.parameter.field',
      '= keyword.operator.assignment',
      'y variable.other.symbol',
      ') punctuation.section.parens.end',
      '+ keyword.operator.join',
      'ACK entity.name.function.flag',
      '( punctuation.section.parens.begin',
      'ACK variable.parameter.field',
      '= keyword.operator.assignment',
      'x variable.other.symbol',
      '+ keyword.operator.arithmetic',
      '1 constant.numeric',
      ') punctuation.section.parens.end',
      '<- keyword.operator.arrow',
      'S entity.name.type.endpoint',
    ]);
  });

  it.each([
    ['C -> SYN -> S', ['->', '->']],
    ['C --> SYN --> S', ['-->', '-->']],
    ['C → SYN → S', ['→', '→']],
    ['C ← SYN ← S', ['←', '←']],
    ['C －＞ SYN －＞ S', ['－＞', '－＞']],
    ['C 《- SYN 《- S', ['《-', '《-']],
    ['C -> SYN -x S', ['->', '-x']],
    ['C x- SYN <- S', ['x-', '<-']],
  ])('knows the arrows of %s', async (text, arrows) => {
    const tokens = await line(text);
    expect(withScope(tokens, 'keyword.operator.arrow')).toEqual(arrows);
    expect(withScope(tokens, 'entity.name.type.endpoint')).toEqual(['C', 'S']);
    expect(withScope(tokens, 'entity.name.function.flag')).toEqual(['SYN']);
  });

  it.each(['...', '…', '……', '。。。'])('reads %s as the network on either side', async (network) => {
    expect(withScope(await line(`C -> SYN -> ${network}`), 'keyword.operator.network')).toEqual([network]);
    expect(withScope(await line(`${network} -> SYN -> S`), 'keyword.operator.network')).toEqual([network]);
  });

  it.each(['dup', 'stale', 'forged', '重复', '陈旧', '伪造'])(
    'shows the word %s before it',
    async (origin) => {
      expect(withScope(await line(`${origin} C -> RST(seq=z) -> S`), 'storage.modifier.origin')).toEqual([
        origin,
      ]);
    },
  );

  it.each(['SYN-ACK', 'SYNACK', 'SYN/ACK', 'syn-ack'])('takes %s for flags', async (flags) => {
    expect(withScope(await line(`C <- ${flags} <- S`), 'entity.name.function.flag')).toEqual([flags]);
  });

  it('keeps the subtraction in an expression apart from a lost segment', async () => {
    const tokens = await line('C -> ACK(seq=y-x) -> S');
    expect(withScope(tokens, 'variable.other.symbol')).toEqual(['y', 'x']);
    expect(withScope(tokens, 'keyword.operator.arrow')).toEqual(['->', '->']);
  });

  it('lets an end be called like a flag or a keyword', async () => {
    expect(withScope(await line('Data -> SYN -> end'), 'entity.name.type.endpoint')).toEqual(['Data', 'end']);
    expect(withScope(await line('begin -> SYN -> S'), 'entity.name.type.endpoint')).toEqual(['begin', 'S']);
    expect(withScope(await line('客户端 -> SYN -> 服务器'), 'entity.name.type.endpoint')).toEqual([
      '客户端',
      '服务器',
    ]);
  });

  it('has a text and states behind it, in either order', async () => {
    const text = await line('C -> SYN -> S : first contact [SYN_SENT, SYN-RECEIVED]');
    expect(withScope(text, 'string.unquoted.text')).toEqual(['first contact']);
    expect(withScope(text, 'constant.language.state')).toEqual(['SYN_SENT', 'SYN-RECEIVED']);
    const states = await line('C -> SYN -> S 【S：SYN_RCVD】 ： 第一次');
    expect(withScope(states, 'constant.language.state')).toEqual(['SYN_RCVD']);
    expect(withScope(states, 'string.unquoted.text')).toEqual(['第一次']);
  });

  it('keeps an address or a number sign inside its text', async () => {
    const tokens = await line('C -> ACK -> S : see http://example.org option#1 // really');
    expect(withScope(tokens, 'string.unquoted.text')).toEqual(['see http://example.org option#1']);
    expect(withScope(tokens, 'comment.line')).toEqual(['really']);
  });

  it('goes on in the next line where it asks for it', async () => {
    const [, second, third] = await tokenise('source.segno', 'C -> SYN(seq=x,\n  ack=3) +\n  ACK -> S');
    expect(withScope(second, 'variable.parameter.field')).toEqual(['ack']);
    expect(withScope(third, 'entity.name.function.flag')).toEqual(['ACK']);
  });

  it('does not harm the next line when a parenthesis is forgotten', async () => {
    const [, second] = await tokenise('source.segno', 'C -> SYN(seq=x\nC <- SYN+ACK <- S');
    expect(withScope(second, 'entity.name.type.endpoint')).toEqual(['C', 'S']);
    expect(withScope(second, 'entity.name.function.flag')).toEqual(['SYN', 'ACK']);
  });

  it('shows data as a string with its escapes', async () => {
    const tokens = await line('C -> DATA("GET / HTTP/1.1\\r\\n") -> S');
    expect(withScope(tokens, 'string.quoted')).toContain('GET / HTTP/1.1');
    expect(withScope(tokens, 'constant.character.escape')).toEqual(['\\r', '\\n']);
  });
});

describe('scenarios', () => {
  it.each([
    ['begin Three-way handshake', 'begin', 'Three-way handshake'],
    ['开始 三次握手', '开始', '三次握手'],
    ['开始：三次握手', '开始', '三次握手'],
    ['begin: see http://example.org', 'begin', 'see http://example.org'],
  ])('%s has a keyword and a title', async (text, keyword, title) => {
    const tokens = await line(text);
    expect(withScope(tokens, 'keyword.control.begin')).toEqual([keyword]);
    expect(withScope(tokens, 'markup.heading.title')).toEqual([title]);
  });

  it.each(['end', '结束'])('%s ends one', async (text) => {
    expect(withScope(await line(text), 'keyword.control.end')).toEqual([text]);
  });

  it('takes a longer word for no keyword', async () => {
    expect(withScope(await line('beginner -> SYN -> S'), 'keyword.control')).toEqual([]);
    expect(withScope(await line('开始者 -> SYN -> S'), 'keyword.control')).toEqual([]);
  });

  it('has phases, notes and modes', async () => {
    expect(withScope(await line('== closing =='), 'markup.heading.phase')).toEqual(['closing']);
    expect(words(await line('note C, S: half-open'))).toEqual([
      'note keyword.control.note',
      'C entity.name.type.endpoint',
      ', punctuation.separator',
      'S entity.name.type.endpoint',
      ': punctuation.separator.colon',
      'half-open string.unquoted.text',
    ]);
    expect(withScope(await line('模式 严格'), 'constant.language.mode')).toEqual(['严格']);
  });
});

describe('the ends', () => {
  it('have states with counters', async () => {
    const tokens = await line('S(C1): ESTABLISHED(snd=300, rcv=0x64)');
    expect(withScope(tokens, 'entity.name.type.endpoint')).toEqual(['S', 'C1']);
    expect(withScope(tokens, 'constant.language.state')).toEqual(['ESTABLISHED']);
    expect(withScope(tokens, 'variable.parameter.field')).toEqual(['snd', 'rcv']);
    expect(withScope(tokens, 'constant.numeric')).toEqual(['300', '0x64']);
  });

  it('have paths of states', async () => {
    const [first, second] = await tokenise(
      'source.segno',
      'S: CLOSED -> LISTEN -> SYN_RCVD\n  -> ESTAB -> FIN-WAIT-1',
    );
    expect(withScope(first, 'constant.language.state')).toEqual(['CLOSED', 'LISTEN', 'SYN_RCVD']);
    expect(withScope(second, 'constant.language.state')).toEqual(['ESTAB', 'FIN-WAIT-1']);
  });

  it.each(['listen', 'close', 'user-timeout', '2MSL', '监听', '半关闭', '超时'])('call %s', async (call) => {
    expect(withScope(await line(`C: ${call}`), 'support.function.call')).toEqual([call]);
  });

  it('are declared with a label', async () => {
    expect(words(await line('endpoint Client2 reuses Client1'))).toEqual([
      'endpoint keyword.control.endpoint',
      'Client2 entity.name.type.endpoint',
      'reuses keyword.control.reuses',
      'Client1 entity.name.type.endpoint',
    ]);
    expect(withScope(await line('端点 T 不检查'), 'storage.modifier')).toEqual(['不检查']);
    expect(withScope(await line('endpoint C “客户端”'), 'string.quoted')).toContain('客户端');
  });
});

describe('comments', () => {
  it.each(['// why', '# why', '/* why */'])('%s is one', async (text) => {
    const tokens = await line(text);
    expect(tokens?.every((token) => token.scopes[1]?.startsWith('comment.') === true)).toBe(true);
  });

  it('carry directives', async () => {
    const tokens = await line('// expect-error wrong-ack-number: the old SYN');
    expect(withScope(tokens, 'keyword.control.directive')).toEqual(['expect-error']);
    expect(withScope(tokens, 'constant.other.code')).toEqual(['wrong-ack-number']);
    expect(withScope(await line('C -> SYN -> S // 预期错误'), 'keyword.control.directive')).toEqual([
      '预期错误',
    ]);
  });
});

describe('a line that is being written', () => {
  // Where a letter would be a string, Markdown's own brackets do not close themselves.
  it.each([
    ['C z', true],
    ['C <- SYN z', true],
    ['C <- SYN(seq=x) z', true],
    ['客户端 z', true],
    ['C -> z', false],
    ['C -> SYN', false],
    ['C -> SYN -> S', false],
  ])('is a string after a blank that wants an arrow, and nowhere else: %s', async (text, begun) => {
    expect(withScope(await line(text), 'meta.begun.string')).toEqual(begun ? ['z'] : []);
  });
});
