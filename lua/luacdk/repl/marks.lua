--- Templates remembered under names, for `:diff`. They are kept as texts, so that they survive changes of the tree.
local marks = {}

local function store(session)
  session.kept.templates = session.kept.templates or {}
  return session.kept.templates
end

--- Remembers the present templates under a name. Returns true, or nil and why they cannot be made.
function marks.remember(session, name)
  local preview, message = session:preview()
  if not preview then return nil, message end
  local texts = {}
  for _, stack in ipairs(preview.stacks) do
    if stack.text ~= "" then texts[stack.label] = stack.text end
  end
  store(session)[name] = texts
  session.kept.last_mark = name
  return true
end

--- The texts of that mark, or of the last one: a map of stacks' labels, and the name; nil if there is none.
function marks.texts(session, name)
  name = name or session.kept.last_mark
  return name and store(session)[name] or nil, name
end

--- Names of all marks, sorted.
function marks.names(session)
  local names = {}
  for name in pairs(store(session)) do names[#names + 1] = name end
  table.sort(names)
  return names
end

return marks
