// What `npm start` has beside the extension: the note that it opens has its drawing beside it.
const vscode = require('vscode');

const openPreview = () => vscode.commands.executeCommand('segno.openPreviewToSide');

/** @param {import('vscode').ExtensionContext} context */
exports.activate = ({ subscriptions }) => {
  if (vscode.window.activeTextEditor) return void openPreview();
  const waiting = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (!editor) return;
    waiting.dispose();
    void openPreview();
  });
  subscriptions.push(waiting);
};
