-- Runs the luacdk program as a user does: in a folder of its own, with given files, environment and input.
local luacdk = {}

local program = os.getenv "LUACDK" or "build/luacdk"

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- The program as a word of a shell's.
luacdk.program = quote(program)

--- Where the recordings of the reference are; `make conformance` makes new ones and points there.
luacdk.golden = os.getenv "LUACDK_GOLDEN" or "spec/golden"

function luacdk.read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

function luacdk.exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

function luacdk.write(path, text)
  local parent = path:match "^(.*)/"
  assert(os.execute("mkdir -p " .. quote(parent)))
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

--- A new folder that holds `files` (name → text). Remove it with `luacdk.remove`.
function luacdk.folder(files)
  local pipe = assert(io.popen "mktemp -d")
  local folder = pipe:read "l"
  pipe:close()
  for name, text in pairs(files or {}) do luacdk.write(folder .. "/" .. name, text) end
  return folder
end

function luacdk.remove(folder)
  assert(folder:find "^/tmp/" or folder:find "^/var/", "not one of ours")
  os.execute("chmod -R u+w " .. quote(folder) .. "; rm -rf " .. quote(folder))
end

--- Whether the program was built with the address sanitizer, which needs much itself: addresses, /proc.
luacdk.is_sanitized = program:find "sanitize" ~= nil

--- Words in front of a command that give it so many bytes of addresses; none under a sanitizer, which takes them all,
--- or an emulator, which has its own.
function luacdk.within(bytes)
  return (luacdk.is_sanitized or program:find "/emulated$") and "" or ("prlimit --as=%.0f"):format(bytes)
end

--- The names in a folder and below it, sorted; folders end in a slash.
function luacdk.list(folder)
  local find = [[find . -mindepth 1 \( -type d -printf '%P/\n' \) -o -printf '%P\n' | LC_ALL=C sort]]
  local pipe = assert(io.popen("cd " .. quote(folder) .. " && " .. find))
  local names = {}
  for name in pipe:lines() do names[#names + 1] = name end
  pipe:close()
  return names
end

--- Without what the address sanitizer says of stacks that it is told of, and so does support.
function luacdk.without_sanitizer(text)
  return (text:gsub("==%d+==WARNING: ASan doesn't fully support makecontext[^\n]*\n", ""))
end

--- Variables by which whoever runs the specs could change what is printed.
luacdk.MANNERS = { "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "AGENT", "AI_AGENT", "AWS_EXECUTION_ENV",
  "CLAUDECODE", "CODEX_THREAD_ID", "CODEX_SANDBOX", "CODEX_CI", "CURSOR_AGENT", "VSCODE_AGENT", "CLINE_ACTIVE",
  "GEMINI_CLI", "OPENCODE", "COPILOT_CLI", "AUGMENT_AGENT", "QWEN_CODE" }

--- `env` with options that remove them, and the variables that `cdk` sets.
luacdk.env = "env -u CDK_OUTDIR -u CDK_CONTEXT_JSON -u " .. table.concat(luacdk.MANNERS, " -u ")

--- Runs `luacdk <arguments>` in the folder. `options`: env (name → value), input (text), before (words that go in front
--- of the command). Returns { status, out, err }.
function luacdk.run(folder, arguments, options)
  options = options or {}
  local words = { "cd", quote(folder), "&&", luacdk.env }
  for name, value in pairs(options.env or {}) do words[#words + 1] = name .. "=" .. quote(value) end
  words[#words + 1] = options.before or ""
  words[#words + 1] = quote(program)
  for _, argument in ipairs(type(arguments) == "table" and arguments or { arguments }) do
    words[#words + 1] = quote(argument)
  end
  local capture = luacdk.folder { ["in"] = options.input or "" }
  words[#words + 1] = ("<%s/in >%s/out 2>%s/err"):format(capture, capture, capture)
  local _, _, status = os.execute(table.concat(words, " "))
  local err = luacdk.without_sanitizer(luacdk.read(capture .. "/err"))
  local result = { status = status, out = luacdk.read(capture .. "/out"), err = err }
  luacdk.remove(capture)
  return result
end

--- Runs a script of that text; the result as of `luacdk.run`.
function luacdk.script(text, options)
  local folder = luacdk.folder { ["app.lua"] = text }
  local result = luacdk.run(folder, { "app.lua" }, options)
  luacdk.remove(folder)
  return result
end

return luacdk
