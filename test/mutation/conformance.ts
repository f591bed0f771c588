/** What scripts/conformance.mjs needs. */
export { find, standing } from './numbers.js';
export { conformancePage, survivorsPage } from './pages.js';
