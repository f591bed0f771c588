import { describe, expect, it } from 'vitest';
import { drawAnalysis } from '../../src/diagram/draw-analysis.js';
import { drawBlocks, type MarkdownIt } from '../../src/extension/markdown-it.js';
import { analyse } from '../../src/language/analyse.js';
import type { WordingOptions } from '../../src/rules/wording.js';
import { drawingsIn } from '../../src/protocol/page.js';
import type { DrawingsAnswer } from '../../src/protocol/server.js';

const usual: WordingOptions = { language: 'en', states: 'netstat' };

type Rule = Parameters<MarkdownIt['core']['ruler']['push']>[1];
type Token = Parameters<Rule>[0]['tokens'][number];

/** As markdown-it has them. */
class NewToken implements Token {
  meta: unknown = null;
  readonly content = '';
  readonly map = null;
  constructor(public type: string) {}
}

/** A markdown-it that draws, for as long as it takes unless it is said. */
function drawing(wording: () => WordingOptions = () => usual, ready?: () => void, frame = Infinity) {
  const rules: Rule[] = [];
  const markdown: MarkdownIt = {
    core: { ruler: { push: (_name, rule) => rules.push(rule) } },
    renderer: { rules: {} },
  };
  drawBlocks(markdown, wording, ready, frame);
  return { markdown, rules };
}

/** What a markdown-it makes of a note of fenced blocks: its tokens, each rendered where the rule for it is ours. */
function page(
  note: string,
  wording: () => WordingOptions = () => usual,
  { markdown, rules } = drawing(wording),
) {
  const lines = note.split('\n');
  const marks = lines.flatMap((line, index) => (line.startsWith('```') ? [index] : []));
  const tokens: Token[] = [];
  for (let index = 0; index < marks.length; index += 2) {
    const [first = 0, last = lines.length] = marks.slice(index, index + 2);
    const content = `${lines.slice(first + 1, last).join('\n')}\n`;
    tokens.push({ type: 'fence', meta: null, content, map: [first, last + 1] });
  }
  for (const rule of rules) rule({ src: note, tokens, Token: NewToken });
  const [key, ...rendered] = tokens;
  const html = (token: Token) =>
    markdown.renderer.rules[token.type]?.(
      tokens,
      tokens.indexOf(token),
      {},
      {},
      { renderAttrs: () => ' data-line="7"' },
    );
  const head = (): string | undefined => key && html(key);
  const render = (): (string | undefined)[] => {
    head();
    return rendered.map(html);
  };
  return { tokens: rendered, key: head, render };
}

/** What the page's script reads from the attribute. */
function answerIn(html: string | undefined): DrawingsAnswer {
  const written = /data-segno="([^"]*)"/.exec(html ?? '')?.[1] ?? '';
  const json = written
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const answer = drawingsIn(json);
  if (!answer) throw new Error(`no drawings in ${json}`);
  return answer;
}

const note = `\`\`\`segno First
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x) <- S
\`\`\`
\`\`\`js
code()
\`\`\`
\`\`\`tcp
C -> SYN(seq=x -> S
\`\`\`
\`\`\`text
begin Third
C -> SYN -> S
\`\`\`
`;

describe('a page of Markdown', () => {
  it('has each block’s own drawings and problems, at the lines of the note', () => {
    const [first, , second, third] = page(note).render();
    expect(answerIn(first).scenarios).toMatchObject([
      { title: 'First', line: 2, problems: [{ line: 3, code: 'wrong-ack-number' }] },
    ]);
    expect(answerIn(second).problems).toMatchObject([{ line: 9, broken: true }]);
    expect(answerIn(third).scenarios).toMatchObject([{ title: 'Third' }]);
  });

  it('has other code as it was', () => {
    const { tokens } = page(note);
    expect(tokens.map(({ type }) => type === 'fence')).toEqual([false, true, false, false]);
  });

  it('keeps what VS Code needs to scroll the page with the note', () => {
    expect(page(note).render()[0]).toMatch(/^<div data-line="7">/);
  });

  it('has the line of each row, from 0 as VS Code counts, where the row will be drawn', () => {
    const lines = [...(page(note).render()[0] ?? '').matchAll(/<span ([^>]*)><\/span>/g)].map(
      ([, all]) => all,
    );
    expect(lines).toEqual([
      'class="segno-line code-line" data-line="1" slot="segno-0-0"',
      'class="segno-line code-line" data-line="2" slot="segno-0-1"',
    ]);
  });

  it('speaks the language and spells the states that are set, also when they change later', () => {
    let now = usual;
    const { render } = page('```segno\nC -> SYN -> S\nC <- SYN+ACK <- S\n```', () => now);
    expect(answerIn(render()[0]).scenarios[0]?.rows[0]?.states.map(({ name }) => name)).toContain('SYN_RCVD');
    now = { language: 'zh-cn', states: 'rfc' };
    expect(render()[0]).toContain('lang="zh-cn"');
    expect(answerIn(render()[0]).scenarios[0]?.rows[0]?.states.map(({ name }) => name)).toContain(
      'SYN-RECEIVED',
    );
  });

  it('begins with a key, which its blocks bear and which is another one for each reading', () => {
    const keyIn = (html: string | undefined) => /data-segno-key="([^"]*)"/.exec(html ?? '')?.[1];
    const one = page(note);
    expect(one.key()).toMatch(/^<div class="segno-key" data-segno-key="[0-9a-f]{32}" hidden><\/div>\n$/);
    expect(keyIn(one.render()[0])).toBe(keyIn(one.key()));
    expect(keyIn(one.render()[2])).toBe(keyIn(one.key()));
    expect(keyIn(page(note).key())).not.toBe(keyIn(one.key()));
  });

  it('begins with a key also where nothing is ours, so that nothing else can be the first', () => {
    expect(page('nothing').key()).toContain('segno-key');
  });

  it('has hostile text only as text', () => {
    const [html = ''] = page(
      '```segno "><script>alert(1)</script>\nC -> SYN -> S : </code><img src=x onerror=alert(1)>\n```',
    ).render();
    expect(html).not.toMatch(/<(?!\/?(?:div|pre|code|span)\b)/);
    expect(html.match(/<\/code>/g)).toHaveLength(1);
    expect(answerIn(html).scenarios[0]?.title).toBe('"><script>alert(1)</script>');
  });

  it('has no name that makes VS Code draw the block itself', () => {
    expect(page(note).render().join('').toLowerCase()).not.toContain('mermaid');
  });

  it('draws each block as all of the note would have it', () => {
    const notes = [
      note,
      '```segno\nmode strict\nC -> SYN -> S\n```\n\n```segno\nC -> ACK(ack=7) -> S\n```\n',
      '```segno\nbegin A\nC -> SYN -> S\n```\n```segno\nend\n```\n```{.segno #id} Of ~~~ and {a}\nC: CLOSED\n~~~~\n```\n',
      '```segno\n```\n\n```segno\n\n/* C -> SYN -> S\n```\n```segno\n*/ C -> what\nC <- RST <- S\n```',
    ];
    for (const one of notes) {
      const analysis = analyse(one, { kind: 'markdown', language: 'en', stateNames: 'netstat' });
      const drawn = page(one)
        .render()
        .flatMap((html) => (html === undefined ? [] : [answerIn(html)]));
      const whole = drawAnalysis(analysis, usual);
      const inBlocks = whole.problems.filter(({ line }) =>
        analysis.blocks.some((block) => block.line <= line && line <= block.endLine),
      );
      // As it comes over the wire.
      expect(drawn.flatMap(({ scenarios }) => scenarios)).toEqual(
        JSON.parse(JSON.stringify(whole.scenarios)),
      );
      expect(drawn.flatMap(({ problems }) => problems)).toEqual(JSON.parse(JSON.stringify(inBlocks)));
    }
  });

  const long = (words: string): string =>
    `\`\`\`segno\n${'C -> DATA(len=1) -> S\n'.repeat(300)}C -> ACK -> S : ${words}\n\`\`\`\n`;
  const lastWords = (html: string | undefined) => answerIn(html).scenarios[0]?.rows.at(-1)?.text;

  it('draws a long block when it has been read, and after an edit at once', async () => {
    let times = 0;
    let resolve: () => void = () => undefined;
    const ready = new Promise<void>((done) => (resolve = done));
    const host = drawing(undefined, () => {
      times++;
      resolve();
    });
    const shown = (words: string) => page(long(words), undefined, host).render()[0];
    const first = shown('one');
    expect(first).toContain('<pre><code>');
    expect(first).not.toContain('data-segno=');
    await ready;
    expect(lastWords(shown('one'))).toBe('one');
    expect(lastWords(shown('two'))).toBe('two');
    expect(shown('two')).toContain('segno-line');
    expect(times).toBe(1);
  });

  it('draws as it was what there is no time for, until it is read', async () => {
    let tell: () => void = () => undefined;
    const host = drawing(undefined, () => tell(), 0);
    const shown = (words: string) => page(long(words), undefined, host).render()[0];
    const readyAfter = async (words: string): Promise<string | undefined> => {
      const ready = new Promise<void>((done) => (tell = done));
      const html = shown(words);
      await ready;
      return html;
    };
    await readyAfter('one');
    expect(lastWords(shown('one'))).toBe('one');
    const old = await readyAfter('two');
    expect(lastWords(old)).toBe('one');
    expect(old).not.toContain('segno-line');
    expect(lastWords(shown('two'))).toBe('two');
  });
});
