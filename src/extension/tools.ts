/** Segno's tools for language models in VS Code, where it has such (1.95 and later). The server answers. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isToolAnswer, TOOL_REQUEST, type ToolParams } from '../protocol/server.js';

/** What VS Code 1.91, whose types these are, does not know of yet. */
interface LanguageModelTools {
  readonly lm?: {
    registerTool?: (
      name: string,
      tool: { invoke(options: { readonly input: unknown }): Promise<unknown> },
    ) => vscode.Disposable;
  };
  readonly LanguageModelToolResult?: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart?: new (text: string) => unknown;
}

/** The part of the manifest that names them. */
interface Manifest {
  readonly contributes: { readonly languageModelTools: readonly { readonly name: string }[] };
}

/** Offers the tools of the manifest; older versions of VS Code do without. */
export function registerTools(
  extension: Pick<vscode.Extension<unknown>, 'packageJSON'>,
  client: Pick<BaseLanguageClient, 'sendRequest'>,
): vscode.Disposable {
  const {
    lm,
    LanguageModelToolResult: Result,
    LanguageModelTextPart: Text,
  } = vscode as unknown as LanguageModelTools;
  if (!lm?.registerTool || !Result || !Text) return new vscode.Disposable(() => undefined);
  const { contributes } = extension.packageJSON as Manifest;
  const registered: vscode.Disposable[] = [];
  for (const { name } of contributes.languageModelTools) {
    const invoke = async ({ input }: { readonly input: unknown }): Promise<unknown> => {
      const params: ToolParams = { name: name.replace(/^segno_/, ''), input: JSON.stringify(input) };
      const answer: unknown = await client.sendRequest(TOOL_REQUEST, params);
      if (!isToolAnswer(answer)) throw new Error('The language server does not answer.');
      if (answer.wrong) throw new Error(answer.text);
      return new Result([new Text(answer.text)]);
    };
    registered.push(lm.registerTool(name, { invoke }));
  }
  return vscode.Disposable.from(...registered);
}
