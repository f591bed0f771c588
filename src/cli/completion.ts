/** `segno completion SHELL`: what a shell has to read to complete commands, options and their values. */
import { COMMANDS, COMMON, type Options } from './options.js';
import { FORMATS } from './render.js';
import { LOOKS } from '../diagram/look.js';
import { NOTATIONS } from '../notation/reader.js';
import { RULES } from '../rules/index.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The values of options that have few; of `format` it depends on the command. */
function valuesOf(command: string, option: string): readonly string[] {
  switch (option) {
    case 'format':
      return command === 'check' ? ['pretty', 'json', 'sarif', 'github'] : FORMATS;
    case 'theme':
      return LOOKS;
    case 'lang':
      return ['en', 'zh-cn'];
    case 'notation':
      return NOTATIONS;
    default:
      return [];
  }
}

/** What stands behind a command that takes no path. */
function wordsBehind(command: string): readonly string[] {
  if (command === 'explain') return RULES.map(({ code }) => code);
  return command === 'completion' ? SHELLS : [];
}

export function completion(shell: Shell): string {
  return shell === 'fish' ? fish() : bash(shell === 'zsh');
}

const commands = Object.entries<Options>(COMMANDS).map(([name, own]) => {
  const options: Options = { ...own, ...COMMON };
  return { name, options };
});

/** zsh reads what is written for bash when it is asked to. */
function bash(zsh: boolean): string {
  const cases = commands.map(({ name, options }) => {
    const names = Object.entries(options).flatMap(([long, { short }]) => [
      `--${long}`,
      ...(short ? [`-${short}`] : []),
    ]);
    const valued = Object.entries(options).flatMap(([long, { short }]) => {
      const values = valuesOf(name, long);
      const patterns = [`--${long}`, ...(short ? [`-${short}`] : [])].join('|');
      return values.length === 0 ? [] : [`        ${patterns}) words="${values.join(' ')}" ;;`];
    });
    const behind = wordsBehind(name);
    return [
      `    ${name})`,
      '      case $previous in',
      ...valued,
      `        *) [[ $current == -* ]] && words="${names.join(' ')}"${behind.length > 0 ? ` || words="${behind.join(' ')}"` : ''} ;;`,
      '      esac ;;',
    ].join('\n');
  });
  return `${zsh ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_segno() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=""
  if [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} help" -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _segno segno
`;
}

function fish(): string {
  const lines = commands.flatMap(({ name, options }) => {
    const within = `complete -c segno -n '__fish_seen_subcommand_from ${name}'`;
    const behind = wordsBehind(name);
    return [
      `complete -c segno -n __fish_use_subcommand -f -a ${name}`,
      ...(behind.length > 0 ? [`${within} -f -a '${behind.join(' ')}'`] : []),
      ...Object.entries(options).map(([long, { type, short }]) => {
        const values = valuesOf(name, long);
        const taken = type === 'boolean' ? '' : values.length > 0 ? ` -x -a '${values.join(' ')}'` : ' -r';
        return `${within} -l ${long}${short ? ` -s ${short}` : ''}${taken}`;
      }),
    ];
  });
  return `${lines.join('\n')}\n`;
}
