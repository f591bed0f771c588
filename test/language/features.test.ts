import { CodeActionKind, DiagnosticSeverity, type CodeAction } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { actionsFor, FIX_ALL } from '../../src/language/features/code-actions.js';
import { diagnostics } from '../../src/language/features/diagnostics.js';
import { documentSymbols } from '../../src/language/features/document-symbols.js';
import { foldingRanges } from '../../src/language/features/folding.js';
import { hoverAt } from '../../src/language/features/hover.js';
import type { Note } from '../../src/language/note.js';
import { traceJson } from '../../src/language/trace-json.js';
import type { Language } from '../../src/rules/rule.js';

const uri = 'file:///note.segno';

function note(text: string, kind: TextKind = 'segno', language: Language = 'en'): Note {
  const options = { kind, language, stateNames: 'netstat' } as const;
  return { uri, version: 1, text, options, analysis: analyse(text, options) };
}

const WRONG = 'begin A\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+2) <- S\nC -> ACK -> S\nend\n';

describe('diagnostics', () => {
  it('stand on the number that is wrong, with a link and the line that explains it', () => {
    const [diagnostic] = diagnostics(note(WRONG));
    expect(diagnostic).toMatchObject({
      range: { start: { line: 2, character: 20 }, end: { line: 2, character: 27 } },
      severity: DiagnosticSeverity.Error,
      source: 'segno',
      code: 'wrong-ack-number',
      codeDescription: { href: expect.stringContaining('rfc9293') as string },
      relatedInformation: [{ location: { uri, range: { start: { line: 1 } } } }],
    });
  });

  it('quote what is written without Markdown, which editors show as it stands', () => {
    const told = (['en', 'zh-cn'] as const).flatMap((language) =>
      diagnostics(note(WRONG, 'segno', language)).flatMap(({ message, relatedInformation }) => [
        message,
        ...(relatedInformation ?? []).map((related) => related.message),
      ]),
    );
    expect(told).toEqual([
      expect.stringContaining('“x+2”'),
      expect.any(String),
      expect.stringContaining('“x+2”'),
      expect.any(String),
    ]);
    expect(JSON.stringify(told)).not.toContain('`');
  });
});

describe('code actions', () => {
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const texts = (actions: CodeAction[]): unknown =>
    actions.map(({ kind, edit }) => [kind, edit?.changes?.[uri]?.map(({ newText }) => newText)]);

  it('mend the problem at the cursor and no other', () => {
    const at = (line: number, character: number): CodeAction[] =>
      actionsFor(note(WRONG), {
        range: { start: { line, character }, end: { line, character } },
        context: { diagnostics: [], only: [CodeActionKind.QuickFix] },
      });
    expect(texts(at(2, 22))).toEqual([[CodeActionKind.QuickFix, ['ack=x+1']]]);
    expect(at(2, 22)[0]).toMatchObject({ isPreferred: true, diagnostics: [{ code: 'wrong-ack-number' }] });
    expect(at(1, 8)).toEqual([]);
  });

  it.each([
    [[CodeActionKind.SourceFixAll], [FIX_ALL]],
    [[FIX_ALL], [FIX_ALL]],
    [[CodeActionKind.Source], [FIX_ALL]],
    [[CodeActionKind.QuickFix], [CodeActionKind.QuickFix, CodeActionKind.QuickFix]],
    [['source.fixAll.eslint'], []],
    [[CodeActionKind.Refactor], []],
    [undefined, [CodeActionKind.QuickFix, CodeActionKind.QuickFix]],
  ])('asked for %j are %j', (only, kinds) => {
    const text = `${WRONG}begin B\nC -> SYM -> S\nend`;
    const actions = actionsFor(note(text), {
      range: everywhere,
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });
    const fixes = actions.filter(({ kind }) => !kind?.startsWith(CodeActionKind.Refactor));
    expect(fixes.map(({ kind }) => kind)).toEqual(kinds);
    if (kinds.some((kind) => kind === FIX_ALL))
      expect(texts(actions)).toEqual([[FIX_ALL, ['ack=x+1', 'SYN']]]);
  });
});

describe('the outline', () => {
  it('shows scenarios and what happens in them', () => {
    const symbols = documentSymbols(note(`${WRONG}begin\n== data ==\nC: close\nC -> FIN -x S\nend`));
    expect(
      symbols.map(({ name, detail, children }) => [name, detail, children?.map((child) => child.name)]),
    ).toEqual([
      ['A', 'C, S', ['SYN', 'SYN+ACK', 'ACK']],
      ['Exchange', 'C, S', ['data', 'close', 'FIN']],
    ]);
    for (const { range, selectionRange } of symbols) {
      expect(selectionRange.start.line).toBeGreaterThanOrEqual(range.start.line);
      expect(selectionRange.end.line).toBeLessThanOrEqual(range.end.line);
    }
  });
});

describe('folding', () => {
  it('takes scenarios and phases', () => {
    const text = 'begin\n== a ==\nC -> SYN -> S\n== b ==\nC <- SYN+ACK <- S\nC -> ACK -> S\nend\n';
    expect(foldingRanges(note(text))).toEqual([
      { startLine: 0, endLine: 6 },
      { startLine: 1, endLine: 2 },
      { startLine: 3, endLine: 5 },
    ]);
  });
});

describe('hover', () => {
  const valueAt = (one: Note, line: number, character: number): string => {
    const contents = hoverAt(one, { line, character })?.contents;
    return contents && typeof contents === 'object' && 'value' in contents ? contents.value : '';
  };

  it('on a segment shows both ends before and after, and why', () => {
    const value = valueAt(note('begin\nC -> SYN(seq=x) -> S\nend'), 1, 6);
    expect(value).toContain('C → SYN(seq=x) → S');
    expect(value).toMatch(/\| `C` \| CLOSED → \*\*SYN\\_SENT\*\*/);
    expect(value).toMatch(/\| `S` \| LISTEN → \*\*SYN\\_RCVD\*\*/);
    expect(value).toContain('`S` listens and takes the SYN');
    expect(value).toContain('`C: connect`');
  });

  it('on a call shows the end that it concerns, in the reader’s language', () => {
    const value = valueAt(note('begin\nC: close\nC -> FIN -> S\nend', 'segno', 'zh-cn'), 1, 4);
    expect(value).toMatch(/状态/);
    expect(value).toMatch(/ESTABLISHED → \*\*FIN\\_WAIT\\_1\*\*/);
  });

  it('says nothing elsewhere', () => {
    expect(hoverAt(note(WRONG), { line: 0, character: 7 })).toBeUndefined();
    expect(hoverAt(note(WRONG), { line: 5, character: 0 })).toBeUndefined();
    expect(hoverAt(note(''), { line: 0, character: 0 })).toBeUndefined();
  });
});

describe('the trace as JSON', () => {
  it('has the shape that other tools rely on', () => {
    const { analysis } = note(
      '# x\n\n```segno\nbegin A\nC -> SYN(seq=x) -> S\nC: close\nend\n```',
      'markdown',
    );
    expect(traceJson(analysis, 'notes.md')).toMatchObject({
      version: 1,
      file: 'notes.md',
      scenarios: [
        {
          title: 'A',
          line: 4,
          endLine: 7,
          mode: 'notes',
          endpoints: [
            { name: 'C', label: null },
            { name: 'S', label: null },
          ],
          initial: { C: 'CLOSED', S: 'LISTEN' },
          steps: [
            {
              line: 5,
              kind: 'segment',
              from: 'C',
              to: 'S',
              fate: 'delivered',
              origin: 'new',
              flags: ['SYN'],
              seq: 'x',
              ack: null,
              len: 0,
              win: null,
              implied: [{ endpoint: 'C', call: 'connect' }],
              outcome: 'accepted',
              states: { C: 'SYN_SENT', S: 'SYN_RCVD' },
            },
            { line: 6, kind: 'call' },
          ],
        },
      ],
    });
  });
});
