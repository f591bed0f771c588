import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { ANALYSED_NOTIFICATION, isAnalysedParams, type AnalysedParams } from '../protocol/server.js';

/** Tells of every analysis to all who listen; the client itself would tell only the last. */
export class Analysed extends vscode.EventEmitter<AnalysedParams> {
  readonly #subscription: vscode.Disposable;

  constructor(client: BaseLanguageClient) {
    super();
    this.#subscription = client.onNotification(ANALYSED_NOTIFICATION, (params: unknown) => {
      if (isAnalysedParams(params)) this.fire(params);
    });
  }

  override dispose(): void {
    this.#subscription.dispose();
    super.dispose();
  }
}
