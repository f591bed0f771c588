/**
 * What a bundle leaves out of Mermaid: every diagram but those that it draws, KaTeX, and what only those want. That
 * makes 1 MB of 5.
 */

/** Files of Mermaid's that are loaded on demand for a diagram. */
const DIAGRAM =
  /\/(?:[a-zA-Z0-9]*[dD]iagram(?:-v2)?|[a-z]+-definition|cose-bilkent|dagre|elk|swimlanes[A-Za-z]*|[a-z]+Icons)-[A-Z0-9]+(?:\.mjs)?$/;
const UNUSED =
  /^(?:katex|cytoscape|cytoscape-.*|elkjs.*|@mermaid-js\/parser|roughjs.*|chevrotain.*|@upsetjs\/venn\.js)$/;

/** CommonJS, so that any name can be imported from it; nothing of it is ever called. */
const NOTHING = { path: 'nothing.cjs', namespace: 'left-out' };

/**
 * Keeps the diagrams of these names, and the layouts that they want.
 *
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
function only(...names) {
  const kept = new RegExp(`/(?:${names.join('|')})-[^/]*$`);
  return {
    name: `only ${names.join(', ')}`,
    setup(build) {
      build.onResolve({ filter: DIAGRAM }, ({ path, importer }) =>
        importer.includes('mermaid') && !kept.test(path) ? NOTHING : undefined,
      );
      build.onResolve({ filter: UNUSED }, ({ importer }) =>
        importer.includes('mermaid') ? NOTHING : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** For the preview, which has a state diagram beside the drawing. */
export const previewPlugins = [only('sequenceDiagram', 'stateDiagram-v2', 'dagre')];
/** For VS Code's own Markdown preview. */
export const markdownPreviewPlugins = [only('sequenceDiagram')];
