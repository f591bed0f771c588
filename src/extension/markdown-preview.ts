/** VS Code's own Markdown preview draws exchanges too. */
import * as vscode from 'vscode';
import type { WordingOptions } from '../rules/wording.js';
import { languageOf } from '../server/settings.js';
import { drawBlocks, type MarkdownIt } from './markdown-it.js';
import { Setting } from './names.js';

/** What VS Code finds in the extension's exports, by its contribution point `markdown.markdownItPlugins`. */
export interface MarkdownExports {
  extendMarkdownIt<M extends MarkdownIt>(markdown: M): M;
}

export function extendMarkdownPreview(context: vscode.ExtensionContext): MarkdownExports {
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if ([Setting.stateNames, Setting.language].some((name) => change.affectsConfiguration(name))) {
        refresh();
      }
    }),
  );
  return { extendMarkdownIt: (markdown) => drawBlocks(markdown, wording, refresh) };
}

function refresh(): void {
  void vscode.commands.executeCommand('markdown.preview.refresh');
}

function wording(): WordingOptions {
  const settings = vscode.workspace.getConfiguration();
  const language = settings.get<unknown>(Setting.language);
  const states = settings.get<unknown>(Setting.stateNames);
  return {
    language: languageOf(language === 'en' || language === 'zh-cn' ? language : vscode.env.language),
    states: states === 'rfc' || states === 'ss' ? states : 'netstat',
  };
}
