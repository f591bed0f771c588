/** The pages of docs/conformance by file name. */
import { requirementsPage } from './requirements-page.js';
import { segmentsPage } from './segments-page.js';

export function conformancePages(): ReadonlyMap<string, string> {
  return new Map([
    ['requirements.md', requirementsPage()],
    ['segments.md', segmentsPage()],
  ]);
}
