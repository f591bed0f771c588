import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './lib/root.mjs';
import { MODULES } from './bundles.mjs';

/**
 * Writes the types of what programs import from the package. What is exported is told in the types of `src/api/types.ts`
 * alone, so that each file can be declared without looking into the others.
 *
 * @param {string} folder
 */
export function writeDeclarations(folder) {
  for (const file of ['src/api/types.ts', ...MODULES]) {
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(root, file), 'utf8'), {
      fileName: file,
      compilerOptions: { isolatedDeclarations: true, stripInternal: true },
      reportDiagnostics: true,
    });
    const wrong = diagnostics?.[0];
    if (wrong) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(wrong.messageText, '\n')}`);
    const declared = join(folder, relative('src', file).replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(declared), { recursive: true });
    writeFileSync(declared, outputText);
  }
}
