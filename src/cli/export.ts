/** `segno render` in forms for other programs: captures, tcpdump's text, scripts of packetdrill, JSON. */
import type { Source } from './files.js';
import { Failure } from './io.js';
import { jsonText } from './json.js';
import { numbered } from './output.js';
import type { Run } from './run.js';
import {
  exchangesJson,
  packetdrillScript,
  packetsIn,
  tcpdumpText,
  triedEnd,
  writePcap,
} from '../capture/capture.js';
import type { Scenario } from '../language/analyse.js';

export const EXPORTS = ['pcap', 'tcpdump', 'packetdrill', 'json'] as const;

export type Form = (typeof EXPORTS)[number];

export function isExport(format: string): format is Form {
  return EXPORTS.some((one) => one === format);
}

export interface ExportOptions {
  readonly output: string | undefined;
  /** Which end packetdrill tries. */
  readonly end: string | undefined;
}

export async function exported(
  format: Form,
  scenarios: readonly Scenario[],
  { name }: Source,
  { output, end }: ExportOptions,
  { io, words }: Run,
  write: (content: string | Uint8Array, to: string | undefined) => Promise<void>,
): Promise<void> {
  const packets = () => packetsIn(scenarios.map(({ trace }) => trace));
  switch (format) {
    case 'pcap':
      if (output === undefined && io.stdout.isTTY) throw new Failure(words.notForTerminal);
      await write(writePcap(packets()), output);
      break;
    case 'tcpdump':
      await write(tcpdumpText(packets()), output);
      break;
    case 'json':
      await write(jsonText(exchangesJson(scenarios)), output);
      break;
    case 'packetdrill': {
      const several = scenarios.length > 1;
      if (several && output === undefined) throw new Failure(words.severalScripts(name, scenarios.length));
      // Nothing is written unless all can be.
      const scripts = scenarios.map((scenario) => {
        const tried = end ?? triedEnd(scenario) ?? '';
        const made = packetdrillScript(scenario, tried);
        if (typeof made !== 'string') return made.script;
        throw new Failure(words.noScript(scenario.title || words.untitled, tried, made));
      });
      for (const [index, script] of scripts.entries()) {
        await write(script, several && output !== undefined ? numbered(output, index + 1) : output);
      }
    }
  }
}
