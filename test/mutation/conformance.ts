/** What scripts/conformance.mjs and scripts/docs.mjs need. */
export { find, standing } from './numbers.js';
export { conformancePage, refreshed, survivorsPage } from './pages.js';
