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

--- The words of the text in lines of at most `room` columns; longer words stay whole, and so do blanks inside a line.
function columns.wrap(text, room)
  local lines, line, length = {}, {}, 0
  for gap, word in text:gmatch "(%s*)(%S+)" do
    local size = width_of(word)
    gap = length == 0 and "" or gap:find "%c" and " " or gap
    if length > 0 and length + #gap + size > room then
      lines[#lines + 1] = table.concat(line)
      line, length, gap = {}, 0, ""
    end
    line[#line + 1] = gap .. word
    length = length + size + #gap
  end
  lines[#lines + 1] = table.concat(line)
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

local LEAST_ROOM, LEAST_CELL = 24, 12 -- for text that is wrapped, alone and beside others

--- The lines of a table: cells are padded to the widest of their column, two blanks apart; nothing follows the last. If
--- they would take more than `width` columns (nil or 0: any will do), the last column is wrapped.
function columns.lines(rows, width)
  local widths, lines, indent = columns.widths(rows), {}, 0
  for k = 1, #widths - 1 do indent = indent + widths[k] + 2 end
  local room = (width or 0) - indent
  for _, row in ipairs(rows) do
    local cells = {}
    for k, text in ipairs(row) do cells[k] = columns.pad(text, widths[k]) end
    local rest
    if room >= LEAST_CELL and #row == #widths and width_of(row[#row]) > room then
      rest = columns.wrap(row[#row], room)
      cells[#row] = rest[1]
    end
    lines[#lines + 1] = table.concat(cells, "  "):gsub("%s+$", "")
    for k = 2, #(rest or {}) do lines[#lines + 1] = (" "):rep(indent) .. rest[k] end
  end
  return lines
end

--- The text as lines of at most `width` columns (0: of any length), the first behind `head`, the others indented by
--- `indent` blanks.
function columns.hanging(head, text, indent, width)
  local room = width - indent
  if room < LEAST_ROOM or width_of(head .. text) <= width then return head .. text end
  local words = columns.wrap(text, room - math.max(width_of(head) - indent, 0))
  local first = table.remove(words, 1)
  local lines = { head .. first }
  for _, line in ipairs(#words > 0 and columns.wrap(table.concat(words, " "), room) or words) do
    lines[#lines + 1] = (" "):rep(indent) .. line
  end
  return table.concat(lines, "\n")
end

return columns
