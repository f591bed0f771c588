import { writeFileSync } from 'node:fs';

/**
 * A reporter for vitest that writes the errors outside the tests, as a JSON list of texts, to the file that
 * `SEGNO_UNHANDLED` names: such an error fails the run, and vitest's JSON report does not hold it.
 */
export default class Unhandled {
  /**
   * @param {readonly import('vitest/node').TestModule[]} _modules
   * @param {readonly import('vitest/node').SerializedError[]} errors
   */
  onTestRunEnd(_modules, errors) {
    const path = process.env.SEGNO_UNHANDLED;
    if (path !== undefined)
      writeFileSync(path, JSON.stringify(errors.map(({ message, stack }) => stack ?? message)));
  }
}
