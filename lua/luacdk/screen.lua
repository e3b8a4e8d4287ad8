--- What a command prints on a standard stream: colours by role, and the stream's look.
---
---     local screen = require "luacdk.screen".of "stdout"
---     screen:write(screen:paint("[+]", "added"), " ", columns.cut(text, screen.width, screen.dots), "\n")
---
--- `width` is 0 if the stream is no terminal; then nothing is wrapped or cut. `colour`, `unicode`, `watched` (a person
--- looks at it), `brief` (a CI system or an AI agent reads it), `columns` and `rows` are those of
--- src/base/terminal_look.h.
local terminal = require "luacdk.terminal"

local screen = {}
screen.__index = screen

--- The codes of the colours, by what they are for.
screen.CODES = {
  heading = "1", prompt = "1", dim = "2", note = "2",
  error = "31", warning = "33", good = "32", info = "36",
  added = "32", removed = "31", changed = "33",
  title = "1;4", id = "90", danger = "1;3;31", caution = "3;33", -- as `cdk diff` has them
  name = "36", type = "36", string = "32", number = "33", keyword = "35",
}

--- The text with the codes of a role around it, whoever reads it; unchanged if there is no such role.
function screen.coloured(text, role)
  local code = screen.CODES[role]
  return code and text ~= "" and ("\27[%sm%s\27[0m"):format(code, text) or text
end

local ASCII = { ["→"] = "->", ["…"] = "...", ["–"] = "-", ["·"] = "|" }

--- The text with ASCII for the signs that our own texts contain.
function screen.ascii(text) return (text:gsub("[\xC2-\xF4][\x80-\xBF]+", ASCII)) end

--- The screen behind "stdout" or "stderr", as it is now.
function screen.of(stream)
  local look = terminal.look(stream)
  look.stream = stream
  look.dots, look.arrow = look.unicode and "…" or "...", look.unicode and "→" or "->"
  return setmetatable(look, screen)
end

--- The text in the colour of a role, if this stream has colours. What untrusted code put into the text has no effect on
--- the terminal.
function screen:paint(text, role)
  text = terminal.plain(text)
  return self.colour and screen.coloured(text, role) or text
end

--- Prints a line of pieces, each { text, role }. On a terminal that is too narrow, the end is cut off.
function screen:line(...)
  local pieces, total = { ... }, 0
  for _, piece in ipairs(pieces) do
    piece[1] = terminal.plain(piece[1])
    total = total + terminal.columns(piece[1])
  end
  local is_cut = self.width > 0 and total > self.width
  local room = is_cut and self.width - terminal.columns(self.dots) or total
  for _, piece in ipairs(pieces) do
    local text = terminal.prefix(piece[1], room)
    room = #text < #piece[1] and 0 or room - terminal.columns(text)
    self:write(self:paint(text, piece[2]))
  end
  return self:write(is_cut and self.dots or "", "\n")
end

--- Prints texts that may contain our own colours.
function screen:write(...)
  local text = table.concat { ... }
  terminal.say(self.stream, self.unicode and text or screen.ascii(text))
  return self
end

return screen
