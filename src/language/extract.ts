/** Takes an exchange out of a Markdown text into a file of its own. */
import { analyse, type AnalyseOptions, type Block } from './analyse.js';
import { fileStem } from './file-name.js';
import type { Fence } from './fence.js';
import { plainInMarkdown } from './plain.js';
import { splitLines, type Edit } from './range.js';
import { startsScenario } from './scanner.js';
import { spellingOf } from './write.js';

type FencedBlock = Block & { readonly fence: Fence };

/** What becomes of a block that goes into a file of its own. */
export interface Extraction {
  /** The name of the file without its ending; blanks are hyphens, so that links need no escapes. */
  readonly stem: string;
  /** What the file holds. */
  readonly text: string;
  /** What stands in the note instead: a link to the file of this name. */
  readonly link: (fileName: string) => Edit;
}

/** The file that holds what the block does, and the link that takes the place of the block. */
export function extract(text: string, block: FencedBlock, options: AnalyseOptions): Extraction {
  const lines = splitLines(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const own = block.fence.lines.map((line, index) => line.slice(block.fence.starts[index] ?? 0));
  const titled = withTitle(own, block.fence.title, options);
  const [scenario] = analyse(titled.join('\n'), { ...options, kind: 'segno' }).scenarios;
  const title = scenario?.title ?? '';
  const stem = fileStem(title).replaceAll(/\s+/g, '-');
  return {
    stem,
    text: titled.map((line) => line + eol).join(''),
    link: (fileName) => ({
      range: rangeOf(block.fence, lines),
      text: `[${plainInMarkdown(title === '' ? fileName : title)}](${encoded(fileName)})`,
    }),
  };
}

/** The title of a block stands in its info string, which a file does not have. */
function withTitle(lines: readonly string[], title: string, options: AnalyseOptions): readonly string[] {
  if (title === '') return lines;
  const first = lines.findIndex((line) => startsScenario(line));
  const chinese = spellingOf(lines, options.language) === 'chinese';
  const tried =
    first < 0
      ? [`${chinese ? '开始' : 'begin'} ${title}`, ...lines, chinese ? '结束' : 'end']
      : lines.map((line, index) => (index === first ? `${line.trimEnd()} ${title}` : line));
  const titles = (text: readonly string[]): string[] =>
    analyse(text.join('\n'), { ...options, kind: 'segno' }).scenarios.map((one) => one.title);
  const [before] = titles(lines);
  // A title that reads as a comment, or that is not missing, stays where it is.
  return before === '' && titles(tried)[0] === title ? tried : lines;
}

/** From the mark that opens the block to the one that closes it. */
function rangeOf({ info, line, first, lines: own, closed }: Fence, lines: readonly string[]): Edit['range'] {
  const before = (lines[line] ?? '').slice(0, info.column - 1);
  const column = (/(?:`{3,}|~{3,})[^`~]*$/.exec(before)?.index ?? 0) + 1;
  const endLine = first + own.length + (closed ? 1 : 0);
  return { line: line + 1, column, endLine, endColumn: (lines[endLine - 1] ?? '').length + 1 };
}

/** A relative address of a file; what `encodeURIComponent` leaves of Markdown's own marks is encoded, too. */
function encoded(fileName: string): string {
  return encodeURIComponent(fileName).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
