--- Commands that look at the tree and at its templates.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local columns = require "luacdk.columns"
local counted = require "luacdk.counted"
local engine = require "luacdk.engine"
local expression = require "luacdk.repl.expression"
local find = require "luacdk.repl.find"
local findings = require "luacdk.check.findings"
local inspect = require "luacdk.repl.inspect"
local live = require "luacdk.repl.live"
local marks = require "luacdk.repl.marks"
local paint = require "luacdk.repl.paint"
local paths = require "luacdk.repl.paths"
local preview_of = require "luacdk.repl.preview"
local references = require "luacdk.references"
local split_attributes = require "luacdk.template_attributes"
local template_diff = require "luacdk.template_diff"
local tree_lines = require "luacdk.tree_lines"

local MOST_ROWS = 200 -- of a list or tree
local MOST_CHILDREN, MOST_DEPTH = 25, 4 -- of a tree

local function dots(session) return session.unicode and "…" or "..." end

local function where(location) return location and " " .. location or "" end

-- What a message says in one line.
local function message_text(message)
  return (message.path and "[" .. message.path .. "] " or "") .. message.text
end

local function errors_of(preview)
  local lines = {}
  for _, message in ipairs(preview:of_level "error") do
    lines[#lines + 1] = (message.location and message.location .. ": " or "") .. message_text(message)
  end
  return table.concat(lines, "\n")
end

-- ---- documents ------------------------------------------------------------------------------------------------------

-- The stack that a command means: given by name, else the stack where the session is, else the only one.
local function stack_of(session, preview, name)
  if name == "" and session.cwd ~= "" then
    local construct = paths.find(session.cwd)
    local stack = construct and preview:stack_at(construct.node.path, paths.app_number(construct))
    if stack then return stack end
  end
  local stack, message = preview:stack(name)
  if stack or name == "" then return stack, message end
  local ok, construct = paths.resolve(session, name)
  stack = ok and construct and preview:stack_at(construct.node.path, paths.app_number(construct)) or nil
  return stack, message
end

-- Errors beside a document that could be shown nevertheless.
local function tell_errors(session, preview)
  local count = #preview:of_level "error"
  if count > 0 then session:complain(("%s; :validate tells"):format(counted(count, "error"))) end
end

-- Previews, and stacks of them, with a message if there is none.
local function with_stack(session, name)
  local preview, message = session:preview()
  if not preview then return nil, message end
  local stack
  stack, message = stack_of(session, preview, name)
  if not stack then
    local errors = #preview.stacks == 0 and errors_of(preview) or ""
    return nil, errors ~= "" and errors or message
  end
  if stack.text == "" then return nil, errors_of(preview) end
  return stack, preview
end

local function tpl(session, argument)
  local stack, preview = with_stack(session, argument)
  if not stack then return false, preview end
  session.out:line((paint.json(session, stack.text)))
  tell_errors(session, preview)
end

-- What a construct and everything below it put into templates: a document of sections. Nil and why not.
local function fragment(session, construct)
  local preview, message = session:preview()
  if not preview then return nil, message end
  local path, number = construct.node.path, paths.app_number(construct)
  local document, in_stack = engine.ordered(), nil
  for _, stack in ipairs(preview.stacks) do
    for _, element in ipairs(stack.app == number and stack.template and stack.elements or {}) do
      local inside = path == "" or element.path == path or element.path:sub(1, #path + 1) == path .. "/"
      local section = inside and element.section and stack.template[element.section] or {}
      local body = section[element.id]
      if body ~= nil then
        if in_stack and in_stack ~= stack then
          return nil, ("'%s' contains several stacks, and :tpl shows one: %s"):format(paths.of(construct),
            in_stack.label .. ", " .. stack.label)
        end
        in_stack = stack
        document[element.section] = document[element.section] or engine.ordered()
        document[element.section][element.id] = body
      end
    end
  end
  if not in_stack then
    local errors = errors_of(preview)
    return nil, errors ~= "" and errors or ("'%s' puts nothing into a template"):format(paths.of(construct))
  end
  return assembly.print_json(document, 1)
end

-- The text for an expression or a path: a construct's fragment, or the resolved value.
local function document_text(session, argument)
  if argument == "" then return nil, "expected an expression or the path of a construct" end
  local kind, text = expression.look(session, argument)
  if kind == "json" and text ~= "null" then return text end
  local construct
  if kind == "construct" then
    construct = paths.find(text)
    if not construct then return nil, ("'%s' is not part of an app of this session"):format(argument) end
  else
    local found, other = paths.resolve(session, argument)
    construct = found and other or nil
    if not construct then return kind and text or nil, text end
  end
  local cdk = require "aws_cdk"
  if engine.is_a(construct, cdk.Stack) then
    local stack, message = with_stack(session, paths.of(construct))
    return stack and stack.text, message
  end
  return fragment(session, construct)
end

local function json(session, argument)
  local text, message = document_text(session, argument)
  if not text then return false, message end
  session.out:line((paint.json(session, text)))
end

local function yaml(session, argument)
  local text, message = document_text(session, argument)
  if not text then return false, message end
  session.out:line((paint.yaml(session, (assembly.yaml_from_json(text):gsub("\n$", "")))))
end

-- A construct by path, expression or logical id.
local function construct_of(session, argument)
  local ok, construct = paths.resolve(session, argument)
  if ok then return ok, construct end
  local preview = session:preview()
  local element = preview and preview:element(argument)
  if element then
    local found = preview_of.find_construct(element.stack._app, element.path)
    if found then return true, found end
  end
  return false, construct
end

local function cfn(session, argument)
  local ok, construct = construct_of(session, argument)
  if not ok then return false, construct end
  if not construct then return tpl(session, "") end
  local cdk = require "aws_cdk"
  if engine.is_a(construct, cdk.Stack) then return tpl(session, paths.of(construct)) end
  local text, message = fragment(session, construct)
  if not text then return false, message end
  session.out:line((paint.json(session, text)))
end

-- ---- the tree -------------------------------------------------------------------------------------------------------

-- "Handler  Function [AWS::Lambda::Function] line 12", coloured and cut to the width.
local function describe(session, construct, prefix)
  local class, path, contents, location = inspect.construct_parts(construct)
  local id = path == "" and "/" or path:match "[^/]+$"
  local plain = prefix .. id .. "  " .. class .. (contents and " [" .. contents .. "]" or "") .. where(location)
  if columns.width(plain) > session.width and location then
    location = nil
  end
  return prefix .. session:paint(id, "name") .. "  " .. session:paint(class, "type")
    .. (contents and " [" .. contents .. "]" or "") .. session:paint(where(location), "dim")
end

local NO_APP = 'there is no app yet; make one: stack = cdk.Stack(cdk.App(), "Api")'

local function tree(session, argument)
  local ok, construct = construct_of(session, argument)
  if not ok then return false, construct end
  if #paths.apps() == 0 then return false, NO_APP end
  local view = tree_lines.new {
    unicode = session.unicode, rows = MOST_ROWS, most_children = MOST_CHILDREN, depth = MOST_DEPTH,
    children = function(of) return of.node.children end,
    line = function(of, prefix) session.out:line(describe(session, of, prefix)) end,
    note = function(text) session.out:line(session:paint(text, "dim")) end,
  }
  for _, top in ipairs(construct and { construct } or paths.apps()) do view:draw(top) end
end

local function ls(session, argument)
  local ok, construct = construct_of(session, argument)
  if not ok then return false, construct end
  local children = paths.children(construct)
  if #children == 0 then
    if #paths.apps() == 0 then return false, NO_APP end
    session:note "nothing below"
    return
  end
  local widest = 0
  for _, child in ipairs(children) do widest = math.max(widest, columns.width(child.node.id)) end
  for i, child in ipairs(children) do
    if i > MOST_ROWS then
      session.out:line(session:paint(("%s %d more"):format(dots(session), #children - MOST_ROWS), "dim"))
      break
    end
    local class, _, contents, location = inspect.construct_parts(child)
    local id = child.node.id
    session.out:line(columns.pad(session:paint(id, "name"), widest + 2) .. session:paint(class, "type")
      .. (contents and " [" .. contents .. "]" or "") .. session:paint(where(location), "dim"))
  end
end

local function cd(session, argument)
  if argument == "" then argument = "/" end
  local ok, construct = paths.resolve(session, argument)
  if not ok then return false, construct end
  session.cwd = construct and paths.of(construct) or ""
  session:note("/" .. session.cwd)
end

-- ---- finding --------------------------------------------------------------------------------------------------------

local function find_elements(session, argument)
  if argument == "" then
    return false, "say what to find, for example :find type=AWS::IAM::* or :find id=*Role* prop.Path=/"
  end
  local preview, message = session:preview()
  if not preview then return false, message end
  local found
  found, message = find.elements(preview, argument)
  if not found then return false, message end
  if #found == 0 then
    session:note "nothing found"
    return
  end
  local several = #preview.stacks > 1
  local rows = {}
  for i, element in ipairs(found) do
    if i > MOST_ROWS then break end
    rows[i] = { element.id, element.type or element.section or "", several and element.stack.label or "",
      element.path .. where(element.location) }
  end
  local widths = columns.widths(rows, 3)
  for _, row in ipairs(rows) do
    local line = columns.pad(session:paint(row[1], "name"), widths[1] + 2)
      .. columns.pad(session:paint(row[2], "type"), widths[2] + 2)
    if several then line = line .. columns.pad(row[3], widths[3] + 2) end
    session.out:line(line .. session:paint(row[4], "dim"))
  end
  if #found > MOST_ROWS then
    session.out:line(session:paint(("%s %d more"):format(dots(session), #found - MOST_ROWS), "dim"))
  end
end

-- "Handler.Role" for one end of a reference; with the stack if it is another one.
local function end_of(entry, own, from)
  local stack, section, id = entry.stack, entry.section, entry.id
  if not from then stack, section, id = entry.to_stack or own, entry.to_section, entry.to or entry.export end
  local name = (section and section ~= "Resources" and section .. "." or "") .. id
  if from and entry.path ~= "" then name = name .. "." .. entry.path end
  return (stack ~= own and stack.label .. ": " or "") .. name
end

local function tell_references(session, head, entries, own, from)
  local signs = { from = session.unicode and "←" or "<-", to = session.unicode and "→" or "->" }
  if #entries == 0 then
    session.out:line(session:paint(("  %s nothing"):format(head), "dim"))
    return
  end
  session.out:line("  " .. head)
  for i, entry in ipairs(entries) do
    if i > MOST_ROWS then
      session.out:line(("    %s %d more"):format(dots(session), #entries - MOST_ROWS))
      break
    end
    local place = not from and entry.path ~= "" and " in " .. entry.path or ""
    local unknown = not entry.to_section and (entry.export and " (of no stack here)" or " (not in the template)") or ""
    session.out:line(("    %s %s%s"):format(signs[from and "from" or "to"],
      session:paint(end_of(entry, own, from), "name"), session:paint(" " .. entry.how .. place .. unknown, "dim")))
  end
end

-- Elements by logical id, or by a path or expression for a construct whose main element is meant.
local function elements_of(session, preview, argument)
  local found = preview:elements(argument)
  if #found > 0 then return found end
  local ok, construct = paths.resolve(session, argument)
  if not ok or not construct then return {} end
  local cfn_type = inspect.resource_type(construct)
  local number, path = paths.app_number(construct), construct.node.path
  for _, stack in ipairs(preview.stacks) do
    for _, element in ipairs(stack.app == number and stack.elements or {}) do
      if element.path == path or (cfn_type and (element.path == path .. "/Resource"
        or element.path == path .. "/Default")) then
        return { element }
      end
    end
  end
  return {}
end

local function why(session, argument)
  if argument == "" then return false, "expected a logical id, such as :why HandlerA1B2C3D4" end
  local preview, message = session:preview()
  if not preview then return false, message end
  local found = elements_of(session, preview, argument)
  if #found == 0 then
    local ids = {}
    for _, stack in ipairs(preview.stacks) do
      for _, element in ipairs(stack.elements) do ids[#ids + 1] = element.id end
    end
    local best = engine.nearest(argument, ids)
    if not best then -- logical ids end with a hash that users do not type
      for _, id in ipairs(ids) do
        local begins = id:sub(1, #argument):lower() == argument:lower()
        if begins and (not best or #id < #best) then best = id end
      end
    end
    if #preview.stacks == 0 then return false, select(2, preview:stack()) end
    return false, ("no template contains the logical id '%s'"):format(argument)
      .. (best and ("; did you mean '%s'?"):format(best) or "")
  end
  for _, element in ipairs(found) do
    local stack = element.stack
    local type = preview_of.type_of(element) or element.section
    session.out:line(session:paint(element.id, "name") .. "  " .. session:paint(type or "", "type"))
    session.out:line(("  %s %s in stack %s%s"):format(element.class and element.class:match "[^.]+$" or "construct",
      element.path, stack.label, session:paint(where(element.location), "dim")))
    if stack.template then
      local referred = references.from(preview, stack, element.section, element.id)
      tell_references(session, "refers to", referred, stack, false)
      local referring = references.to(preview, stack, element.section, element.id)
      tell_references(session, "is referred to by", referring, stack, true)
    else
      session.out:line "  the template of the stack cannot be made; :validate says why"
    end
  end
end

-- ---- validation -----------------------------------------------------------------------------------------------------

local LEVELS = { { "error", "error" }, { "warning", "warning" }, { "info", "dim" } }

local function validate(session)
  local preview, message = session:preview()
  if not preview then return false, message end
  local counts, summary = {}, {}
  local messages = findings.of(preview)
  for _, level in ipairs(LEVELS) do
    local count = 0
    for _, one in ipairs(messages) do
      if one.level == level[1] then
        count = count + 1
        session.out:line(session:paint(level[1], level[2]) .. " " .. message_text(one)
          .. session:paint(where(one.location), "dim"))
      end
    end
    counts[level[1]] = count
    if count > 0 and level[1] ~= "info" then summary[#summary + 1] = counted(count, level[1]) end
  end
  local text = #summary > 0 and table.concat(summary, ", ") or "no errors and no warnings"
  if counts.error > 0 then return false, text end
  session.out:line(session:paint(("%s in %s"):format(text, counted(#preview.stacks, "stack")),
    counts.warning > 0 and "warning" or "good"))
end

-- ---- differences ----------------------------------------------------------------------------------------------------

local function tell_changes(session, changes, label)
  if #changes == 0 then return false end
  if label then session.out:line(session:paint(label, "heading")) end
  session.out:write(template_diff.format(changes, live.format_options(session)))
  return true
end

local function diff_with_mark(session, texts)
  local preview, message = session:preview()
  if not preview then return false, message end
  local labels, now = {}, {}
  for _, stack in ipairs(preview.stacks) do
    labels[#labels + 1] = stack.label
    now[stack.label] = stack.text
  end
  local gone = {}
  for label in pairs(texts) do
    if not now[label] then gone[#gone + 1] = label end
  end
  table.sort(gone)
  table.move(gone, 1, #gone, #labels + 1, labels)
  local any = false
  for _, label in ipairs(labels) do
    local old, new = texts[label] or "{}", now[label] or "{}"
    if new == "" then new = old end -- it cannot be made, as the errors say
    local changes = template_diff.diff_texts(template_diff.split(old), template_diff.split(new))
    any = tell_changes(session, changes, #labels > 1 and label or nil) or any
  end
  if not any then session:note "no differences" end
  tell_errors(session, preview)
end

-- The document of a template file, JSON or YAML; nil and why not.
local function read_template(file)
  local text, message = assets.read_file(file)
  if not text then return nil, message end
  if text:find "^%s*{" then
    local ok, document = pcall(assembly.parse_json, text)
    if ok then return document end
    if file:find "%.json$" then return nil, ("%s: %s"):format(file, document) end
  end
  local ok, document, reason = pcall(assembly.parse_yaml, text, { short_forms = true, name = file })
  if not ok then return nil, tostring(document) end
  if document == nil then return nil, reason end
  return document
end

local function diff_with_file(session, file, name)
  local document, message = read_template(file)
  if not document then return false, message end
  document = split_attributes(document)
  if type(document) ~= "table" then return false, ("%s does not contain a template"):format(file) end
  local stack, preview = with_stack(session, name)
  if not stack then return false, preview end
  if not tell_changes(session, template_diff.diff(document, stack.template)) then
    session:note "no differences"
  end
  tell_errors(session, preview)
end

local function diff(session, argument)
  local texts, name = marks.texts(session, argument ~= "" and argument or nil)
  if texts then return diff_with_mark(session, texts) end
  if argument == "" then
    return false, "there is no mark to compare with; :mark sets one, :diff FILE compares with a template file"
  end
  local file, stack = argument:match "^(%S+)%s+(.+)$"
  file = file or argument
  if assets.is_file(argument) then file, stack = argument, nil end
  if assets.is_file(file) then return diff_with_file(session, file, stack or "") end
  local best = engine.nearest(argument, marks.names(session))
  return false, ("there is neither a mark nor a file '%s'"):format(name)
    .. (best and ("; did you mean '%s'?"):format(best) or "")
end

local function set_live(session, argument)
  if argument == "on" then
    session:option("live", true)
    live.start(session)
    session:note "changes are shown after each line"
  elseif argument == "off" then
    session:option("live", false)
    session.kept.live = nil
  elseif argument == "" then
    session.out:line(session:option "live" and "on" or "off")
  else
    return false, ":live takes 'on' or 'off'"
  end
end

return {
  {
    name = "tpl", arguments = "[STACK]", complete = "stack", run = tpl, summary = "the template of a stack",
    details = "As synthesis would write it. If there are several stacks, :cd into one or name it, by path, "
      .. "name or\nartifact id. Piped, the output is plain JSON.",
  },
  {
    name = "json", arguments = "EXPRESSION", complete = "construct", run = json,
    summary = "a value as JSON, with its tokens resolved",
    details = "A construct, or its path, gives what it puts into the template.",
  },
  {
    name = "yaml", arguments = "EXPRESSION", complete = "construct", run = yaml,
    summary = "a value as YAML, with its tokens resolved",
  },
  {
    name = "cfn", arguments = "CONSTRUCT", complete = "construct", run = cfn,
    summary = "what a construct and everything below it put into the template",
    details = "CONSTRUCT is a path, an expression or a logical id.",
  },
  {
    name = "tree", arguments = "[CONSTRUCT]", complete = "construct", run = tree,
    summary = "the tree of constructs, or a part of it",
  },
  { name = "ls", arguments = "[PATH]", complete = "construct", run = ls, summary = "the constructs directly below" },
  {
    name = "cd", arguments = "[PATH]", complete = "construct", run = cd, summary = "go to a construct",
    details = "Paths in commands are then relative to it, and :tpl shows its stack. `..` goes up, `/` to the "
      .. "top.\nNo variable holds it, since lines must mean the same when they run again.",
  },
  {
    name = "find", arguments = "TERM …", complete = "type", run = find_elements,
    summary = "elements of the templates by type, id, path or property",
    details = "All terms must match; * stands for any characters, ? for one.\n  type=AWS::IAM::*   id=*Role*   "
      .. "path=Api/*   stack=Api   class=CfnRole   section=Outputs\n  prop.Timeout=3     "
      .. "prop.Environment.Variables.A     a part of any name",
  },
  {
    name = "why", arguments = "LOGICAL_ID", complete = "logical_id", run = why,
    summary = "where an element comes from, what it refers to, and who refers to it",
    details = "Also takes the path of a construct or an expression.",
  },
  {
    name = "validate", run = validate, summary = "all errors and warnings that synthesis would report",
    details = "Nothing is written.",
  },
  {
    name = "diff", arguments = "[MARK|FILE]", complete = "mark_or_file", run = diff,
    summary = "what differs from a mark (the last one) or from a template file",
    details = "The file is a template in JSON or YAML; :diff FILE STACK names the stack to compare it "
      .. "with.\n(replacement) and (may replace) say what the change does to the resource.",
  },
  {
    name = "live", arguments = "on|off", complete = "on_off", run = set_live,
    summary = "show after each line what it changed in the templates",
  },
}
