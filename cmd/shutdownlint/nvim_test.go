package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/testmod"
)

// script opens a file in Neovim, waits for what is found, applies the first fix, waits until nothing is found, and writes the file.
const script = `
local file, root, out = vim.env.FILE, vim.env.ROOT, {}
vim.cmd("edit " .. file)
local client = vim.lsp.start_client({ name = "shutdownlint", cmd = { "shutdownlint", "lsp" }, root_dir = root })
vim.lsp.buf_attach_client(0, client)
local function found(n)
  assert(vim.wait(120000, function() return #vim.diagnostic.get(0) == n end, 50), "not " .. n .. ": " .. vim.inspect(vim.diagnostic.get(0)))
end
found(1)
local d = vim.diagnostic.get(0)[1]
table.insert(out, string.format("%d:%d %s %s", d.lnum + 1, d.col + 1, d.code, d.source))
local position = { line = d.lnum, character = d.col }
local document = { uri = vim.uri_from_bufnr(0) }
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  return answers[client].result
end
table.insert(out, (ask("textDocument/hover", { textDocument = document, position = position }).contents.value:match("^[^\n]*")))
local actions = ask("textDocument/codeAction", { textDocument = document, range = { start = position, ["end"] = position }, context = { diagnostics = {} } })
for _, a in ipairs(actions) do table.insert(out, a.title) end
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
found(0)
vim.cmd("write")
vim.fn.writefile(out, vim.env.OUT)
vim.lsp.stop_client(client)
vim.cmd("qall!")
`

// TestNeovim has Neovim itself, without a screen, use the language server.
func TestNeovim(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("DID NOT RUN: there is no Neovim here (apt-get install neovim)")
	}
	dir := testmod.Write(t, `
-- go.mod --
module example.com/m

go 1.25
-- m.go --
package m

import "os"

func size() int64 {
	f, err := os.Open("𝄞")
	if err != nil {
		return 0
	}
	info, _ := f.Stat()
	return info.Size()
}
`)
	scratch := t.TempDir()
	lua, out := filepath.Join(scratch, "script.lua"), filepath.Join(scratch, "out")
	if err := os.WriteFile(lua, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(nvim, "--headless", "-u", "NONE", "-c", "luafile "+lua, "-c", "cquit")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "FILE="+filepath.Join(dir, "m.go"), "ROOT="+dir, "OUT="+out, "XDG_STATE_HOME="+scratch, "XDG_DATA_HOME="+scratch, "XDG_CACHE_HOME="+scratch)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const want = "6:12 file-unclosed shutdownlint\n### file-unclosed\nDefer f.Close()\nIgnore file-unclosed here, for a reason that you write\n"
	if string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "m.go"))
	if err != nil || !strings.Contains(string(text), "\tdefer f.Close()\n") {
		t.Errorf("%v\n%s", err, text)
	}
}
