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

/** Returns as soon as the extension is active and its server has said what it can do; a note is to be open. */
async function ready() {
  await vscode.extensions.getExtension('segno.segno')?.activate();
  const { uri } = await note();
  const legend = () => vscode.commands.executeCommand('vscode.provideDocumentSemanticTokensLegend', uri);
  while (!(await legend())) await new Promise((done) => setTimeout(done, SOON));
}

/**
 * Opens a file of the folder in the first group of editors, to stay.
 *
 * @param {string} name
 */
async function open(name) {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('no folder is open');
  const options = { viewColumn: vscode.ViewColumn.One, preview: false };
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name), options);
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
 * Sets a setting of the user; without a value it takes it back.
 *
 * @param {string} key
 * @param {unknown} [value]
 */
async function set(key, value) {
  const [, section = '', name = ''] = /^(.*)\.(.*)$/.exec(key) ?? [];
  await vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);
}

exports.activate = (/** @type {vscode.ExtensionContext} */ { subscriptions }) => {
  for (const command of [ready, open, select, text, rewrite, set]) {
    subscriptions.push(vscode.commands.registerCommand(`driver.${command.name}`, command));
  }
};
