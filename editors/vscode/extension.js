// Starts "shutdownlint lsp" and lets VS Code's own client do the rest.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
	const settings = workspace.getConfiguration("shutdownlint");
	const server = { command: settings.get("path"), args: ["lsp", ...settings.get("flags")] };
	client = new LanguageClient("shutdownlint", "shutdownlint", server, {
		documentSelector: ["go", "dockerfile", "dockercompose", "yaml"].map((language) => ({ scheme: "file", language })),
	});
	await client.start();
};

exports.deactivate = () => client?.stop();
