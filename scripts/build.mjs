// Builds everything into dist/. Usage: node scripts/build.mjs [--dev] [--watch]
//   --dev    readable code and source maps
//   --watch  like --dev, and again after every change
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundles, modules } from './bundles.mjs';
import { writeDeclarations } from './declarations.mjs';
import { generateParser } from './generate.mjs';
import { bundledPackages, noticesText } from './lib/notices.mjs';
import { root } from './lib/root.mjs';

const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

/** @type {[string, string][]} */
const GRAMMARS = [
  ['language/segno.langium', 'src/language/generated/ast.ts'],
  ['language/mermaid.langium', 'src/notation/mermaid/generated/ast.ts'],
];
/** @param {string} path */
const changed = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (GRAMMARS.some(([grammar, parser]) => changed(grammar) > changed(parser))) await generateParser();

mkdirSync(join(root, 'dist'), { recursive: true });
// The bundles are CommonJS, as both extension hosts want them, in a package of ES modules.
writeFileSync(join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');
// Those that programs import are modules. The names of their common parts change with what is in them.
rmSync(join(root, 'dist/npm'), { recursive: true, force: true });
mkdirSync(join(root, 'dist/npm'));
writeFileSync(join(root, 'dist/npm/package.json'), '{ "type": "module" }\n');
writeDeclarations(join(root, 'dist/npm'));

const present = bundles(dev).filter(({ entryPoints: [entry] }) => {
  const exists = existsSync(join(root, entry));
  if (!exists) console.log(`skipped: ${entry} does not exist`);
  return exists;
});

try {
  if (watch) {
    for (const bundle of [...present, modules(dev)]) await (await esbuild.context(bundle)).watch();
  } else {
    const all = [...present, modules(dev)];
    const built = await Promise.all(all.map((bundle) => esbuild.build({ ...bundle, metafile: true })));
    const packages = bundledPackages(built.map(({ metafile }) => metafile));
    writeFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), noticesText(packages));
    const names = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => /js$/.test(one)).sort()) {
      const { size } = statSync(join(root, 'dist', name));
      console.log(`dist/${name}  ${Math.ceil(size / 1024)} KB`);
    }
  }
} catch (error) {
  // What is wrong with the code, esbuild has said.
  if (!(error instanceof Error && 'errors' in error)) throw error;
  process.exitCode = 1;
}
