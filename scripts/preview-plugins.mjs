/**
 * What the webview's bundle leaves out of Mermaid: every diagram but the sequence diagram, KaTeX, and what only those
 * want. That makes 1 MB of 5.
 */

/** Files of Mermaid's that are loaded on demand for a diagram; these are the ones that are kept. */
const KEPT = /\/sequenceDiagram-[^/]*$/;
const DIAGRAM =
  /\/(?:[a-zA-Z0-9]*[dD]iagram(?:-v2)?|[a-z]+-definition|cose-bilkent|dagre|swimlanes[A-Za-z]*|[a-z]+Icons)-[A-Z0-9]+(?:\.mjs)?$/;
const UNUSED =
  /^(?:katex|cytoscape|cytoscape-.*|elkjs.*|@mermaid-js\/parser|roughjs.*|chevrotain.*|@upsetjs\/venn\.js)$/;

/** CommonJS, so that any name can be imported from it; nothing of it is ever called. */
const NOTHING = { path: 'nothing.cjs', namespace: 'left-out' };

/** @type {import('esbuild').Plugin} */
const sequenceOnly = {
  name: 'sequence diagrams only',
  setup(build) {
    build.onResolve({ filter: DIAGRAM }, ({ path, importer }) =>
      importer.includes('mermaid') && !KEPT.test(path) ? NOTHING : undefined,
    );
    build.onResolve({ filter: UNUSED }, ({ importer }) =>
      importer.includes('mermaid') ? NOTHING : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** @type {import('esbuild').Plugin[]} */
export const previewPlugins = [sequenceOnly];
