/** The problems of the exchange at the cursor: how many, in the status bar, and the way to the next. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { AnalysedParams, ScenarioLines } from '../protocol/server.js';
import { setContext } from './context-keys.js';
import type { Condition, Health } from './health.js';
import { Command, ContextKey } from './names.js';
import { scenarioAround } from './scenario-around.js';
import { conditionText } from './status.js';

/** The name that the server gives its problems. */
const SOURCE = 'segno';

/** Left of where the cursor is said to be. */
const PRIORITY = 101;

/** What the status bar counts: an exchange, or a whole note while the cursor is in none of its exchanges. */
interface Counted {
  readonly scenario: ScenarioLines | undefined;
  /** In the order of their places. */
  readonly problems: readonly vscode.Diagnostic[];
}

export function countProblems(
  client: BaseLanguageClient,
  health: Health,
  onAnalysed: vscode.Event<AnalysedParams>,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('segno.problems', vscode.StatusBarAlignment.Right, PRIORITY);
  item.name = vscode.l10n.t('Problems of the Exchange');
  /** By the address of the document; forgotten when it closes. */
  const analysed = new Map<string, readonly ScenarioLines[]>();

  const scenariosIn = ({ document }: vscode.TextEditor) =>
    analysed.get(client.code2ProtocolConverter.asUri(document.uri)) ?? [];

  const counted = (editor: vscode.TextEditor): Counted | undefined => {
    const scenarios = scenariosIn(editor);
    if (scenarios.length === 0 || health.now !== 'answering') return undefined;
    const scenario = scenarioAround(scenarios, editor.selection.active.line + 1);
    const problems = vscode.languages
      .getDiagnostics(editor.document.uri)
      .filter(({ source, severity }) => source === SOURCE && severity !== vscode.DiagnosticSeverity.Hint)
      .filter(({ range }) => !scenario || scenarioAround(scenarios, range.start.line + 1) === scenario)
      .sort((one, other) => one.range.start.compareTo(other.range.start));
    return { scenario, problems };
  };

  const update = () => {
    const editor = vscode.window.activeTextEditor;
    const now = editor && counted(editor);
    if (now) show(item, now);
    else if (editor && scenariosIn(editor).length > 0) showCondition(item, health.now);
    else item.hide();
    setContext(ContextKey.hasFigure, now?.scenario?.figure !== undefined);
    setContext(ContextKey.hasProblem, now !== undefined && now.problems.length > 0);
  };

  const ofActive = (uri: vscode.Uri) =>
    uri.toString() === vscode.window.activeTextEditor?.document.uri.toString();

  return vscode.Disposable.from(
    item,
    onAnalysed(({ uri, scenarios }) => {
      if (scenarios) analysed.set(uri, scenarios);
      update();
    }),
    health.event(update),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some(ofActive)) update();
    }),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) update();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      analysed.delete(client.code2ProtocolConverter.asUri(uri));
    }),
    vscode.commands.registerCommand(Command.nextProblem, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor) await goToNext(editor, counted(editor)?.problems ?? []);
    }),
  );
}

function show(item: vscode.StatusBarItem, { scenario, problems }: Counted): void {
  const { length } = problems;
  const [icon, text] =
    length === 0
      ? ['check', vscode.l10n.t('No problems')]
      : [iconOf(problems), length === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', length)];
  const place = placeOf(scenario);
  const action =
    length === 0 ? vscode.l10n.t('Open the drawing to the side') : vscode.l10n.t('Go to the next problem');
  const figure = scenario?.figure;
  const said =
    figure === undefined ? text : `${vscode.l10n.t('TCP exchange, segments: {0}', figure)} · ${text}`;
  item.text = `$(${icon}) ${said}`;
  // Titles come from notes: as plain text they can be nothing else.
  item.tooltip = [place, ...problems.slice(0, 5).map(({ message }) => `• ${message}`), action].join('\n');
  item.accessibilityInformation = { label: `Segno: ${said}, ${place}`, role: 'button' };
  item.command = length === 0 ? Command.openPreviewToSide : Command.nextProblem;
  item.show();
}

/** What is shown in place of the count while nobody counts. */
function showCondition(item: vscode.StatusBarItem, condition: Condition): void {
  const said = conditionText(condition);
  const action = vscode.l10n.t('Restart');
  const icon = condition === 'starting' ? 'sync' : 'warning';
  item.text = `$(${icon}) ${said}`;
  item.tooltip = action;
  item.accessibilityInformation = { label: `${said}, ${action}`, role: 'button' };
  item.command = Command.restartServer;
  item.show();
}

/** The icon of the worst. */
function iconOf(problems: readonly vscode.Diagnostic[]): string {
  const has = (severity: vscode.DiagnosticSeverity) => problems.some((one) => one.severity === severity);
  if (has(vscode.DiagnosticSeverity.Error)) return 'error';
  return has(vscode.DiagnosticSeverity.Warning) ? 'warning' : 'info';
}

function placeOf(scenario: ScenarioLines | undefined): string {
  if (!scenario) return vscode.l10n.t('in this note');
  return scenario.title === ''
    ? vscode.l10n.t('in the exchange at the cursor')
    : vscode.l10n.t('in “{0}”', scenario.title);
}

/** Brings the cursor to the first problem after it, else to the first of all, and says what it is. */
async function goToNext(editor: vscode.TextEditor, problems: readonly vscode.Diagnostic[]): Promise<void> {
  const next = problems.find(({ range }) => range.start.isAfter(editor.selection.active)) ?? problems[0];
  if (!next) return;
  const { document, viewColumn } = editor;
  const selection = new vscode.Range(next.range.start, next.range.start);
  await vscode.window.showTextDocument(document, {
    selection,
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
  await vscode.commands.executeCommand('editor.action.showHover');
}
