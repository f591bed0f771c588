import {
  CodeLensRequest,
  CodeActionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type Position,
  type Range,
} from 'vscode-languageserver';
import { afterEach, describe, expect, it } from 'vitest';
import { FORMAT } from '../../src/language/features/formatting.js';
import { Client } from './client.js';
import { SURROUNDINGS } from './surroundings.js';

let client: Client | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
});

const LINES = [
  'begin Opening',
  '== first ==',
  'C->SYN(seq=x)->S',
  'C <- SYN+ACK(ack=x+2) <- S // why',
  '== second ==',
  'C -> DATA("你好") -> S [ESTABLISHED, ESTABLISHED]',
  'S: close : bye',
  'end',
];

/** Everything that an editor asks about an exchange whose lines begin at a place. */
async function asked(name: string): Promise<Readonly<Record<string, unknown>>> {
  const { text, first } = SURROUNDINGS[name]?.(LINES) ?? { text: '', first: 0 };
  const column = text.split(/\r?\n/)[first]?.indexOf('begin') ?? 0;
  const uri = `file:///notes/${name}`;
  const one = Client.inProcess();
  client = one;
  await one.initialize({
    initializationOptions: { codeLens: true, inlayHints: { states: true, numbers: true } },
  });
  await one.open(uri, text, name.endsWith('.md') ? 'markdown' : 'segno');
  const { connection } = one;
  const textDocument = { uri };
  const at = (line: number, character: number): Position => ({
    line: first + line,
    character: column + character,
  });
  const range: Range = { start: at(0, 0), end: { line: first + LINES.length - 1, character: column + 3 } };
  const symbol = { textDocument, position: at(3, LINES[3]?.indexOf('x+2') ?? 0) };
  const published = await one.published(uri, ({ diagnostics }) => diagnostics.length > 0);
  const lines = {
    start: { line: first, character: 0 },
    end: { line: first + LINES.length - 1, character: 1_000 },
  };
  const inside = (value: Range): boolean =>
    value.start.line >= first && value.start.line < first + LINES.length;
  const answers = {
    problems: published.diagnostics
      .filter((found) => inside(found.range))
      .map(({ code, range: place }) => ({ code, range: place })),
    hover: await connection.sendRequest(HoverRequest.type, { textDocument, position: at(2, 4) }),
    hints: await connection.sendRequest(InlayHintRequest.type, { textDocument, range: lines }),
    tokens: decoded(
      (await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range: lines }))?.data ??
        [],
    ),
    folding: (await connection.sendRequest(FoldingRangeRequest.type, { textDocument }))?.filter(
      ({ startLine }) => startLine >= first,
    ),
    outline: (await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }))?.filter(
      (found) => found.name === 'Opening',
    ),
    references: await connection.sendRequest(ReferencesRequest.type, {
      ...symbol,
      context: { includeDeclaration: true },
    }),
    highlights: await connection.sendRequest(DocumentHighlightRequest.type, symbol),
    definition: await connection.sendRequest(DefinitionRequest.type, symbol),
    rename: await connection.sendRequest(RenameRequest.type, { ...symbol, newName: 'z' }),
    selection: outermostLeftOut(
      await connection.sendRequest(SelectionRangeRequest.type, {
        textDocument,
        positions: [symbol.position],
      }),
    ),
    lenses: (await connection.sendRequest(CodeLensRequest.type, { textDocument }))?.filter((lens) =>
      inside(lens.range),
    ),
    fixes: (
      await connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range,
        context: { diagnostics: [], only: ['quickfix'] },
      })
    )?.map((action) => ('edit' in action ? action.edit?.changes?.[uri] : undefined)),
  };
  const moved: unknown = JSON.parse(
    JSON.stringify(answers).replaceAll(JSON.stringify(uri), '"note"'),
    (key, value: unknown) => {
      if (typeof value !== 'number') return value;
      if (key === 'line' || key === 'startLine' || key === 'endLine') return value - first;
      return key === 'character' ? Math.max(0, value - column) : value;
    },
  );
  const { lenses, ...others } = moved as Record<string, unknown>;
  // The command of a lens carries the line, too, as VS Code counts it.
  const lensRanges = (lenses as readonly { readonly range: Range }[]).map((lens) => lens.range);
  return { ...others, lensRanges };
}

/** Tokens come one relative to the other. */
function decoded(data: readonly number[]): unknown[] {
  let [line, character] = [0, 0];
  return Array.from({ length: data.length / 5 }, (_, index) => {
    const [down = 0, right = 0, length, type] = data.slice(index * 5);
    character = down === 0 ? character + right : right;
    line += down;
    return { line, character, length, type };
  });
}

/** What encloses a block is not the same everywhere. */
function outermostLeftOut(selections: unknown): unknown {
  return JSON.parse(JSON.stringify(selections), (key, value: unknown) =>
    key === 'parent' && JSON.stringify(value).length < 120 ? undefined : value,
  );
}

describe('what is said of an exchange stands at its place', () => {
  it.each(Object.keys(SURROUNDINGS).filter((name) => name !== 'a.segno'))(
    'in %s as in a.segno',
    async (name) => {
      const plain = await asked('a.segno');
      await client?.close();
      const here = await asked(name);
      for (const [what, answer] of Object.entries(plain)) {
        expect(here[what], what).toEqual(answer);
        expect(JSON.stringify(answer).length, what).toBeGreaterThan(10);
      }
    },
  );

  it('highlighting of the whole file holds that of its blocks', async () => {
    const { text } = SURROUNDINGS['second.md']?.(LINES) ?? { text: '' };
    client = Client.inProcess();
    await client.initialize();
    const textDocument = { uri: 'file:///b.md' };
    await client.open(textDocument.uri, `${text}\n\n${text}`, 'markdown');
    const all = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    const once = await client.connection.sendRequest(SemanticTokensRangeRequest.type, {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } },
    });
    expect(all?.data.length).toBeGreaterThan((once?.data.length ?? 0) * 1.5);
  });

  it('the exchanges of Markdown are formatted by an action of ours, and nothing around them', async () => {
    const uri = 'file:///c.md';
    const text = '#  A\n\n* x\n\n  ~~~segno\n  C->SYN->S\n  ~~~\n';
    client = Client.inProcess();
    await client.initialize();
    await client.open(uri, text, 'markdown');
    const start = { line: 0, character: 0 };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start, end: start },
      context: { diagnostics: [], only: [FORMAT] },
    });
    expect(actions).toMatchObject([
      {
        edit: {
          changes: {
            [uri]: [
              { range: { start: { line: 5 } }, newText: expect.stringContaining('C -> SYN -> S') as string },
            ],
          },
        },
      },
    ]);
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(edits?.every(({ range }) => range.start.line === 5)).toBe(true);
  });
});
