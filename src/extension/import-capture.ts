/** *Import Capture…*: connections of a capture as new notes. Nothing leaves the machine. */
import * as vscode from 'vscode';
import {
  NotACapture,
  noteOf,
  readCapture,
  summaryOf,
  type Capture,
  type Connection,
  type Note,
  type Octets,
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

interface Row {
  readonly connection: Connection;
  /** Undefined where there are too many to look at each. */
  readonly note: Note | undefined;
}

/** The user has pressed Cancel. */
class Cancelled extends Error {}

async function importFrom(file: vscode.Uri, readInPieces: ReadInPieces): Promise<void> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (/\.pkt$/i.test(name)) {
    await importScript(file, name);
    return;
  }
  try {
    const { capture, rows } = await withProgress(vscode.l10n.t('Importing {0}', name), async (pause) => {
      const read = await readCapture(pausing(readInPieces(file), pause));
      return { capture: read, rows: await rowsOf(read, pause) };
    });
    tellOfDamage(name, capture);
    if (rows.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no TCP connection.', name));
      return;
    }
    const chosen = rows.length === 1 ? rows : await choose(name, rows);
    if (chosen && chosen.length > 0) await open(chosen);
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

/** Lets the editor do something else; throws where the user has pressed Cancel. */
type Pause = () => Promise<void>;

function withProgress<T>(title: string, work: (pause: Pause) => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (_progress, token) =>
    work(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      if (token.isCancellationRequested) throw new Cancelled();
    }),
  );
}

async function* pausing(octets: Octets, pause: Pause): Octets {
  for await (const piece of octets) {
    await pause();
    yield piece;
  }
}

async function rowsOf({ connections }: Capture, pause: Pause): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const connection of connections) {
    await pause();
    rows.push({ connection, note: connections.length > MOST_JUDGED ? undefined : noted(connection) });
  }
  return rows;
}

function noted(connection: Connection): Note {
  const language = languageOf(vscode.env.language);
  return noteOf(connection, { language, full: false, unfold: false, limit: MOST_SEGMENTS });
}

function tellOfDamage(name: string, { damage }: Capture): void {
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
    title: name,
    placeHolder: vscode.l10n.t('The connections to import'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.map(({ row }) => row);
}

function itemOf({ connection, note }: Row): vscode.QuickPickItem {
  const { client, server, start, duration, segments, octets, text } = summaryOf(connection);
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

/** A new note with what was chosen, and its drawing beside it. */
async function open(rows: readonly Row[]): Promise<void> {
  await openNote(rows.map(({ connection, note }) => (note ?? noted(connection)).text).join('\n'));
}

async function openNote(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand(Command.openPreviewToSide);
}
