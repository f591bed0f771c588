/** The names that package.json and the code share; a test holds the two together. */

/** The language that the extension contributes. */
export const LANGUAGE = 'segno';

export const Command = {
  newNote: 'segno.newNote',
  openWalkthrough: 'segno.openWalkthrough',
  openExample: 'segno.openExample',
  nextProblem: 'segno.nextProblem',
  turnIntoSegno: 'segno.turnIntoSegno',
  pasteAsSegno: 'segno.pasteAsSegno',
  makeExchange: 'segno.makeExchange',
  importCapture: 'segno.importCapture',
  openPreview: 'segno.openPreview',
  openPreviewToSide: 'segno.openPreviewToSide',
  togglePreviewLock: 'segno.togglePreviewLock',
  toggleCompactRows: 'segno.toggleCompactRows',
  stepThrough: 'segno.stepThrough',
  copyMermaid: 'segno.copyMermaid',
  copyMarkdown: 'segno.copyMarkdown',
  copySvg: 'segno.copySvg',
  copyPng: 'segno.copyPng',
  saveMermaid: 'segno.saveMermaid',
  saveMarkdown: 'segno.saveMarkdown',
  saveSvg: 'segno.saveSvg',
  savePng: 'segno.savePng',
  saveExchange: 'segno.saveExchange',
  restartServer: 'segno.restartServer',
  showOutput: 'segno.showOutput',
} as const;

/** The walkthrough, by the extension that brings it. */
export const WALKTHROUGH = 'segno.segno#start';

/** The view type of the preview's panels. */
export const PREVIEW_PANEL = 'segno.preview';

/** Settings, read by the server and by the language client; only their section is used here. */
export const SETTINGS_SECTION = 'segno';

export const Setting = {
  /** How states are spelled: `rfc`, `netstat` or `ss`. */
  stateNames: 'segno.stateNames',
  /** Whether the states after each line stand at its end. */
  inlayHintsStates: 'segno.inlayHints.states',
  /** Whether the numbers that a line leaves out stand in it. */
  inlayHintsNumbers: 'segno.inlayHints.numbers',
  /** The language of messages: `auto`, `en` or `zh-cn`. */
  language: 'segno.language',
  /** Whether *Preview* stands above each scenario. */
  codeLens: 'segno.codeLens',
  /** Which other notations than Segno's are read, by their names. */
  read: 'segno.read',
  /** How grave each problem is taken, by its code. */
  rules: 'segno.rules',
  /** How an exchange is taken that does not say it itself: `notes` or `strict`. */
  mode: 'segno.mode',
  /** Whether pictures that leave have the theme's background: `theme` or `none`. */
  picturesBackground: 'segno.pictures.background',
  /** How many pixels of a PNG stand for one of the drawing: 1 to 4. */
  picturesScale: 'segno.pictures.scale',
  /** Whether the rows of a drawing are low. */
  compactRows: 'segno.preview.compactRows',
  /** How much of each message is logged while the output channel's level is Trace. */
  traceServer: 'segno.trace.server',
} as const;

/** Keys for `when` clauses. */
export const ContextKey = {
  /** The active editor's document is one that Segno has something to say about. */
  hasExchange: 'segno.hasExchange',
  /** That document is of Markdown. */
  hasMarkdownExchange: 'segno.hasMarkdownExchange',
  /** The exchange at the cursor has a problem. */
  hasProblem: 'segno.hasProblem',
  /** The exchange at the cursor stands in another notation than Segno's. */
  hasFigure: 'segno.hasFigure',
  /** The active panel is a preview that is locked to its file. */
  previewLocked: 'segno.previewLocked',
} as const;
