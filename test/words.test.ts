import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './support/imports.js';
import { root } from './support/root.js';

const chinese = /\p{Script=Han}/u;
/** Two small words in a row: what is said to people, rather than a name. */
const prose = /\b[a-z]{2,} [a-z]{2,}\b/;
/** What is no prose though it looks like it: names of classes, tags, rules of CSS, exchanges. */
const notProse = /\bsegno-\S*|\bmessageText\b|<[^>]*>|\S+:[^;]*;|\([^)]*var\(.*|^begin\n[^]*/g;
const isProse = (text: string): boolean => prose.test(text.replaceAll(notProse, ''));

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const json = (file: string): Record<string, string> => JSON.parse(read(file)) as Record<string, string>;

const sources = sourceFiles('src')
  .filter((file) => !file.includes('/generated/'))
  .map((file) => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));

function* nodesIn(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesIn(child);
}

const placeOf = (node: ts.Node): string => {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1} ${node.getText().slice(0, 80)}`;
};

/** The name of a property as it is written. */
const nameOf = ({ name }: ts.PropertyAssignment | ts.VariableDeclaration): string =>
  ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText();

const propertiesOf = (node: ts.ObjectLiteralExpression): ReadonlyMap<string, ts.Expression> =>
  new Map(node.properties.filter(ts.isPropertyAssignment).map((one) => [nameOf(one), one.initializer]));

/** The same words in both languages, as expressions of the code. */
interface Pair {
  readonly en: ts.Expression;
  readonly zh: ts.Expression;
}

/** Everything in the code. */
const nodes = sources.flatMap((source) => [...nodesIn(source)]);

/** What stands in objects with the properties `en` and `zh-cn`, or `zh`. */
const bilingual = nodes
  .filter(ts.isObjectLiteralExpression)
  .map((node) => ({ node, properties: propertiesOf(node) }))
  .filter(({ properties }) => properties.has('en'))
  .map(({ node, properties }) => ({
    node,
    en: properties.get('en'),
    zh: properties.get('zh-cn') ?? properties.get('zh'),
  }));
/** What stands side by side, in a call or a list. */
const neighbours = nodes
  .filter((node) => ts.isCallExpression(node) || ts.isArrayLiteralExpression(node))
  .flatMap((node): Pair[] => {
    const all = ts.isCallExpression(node) ? node.arguments : node.elements;
    return all.flatMap((en, index) => {
      const zh = all[index + 1];
      return zh && chinese.test(saidBy(zh)) && !chinese.test(saidBy(en)) && isProse(saidBy(en))
        ? [{ en, zh }]
        : [];
    });
  });

/** What stands in two objects of a file that are called `en` and `zh`, at the same places. */
const tables = sources.flatMap((source) => {
  const declared = new Map(
    [...nodesIn(source)].filter(ts.isVariableDeclaration).map((one) => [nameOf(one), one.initializer]),
  );
  const [en, zh] = [declared.get('en'), declared.get('zh')];
  return en && zh ? pairsIn(en, zh) : [];
});

function pairsIn(en: ts.Expression, zh: ts.Expression): Pair[] {
  if (!ts.isObjectLiteralExpression(en) || !ts.isObjectLiteralExpression(zh)) return [{ en, zh }];
  const other = propertiesOf(zh);
  return [...propertiesOf(en)].flatMap(([name, one]) => {
    const its = other.get(name);
    return its ? pairsIn(one, its) : [];
  });
}

const pairs: readonly Pair[] = [
  ...tables,
  ...neighbours,
  ...bilingual.flatMap(({ en, zh }) => (en && zh ? pairsIn(en, zh) : [])),
];

/** What an expression says itself, without what it puts in. */
function saidBy(node: ts.Node): string {
  return [...nodesIn(node)]
    .filter(
      (one) =>
        ts.isStringLiteralLike(one) ||
        ts.isTemplateHead(one) ||
        ts.isTemplateMiddle(one) ||
        ts.isTemplateTail(one),
    )
    .map((one) => one.text)
    .join(' ');
}

/** The values that are put into the words: names that are neither called nor asked for as a property. */
function valuesIn(node: ts.Node): ReadonlySet<string> {
  const names = [...nodesIn(node)].filter(ts.isIdentifier).filter(({ parent }) => !ts.isParameter(parent));
  const values = names.filter(
    (name) =>
      !(ts.isCallExpression(name.parent) && name.parent.expression === name) &&
      !(ts.isPropertyAccessExpression(name.parent) && name.parent.name === name),
  );
  return new Set(values.map(({ text }) => text));
}

function* ancestorsOf({ parent }: ts.Node): Iterable<ts.Node> {
  // Only that of a file is missing.
  for (let node: ts.Node | undefined = parent; node; node = node.parent as ts.Node | undefined) yield node;
}

describe('what the code says', () => {
  it('is said in both languages', () => {
    // A shorthand property has its words elsewhere.
    const alone = bilingual.filter(({ node, zh }) => !zh && !/'zh-cn'/.test(node.getText()));
    expect(alone.map(({ node }) => placeOf(node))).toEqual([]);
    expect(pairs.length).toBeGreaterThan(300);
  });

  it('is Chinese in Chinese, and not in English', () => {
    const left = pairs.filter(({ en, zh }) => isProse(saidBy(en)) && !chinese.test(saidBy(zh)));
    expect(left.map(({ zh }) => placeOf(zh))).toEqual([]);
    // In quotes stands what a note may say.
    const mixed = pairs.filter(({ en }) => chinese.test(saidBy(en).replaceAll(/`[^`]*`/g, '')));
    expect(mixed.map(({ en }) => placeOf(en))).toEqual([]);
  });

  it('names the same values in both languages', () => {
    const differing = pairs.filter(({ en, zh }) => {
      const [one, other] = [valuesIn(en), valuesIn(zh)];
      return one.size !== other.size || [...one].some((value) => !other.has(value));
    });
    expect(differing.map(({ en }) => placeOf(en))).toEqual([]);
  });

  it('is said nowhere else', () => {
    const words = new Set<ts.Node>(pairs.flatMap(({ en, zh }) => [...nodesIn(en), ...nodesIn(zh)]));
    const isSaid = (node: ts.Node): boolean =>
      ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isJsxText(node);
    /** Why something failed that never should: behind words of ours, as the message of an error is. */
    const isReason = ({ parent }: ts.Node): boolean =>
      (ts.isNewExpression(parent) && /Error$/.test(parent.expression.getText())) ||
      (ts.isCallExpression(parent) && /\.failed$/.test(parent.expression.getText()));
    const isTranslated = (node: ts.Node): boolean =>
      ts.isCallExpression(node.parent) && node.parent.expression.getText() === 'vscode.l10n.t';
    /** What a schema tells, to an editor or to a model that chooses among tools, it tells in English. */
    const isInSchema = (node: ts.Node): boolean =>
      ['src/assistant/tools.ts', 'src/language/config.ts'].includes(node.getSourceFile().fileName) &&
      [...ancestorsOf(node)].some(
        (one) => ts.isPropertyAssignment(one) && /^(?:title|description)$/.test(nameOf(one)),
      );
    /** Style sheets, and scripts of shells and of packetdrill. */
    const isCode = (node: ts.Node): boolean =>
      ['src/diagram/page-look.ts', 'src/cli/completion.ts', 'src/capture/out/packetdrill.ts'].includes(
        node.getSourceFile().fileName,
      );
    const hard = nodes
      .filter((node) => !isCode(node) && isSaid(node) && isProse(saidBy(node)) && !chinese.test(saidBy(node)))
      .filter((node) => !words.has(node) && !isReason(node) && !isTranslated(node) && !isInSchema(node));
    expect(hard.map(placeOf)).toEqual([]);
  });

  it('is translated where the extension hands it to VS Code', () => {
    const shown =
      /^(?:name|title|label|detail|description|placeHolder|prompt|tooltip|text|openLabel|saveLabel)$/;
    const ofExtension = nodes.filter((node) => node.getSourceFile().fileName.startsWith('src/extension/'));
    const handed = [
      ...ofExtension
        .filter(ts.isPropertyAssignment)
        .filter((one) => shown.test(nameOf(one)))
        .map(({ initializer }) => initializer),
      ...ofExtension
        .filter(ts.isBinaryExpression)
        .filter(({ left }) => ts.isPropertyAccessExpression(left) && shown.test(left.name.text))
        .map(({ right }) => right),
      ...ofExtension
        .filter(ts.isCallExpression)
        .filter(({ expression }) => /\bwindow\.show\w+Message$/.test(expression.getText()))
        .flatMap((call) => [...call.arguments]),
    ];
    expect(handed.length).toBeGreaterThan(5);
    const hard = handed.filter((node) => ts.isStringLiteralLike(node) && /[A-Za-z]{2}/.test(node.text));
    expect(hard.map(placeOf)).toEqual([]);
  });
});

describe('the words of VS Code’s own files', () => {
  const manifest = read('package.json');
  const files = [
    { name: 'package.nls', en: json('package.nls.json'), zh: json('package.nls.zh-cn.json') },
    (() => {
      const zh = json('l10n/bundle.l10n.zh-cn.json');
      return { name: 'l10n', en: Object.fromEntries(Object.keys(zh).map((key) => [key, key])), zh };
    })(),
  ];
  const rows = files.flatMap(({ en, zh }) =>
    Object.entries(en).map(([key, text]) => ({ key, en: text, zh: zh[key] ?? '' })),
  );

  it('are Chinese in Chinese, and not in English', () => {
    const said = rows.filter(({ en }) => !en.startsWith('media/'));
    expect(said.filter(({ zh }) => !chinese.test(zh)).map(({ key }) => key)).toEqual([]);
    expect(said.filter(({ en }) => chinese.test(en)).map(({ key }) => key)).toEqual([]);
  });

  it.each([
    ['placeholders', /\{\d\}/g],
    ['commands', /\(command:[^)]*\)/g],
    ['settings', /`#[^`]*#`/g],
    ['code', /`+[^`]+`+/g],
  ])('have the same %s in both languages', (_, pattern) => {
    const found = (text: string) => [...text.matchAll(pattern)].map(([one]) => one).sort();
    const differing = rows.filter(({ en, zh }) => found(en).join() !== found(zh).join());
    expect(differing.map(({ key }) => key)).toEqual([]);
  });

  it('are all that package.json says to people', () => {
    const shown =
      /"(?:title|shortTitle|description|markdownDescription|deprecationMessage|altText)": "(?!%)([^"]*)"/g;
    // Schemas are for models.
    const said = JSON.stringify(
      JSON.parse(manifest),
      (key, value: unknown) => (key === 'inputSchema' ? undefined : value),
      1,
    );
    const hard = [...said.matchAll(shown)].map(([, text]) => text);
    // The name of the extension is the same in every language.
    expect(hard.filter((text) => text !== 'Segno')).toEqual([]);
    expect([...manifest.matchAll(/numDescriptions": \[\s*"(?!%)/g)]).toEqual([]);
  });
});
