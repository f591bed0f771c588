/** The command line: arguments in, text out, an exit status back. */
import { parseArgs } from 'node:util';
import { check } from './check.js';
import { completion, SHELLS } from './completion.js';
import { Configs } from './configs.js';
import { embed } from './embed.js';
import { explain } from './explain.js';
import { fmt } from './fmt.js';
import { importFiles } from './import.js';
import { Failure, type Io, type Status } from './io.js';
import { mdbook } from './mdbook.js';
import { COMMANDS, COMMON, type Options } from './options.js';
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
  readonly configs: Configs;
}

/** Runs one command. Never throws: what goes wrong is said on standard error. */
export async function run(argv: readonly string[], io: Io): Promise<Status> {
  let words = wordsIn(languageOf(io.env));
  try {
    const asked = languageOption(argv, words) ?? (await new Configs(io.cwd, words, 'en').language());
    const language = asked ?? languageOf(io.env);
    words = wordsIn(language);
    const configs = new Configs(io.cwd, words, language);
    const colours = io.stdout.isTTY && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
    return await command(argv, { io, language, words, paint: colours ? coloured : plain, version, configs });
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
      const { values, positionals } = parse(rest, words, COMMANDS.check);
      return check(
        positionals,
        {
          format: values.format,
          strict: values.strict,
          verbose: values.verbose,
          fix: values.fix,
          quiet: values.quiet,
          maxWarnings: values['max-warnings'],
          watch: values.watch,
          stdinName: values['stdin-name'],
        },
        run,
      );
    }
    case 'trace': {
      const { values, positionals } = parse(rest, words, COMMANDS.trace);
      return trace(positionals, { json: values.json, stdinName: values['stdin-name'] }, run);
    }
    case 'render': {
      const { values, positionals } = parse(rest, words, COMMANDS.render);
      return render(
        positionals,
        {
          format: values.format,
          output: values.output,
          theme: values.theme,
          toScale: values['to-scale'],
          end: values.end,
          stdinName: values['stdin-name'],
        },
        run,
      );
    }
    case 'import': {
      const { values, positionals } = parse(rest, words, COMMANDS.import);
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
      const { values, positionals } = parse(rest, words, COMMANDS.embed);
      const { github, check, warn, output } = values;
      return embed(positionals, { github, check, warn, output, stdinName: values['stdin-name'] }, run);
    }
    case 'mdbook':
      return mdbook(parse(rest, words, COMMANDS.mdbook).positionals, run);
    case 'fmt': {
      const { values, positionals } = parse(rest, words, COMMANDS.fmt);
      return fmt(positionals, { check: values.check, stdinName: values['stdin-name'] }, run);
    }
    case 'explain': {
      const [code, ...more] = parse(rest, words, COMMANDS.explain).positionals;
      if (code === undefined || more.length > 0) throw new Failure(words.needsCode, true);
      io.stdout.write(explain(code, run.language, words, run.paint));
      return 0;
    }
    case 'lsp':
      if (!parse(rest, words, COMMANDS.lsp).values.stdio) throw new Failure(words.needsStdio, true);
      return listenOnStdio();
    case 'mcp': {
      parse(rest, words, COMMANDS.mcp);
      const { serve } = await import('../mcp/main.js');
      await serve(run.version, run.language);
      return 0;
    }
    case 'completion': {
      const [asked = ''] = parse(rest, words, COMMANDS.completion).positionals;
      const shell = SHELLS.find((one) => one === asked);
      if (!shell) throw new Failure(words.badValue('completion', asked, SHELLS), true);
      io.stdout.write(completion(shell));
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
