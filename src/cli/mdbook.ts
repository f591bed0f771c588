/** `segno mdbook`: a preprocessor of mdBook. It gets a book as JSON and gives it back with the exchanges drawn. */
import { sayWrong } from './embed.js';
import { Failure, type Status } from './io.js';
import type { Run } from './run.js';
import { embedPictures } from '../site/embed.js';

/** mdBook asks first whether a renderer is served: `supports html`. Pictures in HTML are for pages only. */
export async function mdbook(args: readonly string[], run: Run): Promise<Status> {
  const [request, renderer] = args;
  if (request === 'supports') return renderer === 'html' ? 0 : 1;
  if (request !== undefined) throw new Failure(run.words.mdbookOnly, true);
  const { io, language } = run;
  const config = await run.configs.of('book.toml');
  const [context, book] = messageIn(new TextDecoder().decode(await io.stdin()), run);
  let wrong = false;
  for (const chapter of chaptersIn(book)) {
    const { text, problems } = embedPictures(chapter.content, { ...config, language });
    if (sayWrong({ name: chapter.path ?? 'mdbook' }, problems, run)) wrong = true;
    chapter.content = text;
  }
  if (wrong && !onlyWarns(context)) return 1;
  io.stdout.write(JSON.stringify(book));
  return 0;
}

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function messageIn(input: string, { words }: Run): readonly [context: unknown, book: unknown] {
  try {
    const message: unknown = JSON.parse(input);
    if (Array.isArray(message) && message.length === 2) return [message[0], message[1]];
  } catch {
    // Said below.
  }
  throw new Failure(words.mdbookOnly, true);
}

interface Chapter {
  content: string;
  readonly path?: string | null;
}

/** All chapters, however deep: versions of mdBook name the lists that hold them differently. */
function chaptersIn(value: unknown): Chapter[] {
  if (Array.isArray(value)) return value.flatMap(chaptersIn);
  if (!isRecord(value)) return [];
  const below = Object.values(value)
    .filter((one) => typeof one === 'object')
    .flatMap(chaptersIn);
  return typeof value['content'] === 'string' ? [value as unknown as Chapter, ...below] : below;
}

/** Whether `book.toml` says `on-wrong = "warn"` in `[preprocessor.segno]`. */
function onlyWarns(context: unknown): boolean {
  let at = context;
  for (const key of ['config', 'preprocessor', 'segno', 'on-wrong']) at = isRecord(at) ? at[key] : undefined;
  return at === 'warn';
}
