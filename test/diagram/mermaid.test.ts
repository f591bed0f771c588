import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../src/diagram/drawing.js';
import { escapeMermaid, mermaidText } from '../../src/diagram/mermaid.js';
import { drawn } from './written.js';

const complete = (drawing: Drawing) => mermaidText(drawing, { flavour: 'complete' });
const base = (drawing: Drawing) => mermaidText(drawing, { flavour: 'base' });

const handshake = `
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S`;

describe('the complete text', () => {
  it('carries the states as notes', () => {
    expect(complete(drawn(handshake))).toBe(`sequenceDiagram
  title A title
  participant p0 as C
  participant p1 as S
  Note over p0,p1: C CLOSED – S LISTEN
  p0->>p1: SYN seq=x
  Note over p0,p1: C SYN_SENT – S SYN_RCVD
  p1->>p0: SYN+ACK seq=y ack=x+1
  Note over p0: C ESTABLISHED
  p0->>p1: ACK seq=x+1 ack=y+1
  Note over p1: S ESTABLISHED
`);
  });

  it('draws each fate with an arrow of its own', () => {
    const text = complete(
      drawn(`
C -> SYN(seq=x) -x S
C -> SYN(seq=x) -> ...
note C: waits
... -> SYN -> S
C <- SYN+ACK <- S
C -> ACK -> ...`),
    );
    expect(text).toContain('p0-xp1: SYN seq=x (lost)');
    expect(text).toContain('p0->>p1: SYN seq=x (again)');
    expect(text).toContain('p0-->>p1: SYN seq=x (arrives)');
    expect(text).toMatch(/p0-\)p1: ACK .*\(in flight\)/);
  });

  it('says what is wrong, and what is wrong on purpose', () => {
    const wrong = handshake.replace('ack=x+1', 'ack=x+2');
    expect(complete(drawn(wrong))).toMatch(/Note over p0,p1: ⚠ .*x\+1/);
    const meant = wrong.replace('x+2) <- S', 'x+2) <- S // expect-error: look');
    expect(complete(drawn(meant))).toContain('Note over p0,p1: ✗ wrong on purpose: look');
  });

  it('names the peer of each state where an end has several', () => {
    expect(complete(drawn('C1 -> SYN -> S\nC2 -> SYN -> S'))).toContain('S(C2) SYN_RCVD – C2 SYN_SENT');
  });
});

describe('the base', () => {
  it('has lifelines and arrows only', () => {
    expect(base(drawn(`${handshake}\nC: close\nnote S: text`))).toBe(`sequenceDiagram
  participant p0 as p0
  participant p1 as p1
  p0->>p1: –
  p1->>p0: –
  p0->>p1: –
`);
  });

  it('can be cut to some rows', () => {
    const text = mermaidText(drawn(handshake), { flavour: 'base', rows: { from: 1, to: 2 } });
    expect(text.match(/.*->>.*/g)).toEqual(['  p1->>p0: –']);
  });
});

describe('escaping', () => {
  it.each([
    ['a; end', 'a#59; end'],
    ['#35;', '#35;35#59;'],
    ['$$x$$', '#36;#36;x#36;#36;'],
    ['a<br/>b', 'a#60;br/#62;b'],
    ['%%{init: {}}%%', '#37;#37;#123;init: #123;#125;#125;#37;#37;'],
    ['wrap: text', 'wrap#58; text'],
    ['nowrap:text', 'nowrap#58;text'],
    [':a', '#58;a'],
    ['---', '#45;#45;#45;'],
    ['javascript:x', 'javascript#58;x'],
    ['a\nb\r\nc\u2028d', 'a b c d'],
    ['\u202Eabc\u200B', '⟨U+202E⟩abc⟨U+200B⟩'],
    ['客户端 → é 👩‍💻', '客户端 → é 👩‍💻'],
  ])('writes %j so that it shows as it is', (text, escaped) => {
    expect(escapeMermaid(text)).toBe(escaped);
  });

  it('turns back into the same text when its entities are read', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab ;#$%<>&{}[]"`\\*:-|~@^0123'.split('')) }),
        (text) => {
          const read = escapeMermaid(text).replaceAll(/#(\d+);/g, (_, code: string) =>
            String.fromCharCode(Number(code)),
          );
          expect(read).toBe(text.replaceAll(/\s+/g, ' ').trim());
        },
      ),
    );
  });

  it('lets no text of a note add a line, a statement or a setting', () => {
    const example = drawn(`
endpoint C "Client"
C -> SYN(seq=x) -> S : text
note C: text
== phase ==
C: send 5 : text
C -> ACK(ack=y+9) -> S`);
    const plain = { flavour: 'complete' } as const;
    const lines = mermaidText(fill(example, 'word'), plain).split('\n');
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'end',
        'note',
        '\nend\n',
        '; participant p9',
        '%%{init: {"theme":"dark"}}%%',
        '---\ntitle: x\n---',
        '<br/>',
        '$$x$$',
        '#59;',
        'wrap:',
        '\u2028p0->>p1: x',
      ),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const got = mermaidText(fill(example, text), plain).split('\n');
        expect(got).toHaveLength(lines.length);
        got.forEach((line, index) => {
          const head =
            /^ *(?:sequenceDiagram$|title |participant p\d as |p\d\S+?p\d: |Note over p\d(?:,p\d)?: |$)/;
          expect(head.exec(line)?.[0]).toBe(head.exec(lines[index] ?? '')?.[0]);
          const rest = line.replace(head, '').replaceAll(/#\d+;/g, '');
          expect(rest).not.toMatch(/[#;$%<>{}\\\p{Cc}]/u);
        });
      }),
    );
  });
});

/** The drawing with every text of the writer's own replaced. */
function fill(drawing: Drawing, text: string): Drawing {
  return {
    ...drawing,
    title: `t${text}`,
    participants: drawing.participants.map((participant) => ({
      ...participant,
      name: `n${text}`,
      label: text,
    })),
    rows: drawing.rows.map((row) => ({ ...row, text: `t${text}` })),
    problems: drawing.problems.map((problem) => ({ ...problem, short: text })),
  };
}
