--- `:live on`: shows after each line what it changed in the templates.
local limits = require "luacdk.repl.limits"
local template_diff = require "luacdk.template_diff"

local live = {}

local MOST_LINES = 40

--- Options of template_diff.format for a session.
function live.format_options(session, lines)
  return {
    width = session.width, unicode = session.unicode, lines = lines,
    paint = function(text, role) return session:paint(text, role) end,
  }
end

-- Texts are kept as plain data, so that they survive rebuilds; their split form is kept separately in this state.
local splits = {}

local function split_of(text)
  local known = splits[text]
  if not known then
    known = template_diff.split(text)
    splits[text] = known
  end
  return known
end

local function remember(session, preview)
  local texts, used = {}, {}
  for _, stack in ipairs(preview.stacks) do
    local text = stack.text ~= "" and stack.text or session.kept.live[stack.label] -- as it was before the error
    if text then
      texts[stack.label] = text
      used[text] = splits[text]
    end
  end
  session.kept.live = texts
  splits = used
end

--- From now on changes are relative to the present templates.
function live.start(session)
  local preview = session:preview()
  session.kept.live = {}
  if preview then remember(session, preview) end
end

-- What changed in one stack; "" if nothing did.
local function changes_of(session, old, new)
  if old == new or new == "" then return "" end
  local changes = template_diff.diff_texts(split_of(old or "{}"), split_of(new or "{}"))
  return template_diff.format(changes, live.format_options(session, MOST_LINES))
end

-- New errors of synthesis are reported.
local function tell_errors(session, preview)
  local told = session.kept.live_errors or {}
  local now = {}
  for _, message in ipairs(preview:of_level "error") do
    local text = (message.path and "[" .. message.path .. "] " or "") .. message.text
    now[text] = true
    if not told[text] then session.out:line(session:paint("! " .. text, "error")) end
  end
  session.kept.live_errors = now
end

--- Called after an accepted line: shows what it changed.
function live.after_line(session)
  local preview, message = session:preview()
  if not preview then
    session.out:line(session:paint("! " .. tostring(message), "error"))
    return
  end
  session.kept.live = session.kept.live or {}
  local before, now = session.kept.live, {}
  local several = #preview.stacks > 1
  for _, stack in ipairs(preview.stacks) do
    now[stack.label] = true
    local text = changes_of(session, before[stack.label], stack.text)
    if text ~= "" then
      if several then session.out:line(session:paint(stack.label, "heading")) end
      session.out:write(text)
      local used = limits.of(stack)
      session.out:line(session:paint(limits.line(used), limits.is_near(used) and "warning" or "dim"))
    end
  end
  local gone = {}
  for label in pairs(before) do
    if not now[label] then gone[#gone + 1] = label end
  end
  table.sort(gone)
  for _, label in ipairs(gone) do session.out:line(session:paint("- stack " .. label, "removed")) end
  tell_errors(session, preview)
  remember(session, preview)
end

return live
