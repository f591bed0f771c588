import {
  CodeActionKind,
  type ClientCapabilities,
  type CodeAction,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  refactoringsAt,
  resolveExtraction,
  resolveRefactoring,
} from '../../src/language/features/refactorings.js';
import { analysed } from './helpers.js';
import { applied, noteOf } from './note.js';

const client: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
};

interface Extracted {
  readonly uri: string;
  readonly file: string;
  readonly note: string;
}

function offered(
  text: string,
  line: number,
  uri = 'file:///notes/a.md',
  by = client,
): CodeAction | undefined {
  return refactoringsAt({ ...noteOf(text, 'markdown'), uri }, { line, character: 0 }, by).find(
    ({ kind }) => kind === CodeActionKind.RefactorExtract,
  );
}

/** What becomes of a Markdown text when the block at a line (from 0) goes into a file of its own. */
async function extracted(text: string, line: number, taken: readonly string[] = []): Promise<Extracted> {
  const note = { ...noteOf(text, 'markdown'), uri: 'file:///notes/a.md' };
  const action = offered(text, line);
  if (!action) throw new Error('not offered');
  const exists = (uri: string): Promise<boolean> => Promise.resolve(taken.includes(uri));
  const { edit } = await resolveExtraction(
    resolveRefactoring(action, () => note),
    () => note,
    exists,
  );
  return outcome(edit, text);
}

function outcome(edit: WorkspaceEdit | undefined, text: string): Extracted {
  const [created, written, replaced, ...more] = edit?.documentChanges ?? [];
  if (created === undefined || written === undefined || replaced === undefined) throw new Error('no edits');
  if (!('kind' in created) || created.kind !== 'create' || !('edits' in written) || !('edits' in replaced))
    throw new Error('other edits');
  expect(more).toEqual([]);
  expect(created.options).toEqual({ overwrite: false, ignoreIfExists: false });
  expect(written.textDocument).toEqual({ uri: created.uri, version: null });
  const edits = (list: typeof written.edits): { range: never; newText: string }[] => list as never;
  return {
    uri: created.uri,
    file: applied('', edits(written.edits)),
    note: applied(text, edits(replaced.edits)),
  };
}

describe('a block that is extracted', () => {
  it('becomes a file named for its title, and a link', async () => {
    const text = '# A\n\n```segno\nbegin Three-way handshake\nC -> SYN -> S\nend\n```\n\nmore\n';
    expect(await extracted(text, 4)).toEqual({
      uri: 'file:///notes/Three-way-handshake.segno',
      file: 'begin Three-way handshake\nC -> SYN -> S\nend\n',
      note: '# A\n\n[Three\\-way handshake](Three-way-handshake.segno)\n\nmore\n',
    });
  });

  it.each([
    [
      'a quotation',
      '> ~~~segno\r\n> 开始 握手\r\n> C -> SYN -> S\r\n> 结束\r\n> ~~~\r\n',
      '> [握手]',
      '\r\n',
    ],
    ['a list', '- x\n\n  ```java\n  begin 握手\n  C -> SYN -> S\n  end\n  ```\n', '  [握手]', '\n'],
    ['an item', '1. ```tcp\n   begin 握手\n   C -> SYN -> S\n   end\n   ```\n', '1. [握手]', '\n'],
    ['an open fence', '````segno\nbegin 握手\nC -> SYN -> S\nend', '[握手]', '\n'],
  ])('leaves nothing of %s in the file', async (_what, text, link, eol) => {
    const { file, note, uri } = await extracted(text, text.startsWith('-') ? 4 : 1);
    expect(uri).toBe(`file:///notes/${encodeURIComponent('握手')}.segno`);
    expect(file).toMatch(/^(?:begin|开始) 握手\r?\nC -> SYN -> S\r?\n(?:end|结束)\r?\n$/);
    expect(
      file
        .split('\n')
        .every((line, at, all) => at === all.length - 1 || line.endsWith('\r') === (eol === '\r\n')),
    ).toBe(true);
    expect(note).toContain(`${link}(${encodeURIComponent('握手')}.segno)`);
    expect(note).not.toMatch(/```|~~~/);
  });

  it.each([
    ['```segno Opening\nC -> SYN -> S\n```\n', 'begin Opening\nC -> SYN -> S\nend\n'],
    ['```segno Opening\nbegin\nC -> SYN -> S\nend\n```\n', 'begin Opening\nC -> SYN -> S\nend\n'],
    ['```segno Opening\nbegin Own\nC -> SYN -> S\nend\n```\n', 'begin Own\nC -> SYN -> S\nend\n'],
    ['```segno\nC -> SYN -> S\n```\n', 'C -> SYN -> S\n'],
  ])('keeps the title that stands behind the fence: %j', async (text, file) => {
    expect((await extracted(text, 1)).file).toBe(file);
  });

  it('takes a name that is free', async () => {
    const text = '```segno\nbegin A\nC -> SYN -> S\nend\n```\n';
    const taken = ['file:///notes/A.segno', 'file:///notes/A-2.segno'];
    expect(await extracted(text, 1, taken)).toMatchObject({
      uri: 'file:///notes/A-3.segno',
      note: '[A](A-3.segno)\n',
    });
  });

  it('is a plain name and a plain link, whatever its title says', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        '../../etc/passwd',
        'CON',
        'a](command:x) [b',
        '<img src=x>',
        '..',
        'x'.repeat(500),
        '%2e%2e%2f',
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (title) => {
        const text = `\`\`\`segno\nbegin ${title.replaceAll(/[\r\n]/g, ' ')}\nC -> SYN -> S\nend\n\`\`\`\n`;
        const { uri, note } = await extracted(text, 2);
        expect(uri).toMatch(/^file:\/\/\/notes\/[^/?#\\]+\.segno$/);
        const name = decodeURIComponent(uri.slice('file:///notes/'.length));
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^\./u);
        expect(note).toMatch(/^\[(?:[^\\\]<`]|\\.)*\]\([^()\s<>]+\)\n$/u);
      }),
      { numRuns: 200 },
    );
  });

  it('says the same as before', async () => {
    const text = '```segno\nmode strict\nbegin A\nC -> FIN -> S\nend\n```\n';
    const { file } = await extracted(text, 2);
    expect(analysed(file).problems.map(({ code }) => code)).toEqual(
      analysed(text, 'markdown').problems.map(({ code }) => code),
    );
  });

  it('is offered only where a file can be made', () => {
    const text = '```segno\nC -> SYN -> S\n```\n';
    expect(offered(text, 1)).toBeDefined();
    expect(offered(`${text}\ntext`, 4)).toBeUndefined();
    expect(offered(text, 1, 'untitled:Untitled-1')).toBeUndefined();
    expect(offered(text, 1, 'file:///a.md', {})).toBeUndefined();
    expect(
      refactoringsAt(noteOf('C -> SYN -> S'), { line: 0, character: 0 }, client).map(({ kind }) => kind),
    ).not.toContain(CodeActionKind.RefactorExtract);
  });
});
