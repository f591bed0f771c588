/** Marks in the editors the line at which someone who steps through the preview stands. It scrolls nothing. */
import * as vscode from 'vscode';

export class StepMark implements vscode.Disposable {
  readonly #look = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    // Told by more than a tint: high contrast themes have none.
    borderWidth: '0 0 0 3px',
    borderStyle: 'solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #watch = vscode.window.onDidChangeVisibleTextEditors(() => this.#apply());
  #resource: vscode.Uri | undefined;
  #range: vscode.Range | undefined;

  /** Marks lines of a document, 1-based, or, without `lines`, none. */
  show(resource: vscode.Uri, lines: { readonly line: number; readonly endLine: number } | undefined): void {
    this.#resource = resource;
    this.#range = lines && new vscode.Range(lines.line - 1, 0, lines.endLine - 1, 0);
    this.#apply();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#look.dispose();
  }

  #apply(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const own = editor.document.uri.toString() === this.#resource?.toString();
      editor.setDecorations(this.#look, own && this.#range ? [this.#range] : []);
    }
  }
}
