/** The outline: scenarios, and what happens in them. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { SegmentStatement, Statement } from '../../exchange/script.js';
import type { Bilingual } from '../../rules/rule.js';
import type { Scenario } from '../analysis.js';
import { toLsp, type Note } from '../note.js';
import type { Range } from '../range.js';
import type { Feature } from './feature.js';

const UNTITLED: Bilingual = { en: 'Exchange', 'zh-cn': '交互' };

export const documentSymbolsFeature: Feature = {
  capabilities: { documentSymbolProvider: { label: 'Segno' } },
  register({ connection, atRest }) {
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const open = await atRest(textDocument.uri, token);
      return open ? documentSymbols(open) : [];
    });
  },
};

export function documentSymbols({ analysis, options }: Note): DocumentSymbol[] {
  return analysis.scenarios.map((scenario) => ({
    name: scenario.title === '' ? UNTITLED[options.language] : scenario.title,
    detail: scenario.trace.endpoints.map(({ name, label }) => label ?? name).join(', '),
    kind: SymbolKind.Namespace,
    range: toLsp(scenario.range),
    selectionRange: toLsp(headingIn(scenario)),
    children: childrenOf(scenario),
  }));
}

/** Kept with the scenario, which is the same after an edit elsewhere. */
const known = new WeakMap<Scenario, DocumentSymbol[]>();

function childrenOf(scenario: Scenario): DocumentSymbol[] {
  let children = known.get(scenario);
  if (!children) {
    children = scenario.script.statements.flatMap((statement, index) => {
      const symbol = symbolOf(statement, scenario.sourceMap.range({ statement: index, part: 'whole' }));
      return symbol ? [symbol] : [];
    });
    known.set(scenario, children);
  }
  return children;
}

/** What is selected must lie within the scenario. */
function headingIn({ heading, range }: Scenario): Range {
  const inside = heading.line >= range.line && heading.endLine <= range.endLine;
  return inside ? heading : { ...range, endLine: range.line, endColumn: range.column };
}

function symbolOf(statement: Statement, range: Range): DocumentSymbol | undefined {
  const where = { range: toLsp(range), selectionRange: toLsp(range) };
  switch (statement.kind) {
    case 'segment':
      return { name: flagsOf(statement), detail: wayOf(statement), kind: SymbolKind.Event, ...where };
    case 'call':
      return { name: statement.call, detail: statement.end.name, kind: SymbolKind.Method, ...where };
    case 'phase':
      return statement.text === undefined
        ? undefined
        : { name: statement.text, kind: SymbolKind.String, ...where };
    case 'state':
    case 'path':
    case 'endpoint':
    case 'note':
    case 'timing':
      return undefined;
  }
}

function flagsOf({ flags, data }: SegmentStatement): string {
  const written = [...flags, ...(data ? ['DATA'] : [])].join('+');
  return written === '' ? '()' : written;
}

function wayOf({ from = '…', to = '…', arrow, fate }: SegmentStatement): string {
  if (arrow === 'right') return `${from} ${fate === 'lost' ? '-x' : '→'} ${to}`;
  return `${to} ${fate === 'lost' ? 'x-' : '←'} ${from}`;
}
