/** Problems for other programs. */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jsonText } from './json.js';
import type { FileReport } from './report.js';
import { safe } from './terminal.js';
import { RULES } from '../rules/index.js';
import { hrefOf } from '../rules/wording.js';
import type { Language } from '../rules/rule.js';
import type { Problem } from '../language/analyse.js';
import type { Range } from '../language/range.js';
import { problemJson } from '../language/trace-json.js';

/** `{"version":1,"files":[…]}`: a contract that other tools rely on. */
export function json(reports: readonly FileReport[]): string {
  const files = reports.map(({ name, problems }) => ({ file: name, problems: problems.map(problemJson) }));
  return jsonText({ version: 1, files });
}

const GITHUB: Readonly<Record<Problem['severity'], string | undefined>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: undefined,
};

/** Workflow commands that GitHub shows beside the lines of a change. */
export function github(reports: readonly FileReport[]): string {
  const data = (text: string) => safe(text).replaceAll('%', '%25');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return reports
    .flatMap(({ name, problems }) =>
      problems.flatMap((problem) => {
        const command = GITHUB[problem.severity];
        if (command === undefined) return [];
        const place = [
          `file=${property(name)}`,
          `line=${problem.line}`,
          `endLine=${problem.endLine}`,
          // Columns are of use to GitHub only within one line.
          ...(problem.line === problem.endLine
            ? [`col=${problem.column}`, `endColumn=${problem.endColumn}`]
            : []),
          `title=${property(problem.code)}`,
        ];
        return [`::${command} ${place.join(',')}::${data(problem.message)}\n`];
      }),
    )
    .join('');
}

const LEVELS: Readonly<Record<Problem['severity'], 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, the format of static analysis results. */
export function sarif(reports: readonly FileReport[], version: string, language: Language): string {
  const codes = [...new Set(reports.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort();
  const rules = codes.map((id) => {
    const entry = RULES.find(({ code }) => code === id);
    const helpUri = entry && hrefOf(entry.section);
    return {
      id,
      ...(entry && {
        shortDescription: { text: entry.title[language] },
        help: { text: entry.explanation[language], markdown: entry.explanation[language] },
        defaultConfiguration: { level: LEVELS[entry.severity] },
      }),
      ...(helpUri !== undefined && { helpUri }),
    };
  });
  const results = reports.flatMap(({ name, problems }) =>
    problems.map((problem) => ({
      ruleId: problem.code,
      ruleIndex: codes.indexOf(problem.code),
      level: LEVELS[problem.severity],
      message: { text: problem.message },
      locations: [location(name, problem)],
      ...(problem.related.length > 0 && {
        relatedLocations: problem.related.map((one) => ({
          ...location(name, one.range),
          message: { text: one.message },
        })),
      }),
    })),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'segno', version, rules } }, columnKind: 'utf16CodeUnits', results }],
  };
  return jsonText(log);
}

/** A path as a URI, relative where the path is: nothing in a file name is taken for a scheme, a query or a fragment. */
function uriOf(name: string): string {
  return isAbsolute(name) ? pathToFileURL(name).href : name.split('/').map(encodeURIComponent).join('/');
}

function location(name: string, place: Range) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(name) },
      region: {
        startLine: place.line,
        startColumn: place.column,
        endLine: place.endLine,
        endColumn: place.endColumn,
      },
    },
  };
}
