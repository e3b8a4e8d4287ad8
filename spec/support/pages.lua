-- The blocks of README.md and docs/*.md, and how they are run. The words after the ``` of a block say what it is:
--
--     ```lua app.lua         a file: written into the page's folder, for later blocks
--     ```lua                 a fragment: run, with an `app` and a `stack` given
--     ```console             commands after "$ ", each with what it prints; a line "…" stands for any lines, and "…"
--                            at the end of a line for the rest of it
--     ```console terminal    the same at a terminal: one command, and what is typed at its prompts
--     ```console unchecked   commands that need the network, an account or root: not run
--
-- Blocks in other languages without a name are not touched. A page has one folder, and its commands find `luacdk` in
-- their PATH and the examples in `examples`.
local assert = require "luassert"
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local WIDTH = 120

local pages = {}

--- All pages, README.md first.
function pages.names()
  local names = { "README.md", "examples/README.md", "examples/fleet/README.md" }
  for _, name in ipairs(luacdk.list "docs") do
    if name:find "%.md$" then names[#names + 1] = "docs/" .. name end
  end
  return names
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

--- The fenced blocks of a page: { language, word, first, last (lines of the page), lines }.
function pages.blocks(lines)
  local blocks, block = {}, nil
  for i, line in ipairs(lines) do
    if block and line == "```" then
      block.last = i - 1
      block = nil
    elseif block then
      table.insert(block.lines, line)
    else
      local language, word = line:match "^```(%S+) ?(.*)$"
      if language then
        block = { language = language, word = word, first = i + 1, lines = {} }
        blocks[#blocks + 1] = block
      end
    end
  end
  assert.is_nil(block, "a block without an end")
  return blocks
end

-- ---- commands -------------------------------------------------------------------------------------------------------

-- A block's commands: { command, line (of the block), expected }.
local function commands_of(block)
  local commands = {}
  for i, line in ipairs(block.lines) do
    local command = line:match "^%$ (.*)$"
    local last = commands[#commands]
    if command then
      commands[#commands + 1] = { command = command, line = i, expected = {} }
    elseif last and #last.expected == 0 and last.command:find "\\$" then
      last.command = last.command .. "\n" .. line
      last.line = i
    else
      assert.is_table(last, "output without a command: " .. line)
      table.insert(last.expected, line)
    end
  end
  return commands
end

local function line_fits(expected, printed)
  local start = expected:match "^(.*)…$"
  return expected == printed or printed and start and printed:sub(1, #start) == start
end

-- Whether the printed lines are the expected ones, where "…" stands for any.
local function fits(expected, printed, i, j)
  i, j = i or 1, j or 1
  while i <= #expected and expected[i] ~= "…" do
    if not line_fits(expected[i], printed[j]) then return false end
    i, j = i + 1, j + 1
  end
  if i > #expected then return j > #printed end
  for rest = j, #printed + 1 do
    if fits(expected, printed, i + 1, rest) then return true end
  end
  return false
end

-- As pages show them: long lines without their end.
local function cut(lines)
  local short = {}
  for i, line in ipairs(lines) do
    short[i] = utf8.len(line) > WIDTH and line:sub(1, utf8.offset(line, WIDTH) - 1) .. "…" or line
  end
  return short
end

local Page = {}
Page.__index = Page

function Page:shell(command)
  local out = self.root .. "/out"
  luacdk.write(self.root .. "/command", command .. "\n")
  os.execute(("cd %s/work && %s -u MAKEFLAGS -u MAKELEVEL LC_ALL=C.UTF-8 TERM=dumb "
    .. "PATH=%s/bin:$PATH HOME=%s/home CDK_DOCKER=\"$OLDPWD/tools/demo-docker\" "
    .. "sh %s/command >%s 2>&1 </dev/null"):format(self.root, luacdk.env, self.root, self.root, self.root, out))
  local lines = lines_of(luacdk.without_sanitizer(luacdk.read(out)):gsub("[^\n]$", "%0\n"))
  for i, line in ipairs(lines) do lines[i] = line:gsub("%s+$", "") end
  return lines
end

function Page:complain(line, what, expected, printed)
  table.insert(self.complaints, ("%s:%d: %s\n--- the page says\n%s\n--- it is\n%s\n"):format(self.name, line, what,
    table.concat(expected, "\n"), table.concat(printed, "\n")))
end

function Page:console(block)
  local shown = {}
  for _, one in ipairs(commands_of(block)) do
    local printed = self:shell(one.command)
    local good = fits(one.expected, printed)
    if not good then self:complain(block.first + one.line - 1, one.command, one.expected, printed) end
    table.insert(shown, "$ " .. one.command)
    local lines = good and one.expected or cut(printed)
    table.move(lines, 1, #lines, #shown + 1, shown)
  end
  block.shown = shown
end

function Page:terminal(block)
  local expected, typed = {}, {}
  for i = 2, #block.lines do
    expected[#expected + 1] = block.lines[i]
    typed[#typed + 1] = block.lines[i]:match "^%d+> (.*)$" or block.lines[i]:match "^%d+… (.*)$"
  end
  local arguments = {}
  for word in block.lines[1]:match("^%$ luacdk repl ?(.*)$"):gmatch "%S+" do arguments[#arguments + 1] = word end
  local session = repl.open { columns = 110, arguments = arguments }
  for i = 1, #typed - 1 do session:enter(typed[i]) end
  session:type(typed[#typed] .. "\r")
  session:wait()
  local printed = session:screen()
  if not fits(expected, printed) then self:complain(block.first, block.lines[1], expected, printed) end
  block.shown = { block.lines[1], table.unpack(printed) }
end

local PRELUDE = 'local app = cdk.App() local stack = cdk.Stack(app, "Demo") '

function Page:block(block)
  local file = block.word:match "^[%w_./-]+%.%w+$" or block.word:match "^Makefile$"
  if file then
    luacdk.write(self.root .. "/work/" .. file, table.concat(block.lines, "\n") .. "\n")
  elseif block.language == "console" and block.word == "" then
    self:console(block)
  elseif block.language == "console" and block.word == "terminal" then
    self:terminal(block)
  elseif block.language == "lua" and block.word == "" then
    luacdk.write(self.root .. "/work/.fragment.lua", PRELUDE .. table.concat(block.lines, "\n") .. "\n")
    local printed = self:shell "luacdk -q -o ../fragment.out .fragment.lua"
    if #printed > 0 then self:complain(block.first, "the fragment", {}, printed) end
  else
    local known = block.language ~= "lua" and block.word == "" or block.word == "unchecked"
    if not known then self:complain(block.first, "a block of an unknown kind", block.lines, {}) end
  end
end

--- Runs a page. Returns what differs, as text, and the page's lines with what was printed in place of what it shows.
function pages.run(name)
  local lines = lines_of(luacdk.read(name))
  local page = setmetatable({ name = name, root = luacdk.folder { ["home/.keep"] = "", ["work/.keep"] = "" },
    complaints = {} }, Page)
  os.execute(("mkdir %s/bin && ln -s \"$(realpath %s)\" %s/bin/luacdk && cp -r examples %s/work"):format(page.root,
    luacdk.program, page.root, page.root))
  local blocks = pages.blocks(lines)
  for _, block in ipairs(blocks) do page:block(block) end
  luacdk.remove(page.root)
  local after, at = {}, 1
  for _, block in ipairs(blocks) do
    table.move(lines, at, block.first - 1, #after + 1, after)
    table.move(block.shown or block.lines, 1, #(block.shown or block.lines), #after + 1, after)
    at = block.last + 1
  end
  table.move(lines, at, #lines, #after + 1, after)
  return table.concat(page.complaints, "\n"), after
end

return pages
