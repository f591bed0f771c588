/** `segno import` of captures: each connection as a scenario. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { codeOf } from './files.js';
import { Failure, type Io } from './io.js';
import type { Run } from './run.js';
import { padded, safe } from './terminal.js';
import { clockTime } from './clock-time.js';
import type { Words } from './words.js';
import {
  firstOf,
  looksLikeCapture,
  MAGIC,
  NotACapture,
  noteOf,
  readConnections,
  summaryOf,
  type Connection,
  type Octets,
  type Reading,
  type Told,
} from '../capture/capture.js';

export interface CaptureOptions {
  /** Numbers of connections in the table, counted from 1; all where there are none. */
  readonly connections: readonly number[];
  /** Seconds since the first packet. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** In addresses, or in the first line of data. */
  readonly grep: string | undefined;
  readonly unfold: boolean;
  readonly full: boolean;
  /** Segments a connection. */
  readonly limit: number;
  /** Only the table is written. */
  readonly list: boolean;
}

const NAMED = /\.(?:pcap|pcapng|cap|pcap\.gz|pcapng\.gz)$/i;

/** Whether a file is a capture, by its first octets, or by its name. */
export async function isCapture(path: string, io: Io): Promise<boolean> {
  if (path === '-') return looksLikeCapture((await io.stdin()).subarray(0, MAGIC));
  try {
    const file = await open(resolve(io.cwd, path));
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(MAGIC), 0, MAGIC, 0);
      return looksLikeCapture(buffer.subarray(0, bytesRead)) || NAMED.test(path);
    } finally {
      await file.close();
    }
  } catch {
    // Whoever reads the text says why it cannot be read.
    return false;
  }
}

/** The notes of a capture, one a connection; or the table of its connections. */
export async function importCapture(
  path: string,
  options: CaptureOptions,
  run: Run,
): Promise<readonly string[]> {
  const { io, words, language } = run;
  const wanted = await framesOf(path, options.connections, run);
  const firsts: number[] = [];
  const found: { readonly first: number; readonly row: Row | undefined; readonly text: string }[] = [];
  const { damage } = await read(path, run, {
    folds: foldsFor(options),
    take: (connection, start) => {
      const first = firstOf(connection);
      firsts.push(first);
      const own = wanted && !wanted.has(first) ? undefined : within(connection, start ?? 0, options);
      if (!own || !matches(own, options.grep)) return;
      // Nothing else of the connection is kept.
      if (options.list) found.push({ first, row: rowOf(own, found.length, run), text: '' });
      else found.push({ first, row: undefined, text: noteOf(own, { ...options, language }).text });
    },
  });
  if (damage) io.stderr.write(`segno: ${safe(words.captureDamaged(path, damage.why, damage.offset))}\n`);
  if (found.length === 0) {
    io.stderr.write(`segno: ${safe(words.noConnections(path))}\n`);
    return [];
  }
  found.sort((one, two) => one.first - two.first);
  if (!options.list) return found.map(({ text }) => text);
  const places = new Map(firsts.sort((one, two) => one - two).map((first, index) => [first, index + 1]));
  return [
    table(
      found.flatMap(({ first, row }) => (row ? [[places.get(first) ?? 0, ...row]] : [])),
      run,
    ),
  ];
}

/** The first frames of the connections with these numbers, which are known once all have been read. */
async function framesOf(
  path: string,
  numbers: readonly number[],
  run: Run,
): Promise<ReadonlySet<number> | undefined> {
  if (numbers.length === 0) return undefined;
  const firsts: number[] = [];
  await read(path, run, { folds: () => true, take: (connection) => firsts.push(firstOf(connection)) });
  firsts.sort((one, two) => one - two);
  return new Set(numbers.flatMap((number) => firsts[number - 1] ?? []));
}

/** What may be told together before all is known: nothing that is asked for one by one. */
function foldsFor({ unfold, full, from, to, grep }: CaptureOptions): Reading['folds'] {
  if (unfold || full) return undefined;
  const sought = grep?.toLowerCase();
  return ({ time, text }, start) => {
    if (sought !== undefined && text?.toLowerCase().includes(sought)) return false;
    if (from === undefined && to === undefined) return true;
    const since = sinceOf(time, start);
    return (from !== undefined && since < from) || (to !== undefined && since > to);
  };
}

function sinceOf(time: number | undefined, start: number | undefined): number {
  return time === undefined ? 0 : time - (start ?? 0);
}

async function read(path: string, { io, words }: Run, reading: Reading): Promise<Told> {
  try {
    return await readConnections(await octetsOf(path, io, words), reading);
  } catch (error) {
    if (error instanceof NotACapture) throw new Failure(words.noCapture(path));
    throw error;
  }
}

/** The file as a stream, with a line on a terminal that tells how far it is read. */
async function octetsOf(path: string, io: Io, words: Words): Promise<Octets> {
  if (path === '-') {
    const all = await io.stdin();
    return once(all);
  }
  const whole = resolve(io.cwd, path);
  const { size } = await stat(whole);
  return reading(path, whole, size, io, words);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one piece
async function* once(all: Uint8Array): Octets {
  yield all;
}

/** Files that take less time than this to read need no progress. */
const LARGE = 16 * 2 ** 20;

async function* reading(path: string, whole: string, size: number, io: Io, words: Words): Octets {
  const shows = io.stderr.isTTY && size > LARGE;
  let done = 0;
  let shown = -1;
  try {
    for await (const piece of createReadStream(whole, { highWaterMark: 2 ** 18 })) {
      const octets = piece as Uint8Array;
      yield octets;
      done += octets.length;
      const percent = Math.floor((done / size) * 100);
      if (!shows || percent === shown) continue;
      shown = percent;
      io.stderr.write(`\r${safe(path)} ${percent} %`);
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    throw new Failure(words.cannotRead(path, codeOf(error)));
  } finally {
    if (shown >= 0) io.stderr.write('\r\u001b[K');
  }
}

/** The part of a connection that lies between two moments; undefined where nothing does. */
function within(connection: Connection, first: number, { from, to }: CaptureOptions): Connection | undefined {
  if (from === undefined && to === undefined) return connection;
  const passings = connection.passings.filter(({ time }) => {
    const since = sinceOf(time, first);
    return (from === undefined || since >= from) && (to === undefined || since <= to);
  });
  return passings.length === 0 ? undefined : { ...connection, passings };
}

function matches({ ends, passings }: Connection, grep: string | undefined): boolean {
  if (grep === undefined) return true;
  const sought = grep.toLowerCase();
  const texts = [ends.C, ends.S, ...passings.flatMap(({ text }) => text ?? [])];
  return texts.some((text) => text.toLowerCase().includes(sought));
}

/** Of more connections than that, and of more segments of one, a table does not say what became of them. */
const MOST_JUDGED = 1_000;
const MOST_SEGMENTS = 2_000;

/** What a table says of a connection, behind its number. */
type Row = readonly string[];

/** @param before how many connections the table says something of already */
function rowOf(connection: Connection, before: number, { language }: Run): Row {
  const { client, server, start, duration, segments, octets, text } = summaryOf(connection);
  const at = start === undefined ? '' : clockTime(start);
  const isJudged = before < MOST_JUDGED && connection.passings.length <= MOST_SEGMENTS;
  const note = isJudged
    ? noteOf(connection, { language, full: false, unfold: false, limit: MOST_SEGMENTS })
    : undefined;
  const states = note ? [note.final.C ?? '?', note.final.S ?? '?'].join(' ') : '';
  const problems = note?.problems.length ?? '';
  const told = [client, server, at, duration.toFixed(3), segments, octets, states, problems];
  return [...told, text.slice(0, 40)].map((cell) => safe(String(cell)));
}

function table(rows: readonly (readonly (number | string)[])[], { words: { columns } }: Run): string {
  const widths = columns.map(({ length }) => length);
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, String(cell).length);
    }
  }
  return [columns, ...rows]
    .map((row) =>
      row
        .map((cell, column) => padded(String(cell), widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}
