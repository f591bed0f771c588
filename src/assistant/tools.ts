/**
 * What an assistant may ask Segno, so that a model which explains TCP can check itself: the tools of `segno mcp`, and the
 * same in VS Code. Answers are Markdown, short, and complete sentences: what is wrong, what would be right, and where
 * RFC 9293 says so.
 */
import { WORDS } from './words.js';
import { check, explain, next, read, trace } from '../api/index.js';
import { textFigures } from '../api/text-figures.js';
import type { Language, Options, Problem, SegmentStep, TracedScenario } from '../api/types.js';
import { RULES } from '../rules/index.js';
import { nearest } from '../language/suggest.js';
import { NOTATIONS } from '../notation/reader.js';

/** What a tool takes, as JSON Schema has it. */
export interface Parameters {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Parameter>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

interface Parameter {
  readonly type: 'string';
  readonly description: string;
  readonly enum?: readonly string[];
}

export interface Tool {
  readonly name: 'check' | 'trace' | 'next' | 'explain' | 'render' | 'import';
  readonly title: string;
  /** What it is for, in the words that a model chooses by. */
  readonly description: string;
  readonly parameters: Parameters;
  readonly run: (given: Given, language: Language) => string;
}

/** Arguments that fit the parameters of the tool. */
type Given = Readonly<Record<string, string>>;

const TEXT: Parameter = {
  type: 'string',
  description:
    'The exchange, one line a segment: `C -> SYN(seq=x) -> S`, `C <- SYN(seq=y)+ACK(ack=x+1) <- S`, `C -> ACK -x S` for one ' +
    'that is lost, `C: close` for a call, `S: ESTABLISHED` for a state. Or a Markdown page, a Mermaid sequence diagram, ' +
    'the text of tcpdump, or a ladder of arrows: then give a name.',
};

const NAME: Parameter = {
  type: 'string',
  description:
    'A file name that tells what the text is: note.segno (the default), page.md, figure.mmd, capture.txt.',
};

const parameters = (
  properties: Readonly<Record<string, Parameter>>,
  ...required: readonly string[]
): Parameters => ({ type: 'object', properties, required, additionalProperties: false });

export const TOOLS: readonly Tool[] = [
  {
    name: 'check',
    title: 'Check a TCP exchange',
    description:
      'Checks a TCP segment exchange against RFC 9293: sequence and acknowledgment numbers, flags, states, what each end ' +
      'may send. Call it before showing anybody an exchange, a handshake, a close or a reset that you wrote or explain.',
    parameters: parameters({ text: TEXT, name: NAME }, 'text'),
    run: (given, language) => {
      const options = optionsOf(given, language);
      const problems = check(given['text'] ?? '', options).filter(({ severity }) => severity !== 'hint');
      const exchanges = read(given['text'] ?? '', options).length;
      if (problems.length > 0) return problems.map((one) => problemText(one, language)).join('\n\n');
      return (exchanges === 0 ? WORDS.noExchange : WORDS.noProblems(exchanges))[language];
    },
  },
  {
    name: 'trace',
    title: 'Follow both ends',
    description:
      'Plays a TCP exchange and tells the numbers of each segment and the state of both ends after it. Use it to answer ' +
      'in which state an end is, or which number comes out.',
    parameters: parameters({ text: TEXT, name: NAME }, 'text'),
    run: (given, language) => {
      const { scenarios } = trace(given['text'] ?? '', optionsOf(given, language));
      return scenarios.length === 0
        ? WORDS.noExchange[language]
        : scenarios.map((one) => traceText(one, language)).join('\n\n');
    },
  },
  {
    name: 'next',
    title: 'What may follow',
    description:
      'Tells what a conforming TCP may send or do next after an exchange, the likeliest first, and the states that it leads to.',
    parameters: parameters({ text: TEXT, name: NAME }, 'text'),
    run: (given, language) => {
      const steps = next(given['text'] ?? '', optionsOf(given, language));
      if (steps.length === 0) return WORDS.nothingFollows[language];
      return steps
        .map(({ line, expected, states }) => {
          const after = Object.entries(states).map(([end, state]) => `${end} ${state}`);
          return (expected ? WORDS.follows : WORDS.mayFollow)(line, after.join(', '))[language];
        })
        .join('\n');
    },
  },
  {
    name: 'explain',
    title: 'Explain a problem',
    description:
      'Explains a problem that Segno found by its code, such as wrong-ack-number, with examples and RFC 9293.',
    parameters: parameters(
      { code: { type: 'string', description: 'The code, such as wrong-ack-number.' } },
      'code',
    ),
    run: ({ code = '' }, language) => {
      const found = explain(code, { language });
      if (!found) {
        const near = nearest(
          code,
          RULES.map((rule) => rule.code),
        );
        const meant = near === undefined ? [] : [WORDS.meant(quoted(near))[language]];
        return [WORDS.noSuchProblem(quoted(code))[language], ...meant].join(' ');
      }
      const examples = (title: string, texts: readonly string[]) =>
        texts.map((text) => `${title}\n\n\`\`\`segno\n${text.trimEnd()}\n\`\`\``);
      return [
        `**${found.title}** (${found.severity}${groundsText(found.section, found.requirement)})`,
        found.text,
        ...examples(WORDS.wrong[language], found.wrong),
        ...examples(WORDS.right[language], found.right),
      ].join('\n\n');
    },
  },
  {
    name: 'render',
    title: 'Draw an exchange',
    description:
      'Draws a TCP exchange with the states of both ends: as Mermaid (the default), or as a figure of characters as in RFCs.',
    parameters: parameters(
      {
        text: TEXT,
        name: NAME,
        format: { type: 'string', enum: ['mermaid', 'rfc'], description: 'mermaid or rfc.' },
      },
      'text',
    ),
    run: (given, language) => {
      const format = given['format'] === 'rfc' ? 'rfc' : 'mermaid';
      const figures = textFigures(given['text'] ?? '', optionsOf(given, language), format);
      if (figures.length === 0) return WORDS.noExchange[language];
      const fence = format === 'rfc' ? 'text' : 'mermaid';
      return figures.map(({ text }) => `\`\`\`${fence}\n${text.trimEnd()}\n\`\`\``).join('\n\n');
    },
  },
  {
    name: 'import',
    title: 'Read an exchange in another notation',
    description:
      'Reads TCP exchanges in Mermaid, PlantUML, ladders and arrows of characters, RFC figures, tables, or the text of ' +
      'tcpdump and tshark, and writes them in Segno’s notation, which the other tools take.',
    parameters: parameters(
      {
        text: { type: 'string', description: 'The figure or the capture’s text.' },
        name: {
          ...NAME,
          description:
            'A file name that tells what it is: figure.mmd, figure.puml, capture.txt (the default).',
        },
      },
      'text',
    ),
    run: (given, language) => {
      const exchanges = read(given['text'] ?? '', {
        ...optionsOf(given, language),
        name: given['name'] ?? 'figure.txt',
      });
      if (exchanges.length === 0)
        return [WORDS.noExchange, WORDS.areRead(NOTATIONS.join(', '))].map((one) => one[language]).join(' ');
      return exchanges.map(({ segno }) => `\`\`\`segno\n${segno.trimEnd()}\n\`\`\``).join('\n\n');
    },
  },
];

/**
 * Runs a tool with what a model has given it, whatever that is.
 *
 * @throws Error where there is no such tool, or its arguments do not fit: the message is for the model
 */
export function callTool(name: string, given: unknown, language: Language): string {
  const tool = TOOLS.find((one) => one.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  return tool.run(fitting(tool.parameters, given), language);
}

/** Longer texts are no exchange that somebody explains. */
const LONGEST = 1_000_000;

function fitting({ properties, required }: Parameters, given: unknown): Given {
  const all = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  for (const [name, value] of all) {
    const parameter = properties[name];
    if (!parameter) throw new Error(`There is no argument ${name}.`);
    if (typeof value !== 'string' || value.length > LONGEST) {
      throw new Error(`${name} has to be a text of at most ${LONGEST} characters.`);
    }
    if (parameter.enum && !parameter.enum.includes(value)) {
      throw new Error(`${name} has to be one of ${parameter.enum.join(', ')}.`);
    }
  }
  const missing = required.find((name) => !all.some(([one]) => one === name));
  if (missing !== undefined) throw new Error(`${missing} is missing.`);
  return Object.fromEntries(all);
}

function optionsOf({ name }: Given, language: Language): Options {
  return { language, ...(name === undefined ? {} : { name }) };
}

const quoted = (text: string): string => `\`${text.replaceAll(/[`\s]+/g, ' ').slice(0, 60)}\``;

function groundsText(section: string | null, requirement: string | null): string {
  return section === null ? '' : `, RFC 9293 §${section}${requirement === null ? '' : ` ${requirement}`}`;
}

/** What is wrong, what would be right, and where the standard says so. */
function problemText(
  { line, severity, code, message, section, href, fixes }: Problem,
  language: Language,
): string {
  const grounds = section === null ? '' : ` ([RFC 9293 §${section}](${href ?? ''}))`;
  const [best] = fixes;
  return [
    WORDS.problem(line, severity, code, message, grounds)[language],
    ...(best ? [WORDS.mend(best.title)[language]] : []),
  ].join('\n');
}

function traceText({ title, initial, steps, final }: TracedScenario, language: Language): string {
  const ends = [...new Set([...Object.keys(initial), ...Object.keys(final)])];
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const rows = steps.flatMap((step) => {
    if (step.kind !== 'segment' && step.kind !== 'call') return [];
    const what =
      step.kind === 'call'
        ? `${step.endpoint}: ${step.call}`
        : WORDS.sent(step.from ?? '...', step.to ?? '...', segmentText(step))[language];
    return [row([String(step.line), what, ...ends.map((end) => step.states[end] ?? '')])];
  });
  return [
    ...(title === '' ? [] : [`**${cell(title)}**`, '']),
    row([WORDS.line[language], WORDS.happens[language], ...ends]),
    `|${' --- |'.repeat(ends.length + 2)}`,
    row(['', WORDS.before[language], ...ends.map((end) => initial[end] ?? '')]),
    ...rows,
  ].join('\n');
}

function segmentText({ flags, seq, ack, len, fate }: SegmentStep): string {
  return [
    flags.join('+'),
    ...(seq === null ? [] : [`seq=${seq}`]),
    ...(ack === null ? [] : [`ack=${ack}`]),
    ...(len > 0 ? [`len=${len}`] : []),
    ...(fate === 'delivered' ? [] : [`(${fate})`]),
  ].join(' ');
}

/** Text of a note in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll('|', '\\|');
}
