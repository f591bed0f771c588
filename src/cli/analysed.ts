/** How a file is analysed: by its name, and by what its configuration says. */
import type { Run } from './run.js';
import type { AnalyseOptions } from '../language/analyse.js';
import { textKind } from '../language/text-kind.js';
import { NOTATIONS } from '../notation/reader.js';

/** @throws Failure where the configuration makes no sense */
export async function howToAnalyse(name: string, { configs, language }: Run): Promise<AnalyseOptions> {
  const { rules, mode, notations } = await configs.of(name);
  return {
    ...textKind(name),
    language,
    stateNames: 'netstat',
    ...(rules && { levels: rules }),
    ...(mode && { mode }),
    ...(notations && { unread: NOTATIONS.filter((one) => !notations.includes(one)) }),
  };
}
