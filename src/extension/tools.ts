/** Segno's tools for language models in VS Code, where it has such (1.95 and later). */
import * as vscode from 'vscode';
import { callTool, TOOLS } from '../assistant/tools.js';
import type { Language } from '../rules/rule.js';

/** What VS Code 1.91, whose types these are, does not know of yet. */
interface LanguageModelTools {
  readonly lm?: {
    registerTool?: (
      name: string,
      tool: { invoke(options: { readonly input: unknown }): unknown },
    ) => vscode.Disposable;
  };
  readonly LanguageModelToolResult?: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart?: new (text: string) => unknown;
}

/** The name of a tool among all that there are. */
export function toolName(name: string): string {
  return `segno_${name}`;
}

/** Offers the tools; older versions of VS Code do without. */
export function registerTools(language: () => Language): vscode.Disposable {
  const {
    lm,
    LanguageModelToolResult: Result,
    LanguageModelTextPart: Text,
  } = vscode as unknown as LanguageModelTools;
  if (!lm?.registerTool || !Result || !Text) return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(
    ...TOOLS.map(({ name }) =>
      lm.registerTool?.(toolName(name), {
        // What does not fit is thrown, and told to the model.
        invoke: ({ input }) => new Result([new Text(callTool(name, input, language()))]),
      }),
    ).filter((one) => one !== undefined),
  );
}
