/** The law that what is typed is what stands there: types exchanges into an editor and tells where a key is eaten. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse, type TextKind } from '../../src/language/analyse.js';
import { scanLine } from '../../src/language/scanner.js';
import { root } from '../support/root.js';
import { SuggestingEditor } from '../support/suggest-widget.js';

const options = { language: 'en', stateNames: 'netstat' } as const;

/** Every exchange of the corpus, the examples and the rules' fixtures, as its lines. */
export function exchanges(): readonly string[][] {
  const files = ['test/corpus', 'examples', 'test/rules'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.(?:segno|md)$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const lines = text.split(/\r?\n/);
    const { scenarios } = analyse(text, { ...options, kind: file.endsWith('.md') ? 'markdown' : 'segno' });
    return scenarios.map(({ line, endLine }) =>
      lines.slice(line - 1, endLine).map((one) => one.trim().replace(/^>\s*/, '')),
    );
  });
}

/** Where the last words of a line begin: a list that is open at its end was asked for by one of them. */
function lastWords(line: string): number {
  let from = line.length;
  for (let words = 0; words < 3 && from > 0; words++) {
    do from--;
    while (from > 0 && !SuggestingEditor.asks(line.charAt(from)));
  }
  return from;
}

/**
 * The lines at whose ends something is in the way of Enter and Tab, with what that is: a list, or, where the line goes on
 * in the next one, a choice that nobody made.
 */
export function eaten(lines: readonly string[], kind: TextKind, latency: number, tail = ''): string[] {
  const before = kind === 'markdown' ? '```segno\n' : '';
  const found: string[] = [];
  const rests = latency === 0;
  {
    const editor = new SuggestingEditor(before, kind, 'en', latency);
    for (const line of lines) {
      const from = lastWords(line);
      editor.write(line.slice(0, from));
      for (const key of line.slice(from) + tail) editor.type(key);
      if (rests) editor.rest();
      const { offers, taken } = editor;
      const inTheWay = !scanLine(line).goesOn ? offers : taken === undefined ? [] : [taken];
      if (inTheWay.length > 0) found.push(`${line}: ${inTheWay.join('; ')}`);
      editor.newLine();
    }
  }
  return found;
}
