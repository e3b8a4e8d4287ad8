--- Text in columns, as wide as a terminal shows it: characters of East Asia take two columns, accents of their own and
--- colours take none.
local terminal = require "luacdk.terminal"

local width_of, prefix = terminal.columns, terminal.prefix

local columns = {}

--- The columns that the text takes.
columns.width = width_of

--- The text with blanks behind it, so that it takes at least so many columns.
function columns.pad(text, width) return text .. (" "):rep(width - width_of(text)) end

--- The text if it takes at most `room` columns, else its beginning, with `dots` for the rest.
function columns.cut(text, room, dots)
  if width_of(text) <= room then return text end
  return prefix(text, math.max(room - width_of(dots), 0)) .. dots
end

--- The words of the text in lines of at most `room` columns; longer words stay whole.
function columns.wrap(text, room)
  local lines, line, length = {}, {}, 0
  for word in text:gmatch "%S+" do
    local size = width_of(word)
    if length > 0 and length + 1 + size > room then
      lines[#lines + 1] = table.concat(line, " ")
      line, length = {}, 0
    end
    line[#line + 1] = word
    length = length + size + (length > 0 and 1 or 0)
  end
  lines[#lines + 1] = table.concat(line, " ")
  return lines
end

--- The widest text of each of the first `count` columns (by default: of all) of rows, which are lists of texts.
function columns.widths(rows, count)
  local widths = {}
  for _, row in ipairs(rows) do
    for i = 1, count or #row do widths[i] = math.max(widths[i] or 0, width_of(row[i])) end
  end
  return widths
end

--- The lines of a table: cells are padded to the widest of their column, two blanks apart; nothing follows the last.
function columns.lines(rows)
  local widths, lines = columns.widths(rows), {}
  for i, row in ipairs(rows) do
    local cells = {}
    for k, text in ipairs(row) do cells[k] = columns.pad(text, widths[k]) end
    lines[i] = table.concat(cells, "  "):gsub("%s+$", "")
  end
  return lines
end

return columns
