// What the tests ask VS Code to do where nobody looks at how it is done: bring the cursor somewhere, tell the text,
// change a setting. Keys and clicks that go through the screen can get lost; these cannot.
const vscode = require('vscode');

/** Milliseconds between two looks at what says nothing when it changes. */
const SOON = 50;

/** The note in the active tab of the first group of editors. */
async function note() {
  const { input } = vscode.window.tabGroups.all[0]?.activeTab ?? {};
  if (!(input instanceof vscode.TabInputText)) throw new Error('the first group shows no text');
  return vscode.workspace.openTextDocument(input.uri);
}

/** The folder that is open. */
function folder() {
  const [{ uri } = {}] = vscode.workspace.workspaceFolders ?? [];
  if (!uri) throw new Error('no folder is open');
  return uri;
}

/**
 * Shows a note of the folder alone: everything else is closed, what was changed and not saved is given up, files that
 * have come into the folder are gone.
 *
 * @param {string} name
 * @param {string} content what the note is to hold
 * @param {readonly string[]} notes all that are to be in the folder
 */
async function begin(name, content, notes) {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const [entry, type] of await vscode.workspace.fs.readDirectory(folder())) {
    if (type !== vscode.FileType.File || notes.includes(entry)) continue;
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), entry));
  }
  await open(name);
  if ((await text()) !== content) await rewrite(content);
}

/** Saves what was changed, as it is: nothing that runs on saving gets a say. */
async function save() {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
  }
}

/**
 * Puts a file into the folder.
 *
 * @param {string} name
 * @param {readonly number[]} octets
 */
async function store(name, octets) {
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder(), name), Uint8Array.from(octets));
}

/**
 * Looks at something until it is there.
 *
 * @template T
 * @param {() => Promise<T | undefined>} look
 * @returns {Promise<T>}
 */
async function until(look) {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((done) => setTimeout(done, SOON));
  }
}

/** Returns as soon as the extension is active and its server has said what it can do; a note is to be open. */
async function ready() {
  await vscode.extensions.getExtension('segno.segno')?.activate();
  /** After a window is loaded anew, extensions hear of its tabs only after a while. */
  const uri = async () => (await until(() => note().catch(() => undefined))).uri;
  await until(async () =>
    vscode.commands.executeCommand('vscode.provideDocumentSemanticTokensLegend', await uri()),
  );
}

/**
 * Opens a file of the folder in the first group of editors, to stay.
 *
 * @param {string} name
 */
async function open(name) {
  const options = { viewColumn: vscode.ViewColumn.One, preview: false };
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder(), name), options);
}

/**
 * Selects from one place to another and gives the editor the focus. Lines and columns count from 1.
 *
 * @param {number} line
 * @param {number} column
 */
async function select(line, column, endLine = line, endColumn = column) {
  const selection = new vscode.Selection(line - 1, column - 1, endLine - 1, endColumn - 1);
  await vscode.window.showTextDocument(await note(), { viewColumn: vscode.ViewColumn.One, selection });
}

/** The text as the extensions know it. */
async function text() {
  return (await note()).getText();
}

/**
 * Writes over the whole text.
 *
 * @param {string} next
 */
async function rewrite(next) {
  const document = await note();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), next);
  await vscode.workspace.applyEdit(edit);
}

/**
 * Puts a file into the folder.
 *
 * @param {string} name
 * @param {string} content
 */
async function write(name, content) {
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder(), name), new TextEncoder().encode(content));
}

/**
 * Gives a file of the folder another name, as the explorer does; without one it is deleted.
 *
 * @param {string} name
 * @param {string} [next]
 */
async function rename(name, next) {
  const edit = new vscode.WorkspaceEdit();
  const uri = vscode.Uri.joinPath(folder(), name);
  if (next === undefined) edit.deleteFile(uri);
  else edit.renameFile(uri, vscode.Uri.joinPath(folder(), next));
  await vscode.workspace.applyEdit(edit);
}

/**
 * Sets a setting of the user; without a value it takes it back.
 *
 * @param {string} key
 * @param {unknown} [value]
 */
async function set(key, value) {
  const [, section = '', name = ''] = /^(.*)\.(.*)$/.exec(key) ?? [];
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}

/**
 * The scheme under which VS Code distrusts what is on no disk; it trusts all others, that of these tests among them.
 * Whatever is asked of it is asked of the folder of the tests.
 */
const DISTRUSTED = 'vscode-vfs';

/** @returns {vscode.FileSystemProvider} */
function distrusted() {
  const { fs } = vscode.workspace;
  const known = (/** @type {vscode.Uri} */ uri) => uri.with({ scheme: 'vscode-test-web' });
  return {
    onDidChangeFile: () => new vscode.Disposable(() => undefined),
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => fs.stat(known(uri)),
    readDirectory: (uri) => fs.readDirectory(known(uri)),
    readFile: (uri) => fs.readFile(known(uri)),
    writeFile: (uri, content) => fs.writeFile(known(uri), content),
    createDirectory: (uri) => fs.createDirectory(known(uri)),
    delete: (uri, options) => fs.delete(known(uri), options),
    rename: (from, to, options) => fs.rename(known(from), known(to), options),
  };
}

exports.activate = (/** @type {vscode.ExtensionContext} */ { subscriptions }) => {
  for (const command of [begin, open, ready, rename, rewrite, save, select, set, store, text, write]) {
    subscriptions.push(vscode.commands.registerCommand(`driver.${command.name}`, command));
  }
  subscriptions.push(vscode.workspace.registerFileSystemProvider(DISTRUSTED, distrusted()));
};
