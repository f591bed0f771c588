/** Mermaid, set up once for everything that it draws for us. */
import mermaid from 'mermaid';

// By itself, Mermaid would draw what other extensions leave for one of theirs in a page that is not ours alone.
mermaid.startOnLoad = false;

/** The look comes from the stylesheet; this only keeps Mermaid from bringing one of its own. */
function initialize(): void {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: 'base',
    look: 'classic',
    layout: 'dagre',
    htmlLabels: false,
    maxTextSize: 10_000_000,
    maxEdges: 100_000,
    deterministicIds: true,
    legacyMathML: false,
    forceLegacyMathML: false,
    fontFamily: 'inherit',
    sequence: {
      mirrorActors: false,
      showSequenceNumbers: false,
      wrap: false,
      useMaxWidth: false,
      diagramMarginX: 0,
      diagramMarginY: 0,
      width: 100,
      height: 1,
    },
  });
}

let ready = false;
let rendered = 0;

/** What Mermaid makes of a text, without the look and the size that it gives it. */
export async function renderText(text: string): Promise<SVGSVGElement> {
  if (!ready) {
    initialize();
    ready = true;
  }
  const result = await mermaid.render(`segno-base-${++rendered}`, text);
  const parsed = new DOMParser().parseFromString(result.svg, 'text/html').querySelector('svg');
  if (!parsed) throw new Error('no drawing');
  const base = document.importNode(parsed, true);
  for (const node of base.querySelectorAll('style')) node.remove();
  for (const name of ['style', 'viewBox', 'width', 'height', 'role', 'aria-roledescription']) {
    base.removeAttribute(name);
  }
  base.setAttribute('overflow', 'visible');
  base.setAttribute('aria-hidden', 'true');
  return base;
}
