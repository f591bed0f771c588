/** *Import Capture…*: connections of a capture as new notes. Nothing leaves the machine. */
import * as vscode from 'vscode';
import {
  firstOf,
  NotACapture,
  noteOf,
  readConnections,
  summaryOf,
  type Connection,
  type Note,
  type Octets,
  type Summary,
  type Told,
} from '../capture/capture.js';
import { analyse } from '../language/analyse.js';
import { turned } from '../language/turn.js';
import { languageOf } from '../server/settings.js';
import { Command, LANGUAGE } from './names.js';

/** The octets of a file, in pieces. */
export type ReadInPieces = (uri: vscode.Uri) => Octets;

/** Captures with more connections are listed without what becomes of each. */
const MOST_JUDGED = 100;
/** A drawing of more segments helps nobody. */
const MOST_SEGMENTS = 2_000;

export function registerImport(readInPieces: ReadInPieces): vscode.Disposable {
  return vscode.commands.registerCommand(Command.importCapture, async (uri?: unknown) => {
    const file = uri instanceof vscode.Uri ? uri : await ask();
    if (file) await importFrom(file, readInPieces);
  });
}

async function ask(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Capture'),
    openLabel: vscode.l10n.t('Import'),
    filters: {
      [vscode.l10n.t('Captures')]: ['pcap', 'pcapng', 'cap', 'gz', 'pkt'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return picked?.[0];
}

/** What is kept of a connection. */
interface Row {
  /** Its first frame, by which it is found again in the file. */
  readonly first: number;
  readonly summary: Summary;
  /** Undefined where there are too many to look at each. */
  readonly note: Note | undefined;
}

/** The user has pressed Cancel. */
class Cancelled extends Error {}

async function importFrom(file: vscode.Uri, readInPieces: ReadInPieces): Promise<void> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const reading: WithFile = (work) => withProgress(file, name, readInPieces, work);
  if (/\.pkt$/i.test(name)) {
    await importScript(file, name);
    return;
  }
  try {
    const { told, rows } = await reading(rowsOf);
    tellOfDamage(name, told);
    if (rows.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no TCP connection.', name));
      return;
    }
    const chosen = rows.length === 1 ? rows : await choose(name, rows);
    if (chosen && chosen.length > 0) await openNote((await textsOf(chosen, reading)).join('\n'));
  } catch (error) {
    if (error instanceof Cancelled) return;
    const message =
      error instanceof NotACapture
        ? vscode.l10n.t(
            '{0} is no capture that Segno can read: it reads pcap and pcapng, also in gzip.',
            name,
          )
        : vscode.l10n.t(
            '{0} could not be read: {1}',
            name,
            error instanceof Error ? error.message : String(error),
          );
    void vscode.window.showErrorMessage(message);
  }
}

/** A script of packetdrill is a text, and short. */
async function importScript(file: vscode.Uri, name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const { scenarios } = analyse(document.getText(), {
    kind: 'figure',
    ending: 'pkt',
    language: languageOf(vscode.env.language),
    stateNames: 'netstat',
  });
  const texts = scenarios.map((scenario) => `${turned(scenario).join('\n')}\n`);
  if (texts.length > 0) await openNote(texts.join('\n'));
  else void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no TCP connection.', name));
}

/**
 * Lets the editor do something else; throws where the user has pressed Cancel.
 *
 * @param checked how many connections have been checked, and of how many, where that is what is done
 */
type Pause = (checked?: { readonly done: number; readonly all: number }) => Promise<void>;

/** The part of the bar that is filled when the file has been read, in percent; the rest is for checking. */
const READ = 80;

/** Does something with the octets of the file, while a bar shows how far that is. */
type WithFile = <T>(work: (octets: Octets, pause: Pause) => Promise<T>) => Promise<T>;

async function withProgress<T>(
  file: vscode.Uri,
  name: string,
  readInPieces: ReadInPieces,
  work: (octets: Octets, pause: Pause) => Promise<T>,
): Promise<T> {
  const { size } = await vscode.workspace.fs.stat(file);
  const title = vscode.l10n.t('Importing {0}', name);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    const pause: Pause = async (checked) => {
      if (checked) {
        const { done, all } = checked;
        const message = vscode.l10n.t('checking connection {0} of {1}', done + 1, all);
        progress.report({ message, increment: done > 0 ? (100 - READ) / all : 0 });
      }
      await new Promise((resolve) => setTimeout(resolve));
      if (token.isCancellationRequested) throw new Cancelled();
    };
    async function* octets(): Octets {
      for await (const piece of readInPieces(file)) {
        await pause();
        yield piece;
        if (size > 0) progress.report({ increment: (piece.length / size) * READ });
      }
    }
    return work(octets(), pause);
  });
}

/** What the table says of the connections, in the order of their first frames. */
async function rowsOf(
  octets: Octets,
  pause: Pause,
): Promise<{ readonly told: Told; readonly rows: readonly Row[] }> {
  const found: { readonly first: number; readonly summary: Summary }[] = [];
  const kept = new Map<number, Connection>();
  const told = await readConnections(octets, {
    folds: () => true,
    take: (connection) => {
      found.push({ first: firstOf(connection), summary: summaryOf(connection) });
      if (found.length <= MOST_JUDGED) kept.set(firstOf(connection), connection);
      else kept.clear();
    },
  });
  const rows: Row[] = [];
  for (const { first, summary } of found.sort((one, two) => one.first - two.first)) {
    const connection = kept.get(first);
    if (connection) await pause({ done: rows.length, all: found.length });
    rows.push({ first, summary, note: connection && noted(connection) });
  }
  return { told, rows };
}

/** The notes of connections; those that have none yet are looked for in the file once more. */
async function textsOf(chosen: readonly Row[], reading: WithFile): Promise<readonly string[]> {
  const texts = new Map(chosen.flatMap(({ first, note }) => (note ? [[first, note.text] as const] : [])));
  const missing = new Set(chosen.flatMap(({ first }) => (texts.has(first) ? [] : [first])));
  if (missing.size > 0) {
    await reading(async (octets, pause) => {
      const connections: Connection[] = [];
      await readConnections(octets, {
        folds: () => true,
        take: (connection) => {
          if (missing.has(firstOf(connection))) connections.push(connection);
        },
      });
      for (const [done, connection] of connections.entries()) {
        await pause({ done, all: connections.length });
        texts.set(firstOf(connection), noted(connection).text);
      }
    });
  }
  return chosen.flatMap(({ first }) => texts.get(first) ?? []);
}

function noted(connection: Connection): Note {
  const language = languageOf(vscode.env.language);
  return noteOf(connection, { language, full: false, unfold: false, limit: MOST_SEGMENTS });
}

function tellOfDamage(name: string, { damage }: Told): void {
  if (!damage) return;
  const message =
    damage.why === 'cut-short'
      ? vscode.l10n.t('{0} is cut short: what comes before is imported.', name)
      : vscode.l10n.t('{0} is damaged: what comes before is imported.', name);
  void vscode.window.showWarningMessage(message);
}

async function choose(name: string, rows: readonly Row[]): Promise<readonly Row[] | undefined> {
  const items = rows.map((row) => ({ ...itemOf(row), row }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('{0}: {1} connections', name, rows.length),
    placeHolder: vscode.l10n.t('The connections to import'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.map(({ row }) => row);
}

function itemOf({ summary, note }: Row): vscode.QuickPickItem {
  const { client, server, start, duration, segments, octets, text } = summary;
  const states = note && [note.final.C, note.final.S].flatMap((state) => state ?? []).join(', ');
  const problems = note?.problems.length ?? 0;
  const told = [
    start === undefined ? '' : new Date(start * 1000).toLocaleTimeString(),
    vscode.l10n.t('{0} s', duration.toFixed(3)),
    vscode.l10n.t('{0} segments', segments),
    vscode.l10n.t('{0} octets', octets),
    states ?? '',
    problems === 0 ? '' : `$(warning) ${problems}`,
  ];
  return {
    label: `${client} → ${server}`,
    description: told.filter((one) => one !== '').join(' · '),
    ...(text === '' ? {} : { detail: text }),
  };
}

/** A new note, and its drawing beside it. */
async function openNote(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand(Command.openPreviewToSide);
}
