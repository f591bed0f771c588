import { CompletionItemKind, InsertTextMode, type CompletionItem } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { completionsAt, documented, type Completions } from '../../src/language/features/completion.js';
import { SNIPPETS } from '../../src/language/features/snippets.js';
import type { Note } from '../../src/language/note.js';
import type { Language } from '../../src/rules/rule.js';
import { analysed, serious } from './helpers.js';

function note(text: string, kind: TextKind, language: Language): Note {
  const options = { kind, language, stateNames: 'netstat' } as const;
  return { uri: 'file:///a', version: 1, text, options, analysis: analyse(text, options) };
}

/** What is offered at the `|` of a text. */
function at(marked: string, kind: TextKind = 'segno', language: Language = 'en'): Completions {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return completionsAt(note(marked.replace('|', ''), kind, language), position);
}

const labels = (marked: string, kind?: TextKind, language?: Language): string[] =>
  at(marked, kind, language).items.map(({ label }) => label);

/** The text with an item accepted at its `|`. */
function accept(marked: string, item: CompletionItem | undefined): string {
  const edit = item?.textEdit;
  if (!edit || !('range' in edit)) throw new Error(`nothing offered in: ${marked}`);
  const lines = marked.replace('|', '').split('\n');
  const { start, end } = edit.range;
  const line = lines[start.line] ?? '';
  lines[start.line] = line.slice(0, start.character) + edit.newText + line.slice(end.character);
  return lines.join('\n');
}

const HANDSHAKE = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK(ack=y+1) -> S\n';

describe('the first offer, accepted again and again', () => {
  const write = (
    text: string,
    kind: TextKind = 'segno',
    prefix = '',
    tail = '',
    language: Language = 'en',
  ): string => {
    let whole = text;
    for (let count = 0; count < 30; count++) {
      const marked = `${whole}${prefix}|${tail}`;
      const [first] = at(marked, kind, language).items;
      whole = accept(marked, first).slice(0, -tail.length || undefined);
      if (/(?:end|结束)$/.test(whole)) return whole;
      whole += '\n';
    }
    throw new Error(`no end: ${whole}`);
  };

  it.each([
    ['an empty scenario', 'begin\n'],
    ['two names', 'begin\nendpoint C\nendpoint S\n'],
    ['other names', 'begin\nendpoint Alice\nendpoint Bob\n'],
    ['an end that listens', 'begin\nS: LISTEN\n'],
    ['strict mode', 'mode strict\nbegin\n'],
    ['Chinese', '开始\n端点 客户端\n端点 服务器\n'],
    ['a lost SYN', 'begin\nC -> SYN(seq=x) -x S\n'],
    ['a simultaneous open', 'begin\nC: CLOSED\nS: CLOSED\nC -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- S\n'],
    ['numbers', 'begin\nC -> SYN(seq=100) -> S\n'],
    ['a FIN', 'begin\nC -> FIN(seq=u)+ACK(ack=v) -> S\n'],
    ['an end with another end’s address', 'begin\nendpoint B reuses A\nB -> SYN(seq=x) -> S\n'],
    ['numbers left out', '开始\n甲 -> SYN -> 乙\n'],
  ])('completes %s from its beginning to both ends at rest', (_what, text) => {
    const whole = write(text);
    const { problems, scenarios } = analysed(whole);
    expect(serious(problems)).toEqual([]);
    expect([...new Set(Object.values(scenarios[0]?.trace.final ?? {}))]).toEqual(['CLOSED']);
  });

  it('writes the whole connection', () => {
    expect(write('begin\nendpoint C\nendpoint S\n').split('\n').slice(3)).toEqual([
      'C -> SYN(seq=x) -> S',
      'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
      'C -> ACK(ack=y+1) -> S',
      'C -> DATA(seq=x+1, len=100)+ACK(ack=y+1) -> S',
      'C <- ACK(ack=x+101) <- S',
      'C -> FIN(seq=x+101)+ACK(ack=y+1) -> S',
      'C <- ACK(ack=x+102) <- S',
      'C <- FIN(seq=y+1)+ACK(ack=x+102) <- S',
      'C -> ACK(ack=y+2) -> S',
      'C: 2MSL',
      'end',
    ]);
  });

  it.each(['en', 'zh-cn'] as const)('begins in an empty block of Markdown (%s)', (language) => {
    const whole = write('```segno\n', 'markdown', '', '\n```\n', language);
    expect(whole.split('\n')[1]).toBe(language === 'en' ? 'begin' : '开始');
    const { problems, scenarios } = analysed(`${whole}\n\`\`\`\n`, 'markdown');
    expect(serious(problems)).toEqual([]);
    expect(scenarios.map(({ trace }) => trace.final)).toEqual([{ C: 'CLOSED', S: 'CLOSED' }]);
  });

  it('works in a quoted Markdown block', () => {
    const whole = write('# A\n\n> ```segno\n> begin\n', 'markdown', '> ', '\n> ```\n');
    expect(serious(analysed(`${whole}\n> \`\`\`\n`, 'markdown').problems)).toEqual([]);
    expect(whole).toContain('> C <- SYN(seq=y)+ACK(ack=x+1) <- S\n');
  });
});

describe('after an arrow', () => {
  it.each([
    ['begin\nC -> |', 'SYN(seq=x) -> S'],
    ['begin\nC -> SYN(seq=x) -> S\nC <- |', 'SYN(seq=y)+ACK(ack=x+1) <- S'],
    [`${HANDSHAKE}C -> |\nend`, 'DATA(seq=x+1, len=100)+ACK(ack=y+1) -> S'],
    [`${HANDSHAKE}C -> FIN -> S\nC <- |`, 'ACK(ack=x+2) <- S'],
    [
      'begin\nC: CLOSED\nS: ESTABLISHED(snd=300, rcv=100)\nC <- DATA(10)+ACK <- S\nC -> |',
      'RST(seq=100) -> S',
    ],
    [`${HANDSHAKE}C -> DATA(10) -x S\nC -> |`, 'DATA(seq=x+1, len=10)+ACK(ack=y+1) -> S'],
    ['begin\nC -> SYN -> S\nC <- |', 'SYN+ACK <- S'],
    ['开始\n客户端 → SYN(seq=x) → 服务器\n客户端 ← |', 'SYN(seq=y)+ACK(ack=x+1) <- 服务器'],
  ])('%j offers %s first', (text, first) => {
    expect(labels(text)[0]).toBe(first);
  });

  it('offers what else the sender may send, and nothing that it may not', () => {
    const offers = labels(`${HANDSHAKE}C -> |`).map((label) => label.replace(/ .*$/, ''));
    expect(offers).toContain('RST(seq=x+1)');
    expect(offers.some((label) => label.startsWith('FIN'))).toBe(true);
    expect(offers.some((label) => label.startsWith('SYN'))).toBe(false);
  });

  it('offers what is in flight after ...', () => {
    const text = 'begin\nC -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- S\n... -> |';
    expect(labels(text)).toEqual(['SYN(seq=x) -> S']);
  });

  it('keeps what stands behind the cursor', () => {
    expect(accept('begin\nC -> S|(seq=x) -> S', at('begin\nC -> S|(seq=x) -> S').items[0])).toBe(
      'begin\nC -> SYN(seq=x)(seq=x) -> S',
    );
  });

  it('writes the blank that is missing after the arrow', () => {
    expect(accept('begin\nC ->|', at('begin\nC ->|').items[0])).toBe('begin\nC -> SYN(seq=x) -> S');
  });

  it('offers the other end after the second arrow', () => {
    expect(labels(`${HANDSHAKE}C -> FIN -> |`)).toEqual(['S', '...']);
  });

  it.each([
    ['DATA(len=5)|', 'DATA(len=5)+ACK(ack=y+1) -> S'],
    ['DATA(seq=x+1, 5)+|', 'DATA(seq=x+1, 5)+ACK(ack=y+1) -> S'],
    ['FIN(seq=u)+|', 'FIN(seq=u)+ACK(ack=y+1) -> S'],
    ['FIN（seq＝u）＋A|', 'FIN（seq＝u）＋ACK(ack=y+1) -> S'],
    ['ACK(ack=y+1)|', 'ACK(ack=y+1) -> S'],
    ['DATA("a (b)")|', 'DATA("a (b)")+ACK(ack=y+1) -> S'],
  ])('writes the rest of a segment and keeps the arguments that it has: %s', (typed, segment) => {
    const text = `${HANDSHAKE}C -> ${typed}`;
    expect(accept(text, at(text).items[0])).toBe(`${HANDSHAKE}C -> ${segment}`);
  });

  it('offers any flag below what is expected, as soon as one is being typed', () => {
    expect(labels(`${HANDSHAKE}C -> S|`)[0]).toBe('SYN');
    expect(labels(`${HANDSHAKE}C -> A|`)[0]).toBe('ACK(ack=y+1) -> S');
    expect(labels(`${HANDSHAKE}C -> ACK+|`)).not.toContain('ACK');
  });

  it.each([
    ['... <- |', 'SYN(seq=y)+ACK(ack=x+1) <- S'],
    ['... |', '<- SYN(seq=y)+ACK(ack=x+1) <- S'],
  ])('offers after %s what an end may send that stays in the network', (typed, label) => {
    const text = `begin\nC -> SYN(seq=x) -> S\n${typed}`;
    expect(labels(text)).toContain(label);
    const item = at(text).items.find((one) => one.label === label);
    expect(serious(analysed(`${accept(text, item)}\nend`).problems)).toEqual([]);
  });

  it.each(['.', '..', '。'])('offers what is in flight as soon as %s is typed', (typed) => {
    const above = 'begin\nC -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- S\n';
    const [first, second] = at(`${above}${typed}|`).items;
    expect(accept(`${above}${typed}|`, first)).toBe(`${above}... -> SYN(seq=x) -> S`);
    expect(second?.label).toBe('...');
  });

  it('tells what the segment does to both ends', () => {
    const { items, offered } = at('begin\nC -> |', 'segno', 'zh-cn');
    const [first] = items;
    expect(first && documented(first, offered[first.data as number]).documentation).toMatchObject({
      value: expect.stringMatching(
        /\| 状态 \|[^\n]*SYN\\_SENT[^\n]*LISTEN → \*\*SYN\\_RCVD\*\*[^]*监听/,
      ) as string,
    });
  });

  it('reads only the lines above', () => {
    expect(labels('begin\nC -> SYN(seq=x) -> S\nC <- |\nC -> ACK(ack=y+1) -> S\nend')[0]).toContain(
      'SYN(seq=y)',
    );
  });
});

describe('in arguments', () => {
  it('offers fields that are not yet given, with what is expected', () => {
    const fields = labels('begin\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(|');
    expect(fields.slice(0, 1)).toEqual(['ack=x+1']);
    expect(fields).toContain('mss=');
    expect(fields).not.toContain('seq=y');
  });

  it('offers the expected value and the symbols in scope', () => {
    expect(labels(`${HANDSHAKE}C -> FIN(seq=|`)).toEqual(['x+1', 'x', 'y']);
  });

  it('offers only the options that the segment may have', () => {
    expect(labels('begin\nC -> SYN(seq=x, |')).toEqual(['mss=', 'wscale=', 'sackok', 'tfo', 'win=', 'ts=']);
    expect(labels('begin\nC -> SYN(sackok, mss=1, |')).not.toContain('sackok');
    expect(labels(`${HANDSHAKE}C -> ACK(seq=x+1, ack=y+1, |`)).toEqual(['win=', 'sack=', 'ts=']);
  });

  it('offers the numbers that the note would leave out', () => {
    expect(labels(`${HANDSHAKE}C -> ACK(|`).slice(0, 2)).toEqual(['seq=x+1', 'ack=y+1']);
  });
});

describe('for one end', () => {
  it('offers calls and its state as they are possible', () => {
    const offers = labels(`${HANDSHAKE}C: |`);
    expect(offers.slice(0, 2)).toEqual(['close', 'send']);
    expect(offers).toContain('ESTABLISHED');
    expect(offers).not.toContain('2MSL');
    expect(offers).not.toContain('LISTEN');
  });

  it('offers any state before its first segment, and calls in the language of the note', () => {
    expect(labels('开始\nS: |').slice(0, 2)).toEqual(['监听', '连接']);
    expect(labels('begin\nS: |')).toContain('LISTEN');
  });

  it('offers the states after the line in brackets', () => {
    expect(labels('begin\nC -> SYN(seq=x) -> S [|')[0]).toBe('SYN_SENT, SYN_RCVD');
  });

  it.each([
    ['[SYN|]', 'SYN_SENT'],
    ['[SYN|, LISTEN]', 'SYN_SENT'],
    ['[SYN_SENT, |]', 'SYN_RCVD'],
    ['[S: |]', 'SYN_RCVD'],
    ['【SYN_SENT，C：|】', 'SYN_SENT'],
  ])('offers the state of the end that %s is about', (bracket, state) => {
    expect(labels(`begin\nC -> SYN(seq=x) -> S ${bracket}`)[0]).toBe(state);
  });
});

describe('at the start of a line', () => {
  it('offers scenarios outside of one, in the language of the file', () => {
    expect(labels('|').slice(0, 2)).toEqual(['begin', 'handshake']);
    expect(labels(`${HANDSHAKE}end\n|`)[0]).toBe('begin');
    expect(labels('|', 'segno', 'zh-cn')[0]).toBe('开始');
    expect(labels('开始\n|')).toContain('结束');
  });

  it('offers the ends that there are', () => {
    expect(labels(`${HANDSHAKE}|`)).toEqual(expect.arrayContaining(['C', 'S', 'end', 'note']));
  });

  it('offers nothing in a comment, nor outside of the blocks of a Markdown text', () => {
    expect(labels('begin\n// C -> |')).toEqual([]);
    expect(labels('C -> |\n', 'markdown')).toEqual([]);
  });

  it.each(SNIPPETS)('has a snippet $name that is right as it stands', ({ lines }) => {
    const text = lines.map((line) => line.replaceAll(/\$\{\d:([^}]*)\}/g, '$1')).join('\n');
    expect(serious(analysed(`begin\n${text}\nend`).problems)).toEqual([]);
  });
});

describe('what is typed so far', () => {
  /** Whether an editor keeps an item: its characters hold those typed, in their order. */
  const isKept = (marked: string, item: CompletionItem): boolean => {
    const edit = item.textEdit;
    if (!edit || !('range' in edit)) return false;
    const before = marked.slice(0, marked.indexOf('|')).split('\n').at(-1) ?? '';
    const { start, end } = edit.range;
    const typed = before.slice(start.character, end.character).toLowerCase();
    const text = (item.filterText ?? item.label).toLowerCase();
    let from = 0;
    return Array.from(typed).every((character) => (from = text.indexOf(character, from) + 1) > 0);
  };

  it.each([
    ['C -> SYN(seq=x) -> S', ''],
    ['C <- SYN(seq=y)+ACK(ack=x+1) <- S', 'C -> SYN(seq=x) -> S\n'],
    ['C -> ACK(ack=y+1) -> S', 'C -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\n'],
    ['C <- ACK(ack=x+101) <- S', `${HANDSHAKE.slice(6)}C -> DATA(seq=x+1, len=100)+ACK(ack=y+1) -> S\n`],
    ['C -> FIN(seq=x+1)+ACK(ack=y+1) -> S', HANDSHAKE.slice(6)],
    ['... -> SYN(seq=x) -> S', 'C -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- S\n'],
    ['C: 2MSL', `${HANDSHAKE.slice(6)}C -> FIN -> S\nC <- FIN+ACK <- S\nC -> ACK -> S\n`],
  ])('takes few keys more to %j, wherever it is asked for', (line, above) => {
    const wanted = `begin\n${above}${line}`;
    for (let count = 1; count < line.length - 4; count++) {
      let text = wanted.slice(0, wanted.length - line.length + count);
      let keys = 0;
      while (text !== wanted) {
        const marked = `${text}|`;
        const [next] = at(marked)
          .items.filter((item) => isKept(marked, item))
          .map((item) => accept(marked, item))
          .filter((one) => wanted.startsWith(one) && one.length > text.length);
        if (next === undefined) keys++;
        text = next ?? wanted.slice(0, text.length + 1);
      }
      expect(keys, line.slice(0, count)).toBeLessThan(5);
    }
  });

  it.each([
    ['begin\nC |', '-> SYN(seq=x) -> S'],
    ['begin\nC -|', '-> SYN(seq=x) -> S'],
    ['begin\nC->|', 'SYN(seq=x) -> S'],
    ['begin\nC -> s|', 'SYN(seq=x) -> S'],
    ['begin\nC -> S|', 'SYN(seq=x) -> S'],
    ['begin\nC -> sy|', 'SYN(seq=x) -> S'],
    ['begin\nC→|', 'SYN(seq=x) -> S'],
    ['begin\nC －＞|', 'SYN(seq=x) -> S'],
    ['begin\nC -> SYN -> S\nC <|', '<- SYN+ACK <- S'],
    ['begin\nC -> SYN -> S\nC <- SYN+|', 'SYN+ACK <- S'],
    ['begin\nC -> SYN -> S\nC <- SYN，a|', 'SYN+ACK <- S'],
    ['begin\nC -> SYN -> S\nC <- syn-ac|', 'SYN+ACK <- S'],
    ['begin\nC -> SYN |', '-> S'],
    ['begin\nC -> SYN -|', '-> S'],
    ['begin\nC -> SYN(seq=x) ->|', 'S'],
    ['begin\nC -> SYN（|', 'seq=x'],
    ['begin\nC -> SYN(s|', 'seq=x'],
    ['begin\nC -> SYN(seq＝|', 'x'],
    ['begin\nC：|', 'listen'],
    ['begin\nC: con|', 'connect'],
    ['begin\nC: 连|', '连接'],
    ['开始\nC: con|', 'connect'],
    ['begin\nC -> SYN -> S 【|', 'SYN_SENT, SYN_RCVD'],
    ['begin\nC -> SYN -x S [|', 'SYN_SENT, LISTEN'],
    ['hand|', 'handshake'],
    ['三次|', 'handshake'],
  ])('%j keeps %s', (text, label) => {
    const item = at(text).items.find((one) => one.label === label);
    expect(item, labels(text).join('; ')).toBeDefined();
    expect(item && isKept(text, item)).toBe(true);
  });

  it('is replaced with the bracket that an editor has closed by itself', () => {
    const text = 'begin\nC -> SYN -> S\nC <- |>';
    expect(accept(text, at(text).items[0])).toBe('begin\nC -> SYN -> S\nC <- SYN+ACK <- S');
  });

  it('is replaced whole', () => {
    const text = 'begin\nC -> SYN -> S\nC <- syn，a|';
    expect(accept(text, at(text).items[0])).toBe('begin\nC -> SYN -> S\nC <- SYN+ACK <- S');
    expect(accept('begin\nC -|', at('begin\nC -|').items[0])).toBe('begin\nC -> SYN(seq=x) -> S');
    expect(accept('begin\nC |', at('begin\nC |').items[0])).toBe('begin\nC -> SYN(seq=x) -> S');
  });
});

describe('with something behind the cursor', () => {
  const BEFORE = 'begin\nC -> SYN(seq=x) -> S\n';

  it.each([
    ['|C <- SYN+ACK <- S', undefined],
    ['C| <- SYN+ACK <- S', undefined],
    ['C | <- SYN+ACK <- S', undefined],
    ['C <- SYN | <- S', undefined],
    ['C <- | <- S', 'SYN(seq=y)+ACK(ack=x+1)'],
    ['C <- | // why', 'SYN(seq=y)+ACK(ack=x+1) <- S'],
    ['C <- | : why', 'SYN(seq=y)+ACK(ack=x+1) <- S'],
    ['C <- |   [ESTABLISHED, SYN_RCVD]', 'SYN(seq=y)+ACK(ack=x+1) <- S'],
    ['| # why', 'C <- SYN(seq=y)+ACK(ack=x+1) <- S'],
  ])('nothing is written twice: %s', (line, first) => {
    const [label] = labels(BEFORE + line).filter((one) => /[A-Z]/.test(one));
    expect(label === 'C' && first === undefined ? undefined : label).toBe(first);
  });

  it.each([
    ['C <- S|YN+AC <- S', 'SYN(seq=y)+ACK(ack=x+1)', 'C <- SYN(seq=y)+ACK(ack=x+1) <- S'],
    ['C <- SYN(|se=y)+ACK <- S', 'seq=y', 'C <- SYN(seq=y)+ACK <- S'],
    ['C <- ACK(ack=|x+2) <- S', 'x+1', 'C <- ACK(ack=x+1) <- S'],
    ['C <- SYN+ACK <- |server', 'S', 'C <- SYN+ACK <- S'],
    ['C: cl|osing : why', 'close', 'C: close : why'],
    ['C <- SYN+ACK <- S [|SYN, SYN_RCVD]', 'ESTABLISHED', 'C <- SYN+ACK <- S [ESTABLISHED, SYN_RCVD]'],
  ])('a client that can is told what to replace in %s', (line, label, replaced) => {
    const text = BEFORE + line;
    const position = { line: 2, character: line.indexOf('|') };
    const { items } = completionsAt(note(text.replace('|', ''), 'segno', 'en'), position, undefined, true);
    const edit = items.find((one) => one.label === label)?.textEdit;
    if (!edit || 'range' in edit) throw new Error(`not offered: ${label}`);
    expect(edit.insert).toEqual({ start: edit.replace.start, end: position });
    const whole = line.replace('|', '');
    const { start, end } = edit.replace;
    expect(whole.slice(0, start.character) + edit.newText + whole.slice(end.character)).toBe(replaced);
  });
});

describe('a snippet in a block of Markdown', () => {
  it.each([
    ['a quotation', '> ```segno\n> |\n> ```\n', '\n> '],
    ['a list, whose blanks the editor writes', '- ```segno\n  |\n  ```\n', '\n'],
    ['a quotation in a list', '-  > ```segno\n   > |\n   > ```\n', '\n> '],
  ])('stays in %s', (_where, text, between) => {
    const item = at(text, 'markdown').items.find(({ label }) => label === 'handshake');
    const lines = item?.textEdit?.newText.split(between) ?? [];
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('end');
    expect(item?.insertTextMode).toBe(InsertTextMode.adjustIndentation);
  });
});

describe('after a keyword', () => {
  it.each([
    ['mode |', ['strict', 'notes']],
    ['模式 |', ['严格', '笔记']],
    ['begin\nC -> SYN -> S\nnote |', ['C', 'S']],
    ['begin\nC -> SYN -> S\nnote C, |', ['S']],
    ['begin\nC -> SYN -> S\nendpoint |', ['C', 'S']],
    ['begin\nC -> SYN -> S\nendpoint C |', ['"C"', 'reuses', 'unchecked']],
    ['开始\nC -> SYN -> S\n端点 C |', ['"C"', '复用', '不检查']],
    ['begin\nC -> SYN -> S\nendpoint B reuses |', ['C', 'S']],
    ['begin\nC -> SYN(seq=x) -> S\ndup |', ['C', 'S', '...']],
    ['begin\nC -> SYN(seq=x) -> S\ndup ... -> |', ['SYN(seq=x) -> S']],
    ['begin\nC -> SYN(seq=x) -> S\n重复 ... → |', ['SYN(seq=x) -> S']],
    ['begin\nC: |', ['listen', 'connect']],
    ['begin\nS: CLOSED -> |', ['LISTEN', 'SYN_SENT']],
    ['begin\nS: CLOSED -> LISTEN -> |', ['SYN_RCVD', 'SYN_SENT', 'CLOSED']],
    ['begin\nS: ESTABLISHED(|', ['snd=', 'una=']],
    ['// |', ['expect-error', 'ignore']],
    ['开始\n// |', ['预期错误', '忽略']],
  ])('%j offers %j first', (text, offers) => {
    expect(labels(text).slice(0, offers.length)).toEqual(offers);
  });

  it('the codes of problems are offered, those of the line first', () => {
    const text = 'begin\nC -> SYN(seq=x) -> S\n// expect-error |\nC <- SYN+ACK(ack=x+2) <- S\nend';
    const [first, ...others] = at(text).items;
    expect(first).toMatchObject({ label: 'wrong-ack-number', detail: 'found here' });
    expect(others.map(({ label }) => label)).toEqual(expect.arrayContaining(['reply-missing', 'shorthand']));
    expect(first?.documentation).toMatchObject({
      value: expect.stringMatching(/wrong-ack-number.{40}/s) as string,
    });
  });

  it('old segments carry numbers of their own', () => {
    const [first] = labels('begin\nC -> SYN(seq=x) -> ...\nstale ... -> |');
    expect(first).toMatch(/^SYN\(seq=y\) -> [CS]$/);
  });

  it('an attacker is offered what the other end would take', () => {
    const forged = labels(`${HANDSHAKE}forged C -> |`);
    expect(forged.slice(0, 2)).toEqual(['RST(seq=x+1) -> S', 'DATA(seq=x+1, len=100)+ACK(ack=y+1) -> S']);
    expect(
      labels(
        'begin\nendpoint T unchecked\nT -> SYN(seq=x) -> S\nT <- SYN(seq=y)+ACK(ack=x+1) <- S\nT -> |',
      )[0],
    ).toBe('ACK(seq=x+1, ack=y+1) -> S');
  });

  it.each([
    'begin\nforged C -> |',
    'begin\nC -> SYN(seq=x) -> S\nstale ... -> |',
    `${HANDSHAKE}dup ... -> |`,
  ])('%j offers what is no problem on that line', (text) => {
    for (const item of at(text).items.slice(0, 1)) {
      expect(serious(analysed(`${accept(text, item)}\nend`).problems), item.label).toEqual([]);
    }
  });
});

describe('every item', () => {
  it.each([
    'begin\n|',
    `${HANDSHAKE}C: |`,
    'begin\nC -> SYN(|',
    'mode |',
    'begin\nC -> SYN -> S [C: |',
    '// |',
    '|',
  ])('at %j that is no name says what it means, in the reader’s language', (text) => {
    const { items, offered } = at(text, 'segno', 'zh-cn');
    for (const item of items) {
      if (/^(?:C|S|[xyz]|\w+, \w+)$/.test(item.label)) continue;
      const whole = typeof item.data === 'number' ? documented(item, offered[item.data]) : item;
      expect(whole.documentation, item.label).toMatchObject({ value: expect.stringMatching(/\S/) as string });
      if (item.kind !== CompletionItemKind.Snippet && item.kind !== CompletionItemKind.Event)
        expect(whole.documentation, item.label).toMatchObject({
          value: expect.stringMatching(/\p{Script=Han}/u) as string,
        });
    }
  });
});
