/** *Save Exchange As…*: the exchange at the cursor as a capture, or in another form that other programs read. */
import * as vscode from 'vscode';
import {
  exchangesJson,
  packetdrillScript,
  packetsIn,
  tcpdumpText,
  triedEnd,
  writePcap,
  type Refused,
} from '../capture/capture.js';
import { analyse, type Scenario } from '../language/analyse.js';
import { documentKind } from '../language/text-kind.js';
import { languageOf } from '../server/settings.js';
import { drawingFileName } from './file-name.js';
import { Command } from './names.js';
import { saveFile } from './save-file.js';
import { scenarioAround } from './scenario-around.js';

interface Form extends vscode.QuickPickItem {
  readonly format: string;
  readonly ending: string;
  /** Undefined where the user has thought better of it, or there is none and that has been said. */
  readonly make: (scenario: Scenario) => Promise<Uint8Array | undefined> | Uint8Array | undefined;
}

export function registerExport(): vscode.Disposable {
  return vscode.commands.registerCommand(Command.saveExchange, async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    const { scenarios } = analyse(document.getText(), {
      ...documentKind(document.languageId, document.fileName),
      language: languageOf(vscode.env.language),
      stateNames: 'netstat',
    });
    const around = scenarioAround(scenarios, selection.active.line + 1);
    const scenario = scenarios.find((one) => one === around) ?? (await chosen(scenarios));
    if (!scenario) return;
    const form = await vscode.window.showQuickPick(formsOf(), { placeHolder: vscode.l10n.t('Save it as') });
    const content = await form?.make(scenario);
    if (!form || !content) return;
    const name = drawingFileName(document.uri.path.split('/').at(-1) ?? '', scenario.title, form.ending);
    await saveFile(
      {
        title: vscode.l10n.t('Save Exchange'),
        format: form.format,
        ending: form.ending,
        name,
        content,
        failed: (why) => vscode.l10n.t('The exchange could not be saved: {0}', why),
      },
      document.uri,
    );
  });
}

/** The exchange that is meant where the cursor is in none. */
async function chosen(scenarios: readonly Scenario[]): Promise<Scenario | undefined> {
  if (scenarios.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no exchange here.'));
    return undefined;
  }
  if (scenarios.length === 1) return scenarios[0];
  const items = scenarios.map((scenario) => ({
    label: scenario.title || vscode.l10n.t('Untitled'),
    description: vscode.l10n.t('line {0}', scenario.line),
    scenario,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which exchange?') });
  return picked?.scenario;
}

function formsOf(): readonly Form[] {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  return [
    {
      label: vscode.l10n.t('Capture'),
      description: vscode.l10n.t('pcap, for Wireshark and others'),
      format: 'pcap',
      ending: 'pcap',
      make: ({ trace }) => writePcap(packetsIn([trace])),
    },
    {
      label: vscode.l10n.t('Text of tcpdump'),
      format: 'tcpdump',
      ending: 'txt',
      make: ({ trace }) => text(tcpdumpText(packetsIn([trace]))),
    },
    {
      label: vscode.l10n.t('Script of packetdrill'),
      description: vscode.l10n.t('tries one end, and plays the other'),
      format: 'packetdrill',
      ending: 'pkt',
      make: async (scenario) => {
        const end = await askForEnd(scenario);
        const made = end === undefined ? undefined : packetdrillScript(scenario, end);
        if (typeof made === 'string') void vscode.window.showWarningMessage(why(made, end ?? ''));
        return typeof made === 'object' ? text(made.script) : undefined;
      },
    },
    {
      label: vscode.l10n.t('JSON data'),
      description: vscode.l10n.t('data for other programs'),
      format: 'JSON',
      ending: 'json',
      make: (scenario) => text(`${JSON.stringify(exchangesJson([scenario]), undefined, 2)}\n`),
    },
  ];
}

async function askForEnd(scenario: Scenario): Promise<string | undefined> {
  const usual = triedEnd(scenario);
  const ends = scenario.trace.endpoints.filter(({ unchecked }) => !unchecked);
  if (ends.length < 2) return usual;
  const items = ends
    .map(({ name, label }) => ({ label: name, description: label ?? '' }))
    .sort((one, two) => Number(two.label === usual) - Number(one.label === usual));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which end is tried?'),
  });
  return picked?.label;
}

function why(refused: Refused, end: string): string {
  switch (refused) {
    case 'no-such-end':
      return vscode.l10n.t('This exchange has no end that is a TCP.');
    case 'several-connections':
      return vscode.l10n.t('{0} has several connections, and packetdrill plays one.', end);
    case 'begins-within':
      return vscode.l10n.t('{0} begins in a state that no script can bring about.', end);
  }
}
