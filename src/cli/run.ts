/** The command line: arguments in, text out, an exit status back. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { check } from './check.js';
import { embed } from './embed.js';
import { explain } from './explain.js';
import { fmt } from './fmt.js';
import { importFiles } from './import.js';
import { Failure, type Io, type Status } from './io.js';
import { mdbook } from './mdbook.js';
import { render } from './render.js';
import { coloured, plain, safe, type Paint } from './terminal.js';
import { trace } from './trace.js';
import { languageOf, wordsIn, type Words } from './words.js';
import { version } from '../../package.json';
import type { Language } from '../rules/rule.js';
import { listenOnStdio } from '../server/stdio.js';

/** What every command gets. */
export interface Run {
  readonly io: Io;
  readonly language: Language;
  readonly words: Words;
  readonly paint: Paint;
  readonly version: string;
}

type Options = NonNullable<ParseArgsConfig['options']>;

const COMMON = {
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

const STDIN_NAME = {
  'stdin-name': { type: 'string', default: 'stdin.segno' },
} as const satisfies Options;

/** Runs one command. Never throws: what goes wrong is said on standard error. */
export async function run(argv: readonly string[], io: Io): Promise<Status> {
  let words = wordsIn(languageOf(io.env));
  try {
    const language = languageOption(argv, words) ?? languageOf(io.env);
    words = wordsIn(language);
    const colours = io.stdout.isTTY && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
    return await command(argv, { io, language, words, paint: colours ? coloured : plain, version });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.stderr.write(`segno: ${safe(error.message)}\n${error.showsHelp ? `${words.seeHelp}\n` : ''}`);
    return 2;
  }
}

async function command(argv: readonly string[], run: Run): Promise<Status> {
  const { io, words } = run;
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.stderr.write(words.help);
    return 2;
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  // Before a command only the language may stand.
  if (name === '--lang') return command(rest.slice(1), run);
  if (name.startsWith('--lang=')) return command(rest, run);
  if (name === 'help' || argv.includes('--help') || argv.includes('-h')) {
    io.stdout.write(words.help);
    return 0;
  }
  switch (name) {
    case 'check': {
      const { values, positionals } = parse(rest, words, {
        format: { type: 'string', default: 'pretty' },
        strict: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        ...STDIN_NAME,
      });
      return check(
        positionals,
        {
          format: values.format,
          strict: values.strict,
          verbose: values.verbose,
          stdinName: values['stdin-name'],
        },
        run,
      );
    }
    case 'trace': {
      const { values, positionals } = parse(rest, words, {
        json: { type: 'boolean', default: false },
        ...STDIN_NAME,
      });
      return trace(positionals, { json: values.json, stdinName: values['stdin-name'] }, run);
    }
    case 'render': {
      const { values, positionals } = parse(rest, words, {
        format: { type: 'string', short: 'f', default: 'mermaid' },
        output: { type: 'string', short: 'o' },
        theme: { type: 'string', default: 'light' },
        'to-scale': { type: 'boolean', default: false },
        ...STDIN_NAME,
      });
      return render(
        positionals,
        {
          format: values.format,
          output: values.output,
          theme: values.theme,
          toScale: values['to-scale'],
          stdinName: values['stdin-name'],
        },
        run,
      );
    }
    case 'import': {
      const { values, positionals } = parse(rest, words, {
        output: { type: 'string', short: 'o' },
        notation: { type: 'string' },
        connection: { type: 'string', multiple: true, default: [] },
        from: { type: 'string' },
        to: { type: 'string' },
        grep: { type: 'string' },
        limit: { type: 'string' },
        list: { type: 'boolean', default: false },
        unfold: { type: 'boolean', default: false },
        full: { type: 'boolean', default: false },
        ...STDIN_NAME,
      });
      const { output, notation, grep, list, unfold, full } = values;
      const options = {
        output,
        notation,
        grep,
        list,
        unfold,
        full,
        connections: values.connection.map((one) => numberIn('--connection', one, words)),
        from: values.from === undefined ? undefined : numberIn('--from', values.from, words),
        to: values.to === undefined ? undefined : numberIn('--to', values.to, words),
        limit: values.limit === undefined ? Infinity : numberIn('--limit', values.limit, words),
        stdinName: values['stdin-name'],
      };
      return importFiles(positionals, options, run);
    }
    case 'embed': {
      const { values, positionals } = parse(rest, words, {
        github: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        warn: { type: 'boolean', default: false },
        output: { type: 'string', short: 'o' },
        ...STDIN_NAME,
      });
      const { github, check, warn, output } = values;
      return embed(positionals, { github, check, warn, output, stdinName: values['stdin-name'] }, run);
    }
    case 'mdbook':
      return mdbook(parse(rest, words, {}).positionals, run);
    case 'fmt': {
      const { values, positionals } = parse(rest, words, {
        check: { type: 'boolean', default: false },
        ...STDIN_NAME,
      });
      return fmt(positionals, { check: values.check, stdinName: values['stdin-name'] }, run);
    }
    case 'explain': {
      const [code, ...more] = parse(rest, words, {}).positionals;
      if (code === undefined || more.length > 0) throw new Failure(words.needsCode, true);
      io.stdout.write(explain(code, run.language, words, run.paint));
      return 0;
    }
    case 'lsp':
      if (!parse(rest, words, { stdio: { type: 'boolean' } }).values.stdio)
        throw new Failure(words.needsStdio, true);
      return listenOnStdio();
    case 'mcp': {
      parse(rest, words, {});
      const { serve } = await import('../mcp/main.js');
      await serve(run.version, run.language);
      return 0;
    }
    default:
      throw new Failure(words.unknownCommand(name), true);
  }
}

/** Options and paths of one command; `-` is a path. */
function parse<O extends Options>(args: readonly string[], words: Words, options: O) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence] = error.message.split('. ');
    throw new Failure(words.wrongOption(sentence ?? error.message), true);
  }
}

/** A number that is not negative. */
function numberIn(option: string, value: string, words: Words): number {
  if (!/^\d+(?:\.\d+)?$/.test(value)) throw new Failure(words.notANumber(option, value), true);
  return Number(value);
}

/** The language asked for, wherever in the arguments, so that even a complaint about the others is in it. */
function languageOption(argv: readonly string[], words: Words): Language | undefined {
  const at = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  if (at < 0) return undefined;
  const value = argv[at]?.split('=')[1] ?? argv[at + 1] ?? '';
  switch (value.toLowerCase().replace('_', '-')) {
    case 'en':
      return 'en';
    case 'zh':
    case 'zh-cn':
      return 'zh-cn';
    default:
      throw new Failure(words.badValue('--lang', value, ['en', 'zh-cn']), true);
  }
}
