/** Tells the client what came of an analysis. */
import type { Connection } from 'vscode-languageserver';
import { isSame } from '../exchange/same.js';
import type { Problem, Scenario } from '../language/analyse.js';
import { segmentsOf } from '../language/features/code-lens.js';
import { diagnostics } from '../language/features/diagnostics.js';
import type { Note } from '../language/note.js';
import { ANALYSED_NOTIFICATION, type AnalysedParams, type ScenarioLines } from '../protocol/server.js';

export class Publisher {
  /** By the address of a document, where its exchanges stand as far as the client has heard. */
  readonly #told = new Map<string, readonly ScenarioLines[]>();

  constructor(private readonly connection: Connection) {}

  /** A client that has gone meanwhile needs none of it. */
  publish(note: Note, problems: readonly Problem[]): void {
    const { uri, version, analysis } = note;
    this.connection
      .sendDiagnostics({ uri, version, diagnostics: diagnostics(note, problems) })
      .catch(() => undefined);
    const scenarios = analysis.scenarios.map(linesOf);
    const params: AnalysedParams = isSame(this.#told.get(uri), scenarios)
      ? { uri, version }
      : { uri, version, scenarios };
    this.#told.set(uri, scenarios);
    this.connection.sendNotification(ANALYSED_NOTIFICATION, params).catch(() => undefined);
  }

  /** Nothing is to be said of a document any more. */
  closed(uri: string): void {
    this.#told.delete(uri);
    this.connection.sendDiagnostics({ uri, diagnostics: [] }).catch(() => undefined);
  }
}

function linesOf(scenario: Scenario): ScenarioLines {
  const { title, line, endLine, notation } = scenario;
  return { title, line, endLine, ...(notation === 'segno' ? {} : { figure: segmentsOf(scenario) }) };
}
