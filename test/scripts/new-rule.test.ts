import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { expect, it, onTestFinished } from 'vitest';
import { newRule } from '../../scripts/new-rule.mjs';
import type * as Rules from '../../src/rules/index.js';
import { root } from '../support/root.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

it.each([
  ['sent-too-late', 'warning'],
  ['aaa', 'error'],
  ['zzz-last', 'hint'],
])('npm run new-rule %s %s begins a rule that compiles and is registered', async (code, severity) => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const copy = mkdtempSync(join(root, '.cache/new-rule-'));
  onTestFinished(() => {
    rmSync(copy, { recursive: true });
  });
  for (const part of ['tcp', 'exchange', 'rules']) {
    cpSync(join(root, 'src', part), join(copy, 'src', part), { recursive: true });
  }
  mkdirSync(join(copy, 'test/rules'), { recursive: true });
  const files = newRule(code, severity, read);
  for (const [file, text] of files) writeFileSync(join(copy, file), text);

  const program = ts.createProgram([join(copy, 'src/rules/index.ts')], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });
  const complaints = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  expect(complaints).toEqual([]);

  const { outputFiles } = await esbuild.build({
    entryPoints: [join(copy, 'src/rules/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
  });
  const bundle = `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`;
  const { entryOf } = (await import(/* @vite-ignore */ bundle)) as typeof Rules;
  expect(entryOf(code)).toMatchObject({ code, severity });
});
