--- Analyses what is being typed: the text before the cursor as tokens, the brackets and blocks that are open at its
--- end, and the expressions in it. Nothing here knows what a name means.
local lexer = require "luacdk.repl.lexer"

local syntax = {}

local CLOSES = { [")"] = "(", ["]"] = "[", ["}"] = "{" }
local OPENS = { ["("] = true, ["["] = true, ["{"] = true }
local BLOCKS = { ["function"] = "end", ["do"] = "end", ["if"] = "end", ["repeat"] = "until" }

local function is_operator(token, text) return token and token.kind == "operator" and token.text == text end

--- True if an expression can end with that token.
local function ends_expression(token)
  return token and (token.kind == "name" or token.kind == "string" and not token.open or
    token.kind == "operator" and CLOSES[token.text] ~= nil)
end

--- The name that gets `self` in "function a.b:c(": the index of the token before the colon.
local function method_owner(tokens, at)
  local place = at + 1
  while is_operator(tokens[place + 1], ".") and tokens[place + 2] do place = place + 2 end
  return is_operator(tokens[place + 1], ":") and place or nil
end

--- A new frame: an open bracket or block. `item`: first token of the entry or argument being written; `commas`: how
--- many precede it; `key`, `value`: for a table entry with a key, the key and the first token of the value; `given`:
--- the keys there are.
local function frame_of(tokens, at)
  local token = tokens[at]
  local frame = { at = token.text, open = at, item = at + 1, commas = 0, given = {} }
  if token.text == "function" then frame.method_of = method_owner(tokens, at) end
  return frame
end

local function note_key(frame, tokens, at)
  local first, second, third = tokens[frame.item], tokens[frame.item + 1], tokens[frame.item + 2]
  local key
  if frame.item == at - 1 and (first.kind == "name" or first.kind == "keyword") then
    key = first.text
  elseif frame.item == at - 3 and is_operator(first, "[") and second.kind == "string" and is_operator(third, "]") then
    key = second.text
  end
  if key then
    frame.key, frame.value = key, at + 1
    frame.given[key] = true
  end
end

-- "self.handler" if the token at `last` ends such a name.
local function dotted_name(tokens, last)
  local first = last
  while is_operator(tokens[first - 1], ".") do first = first - 2 end
  local parts = {}
  for at = first, last, 2 do
    if not tokens[at] or tokens[at].kind ~= "name" then return nil end
    parts[#parts + 1] = tokens[at].text
  end
  return not is_operator(tokens[first - 1], ":") and #parts > 0 and table.concat(parts, ".") or nil
end

--- Analyses the text before the cursor: { text, tokens (without the word being typed), match (index of a closing
--- bracket → of the opening one, and back), frames (innermost last), word, word_from, string (token of an open string),
--- nothing (inside a comment or number), new_line (one begins between the last token and the word), assigned (name, or
--- names with dots between → first token of the last value assigned) }.
function syntax.analyse(text)
  local all = lexer.tokens(text)
  local context = { text = text, tokens = {}, match = {}, frames = {}, assigned = {}, word = "", word_from = #text + 1 }
  local last = all[#all]
  if last and last.to == #text then
    if last.kind == "name" or last.kind == "keyword" then
      context.word, context.word_from = last.text, last.from
      all[#all] = nil
    elseif last.kind == "string" and last.open then
      context.string = last
      context.word, context.word_from = last.text, last.first
      all[#all] = nil
    elseif last.kind == "number" or last.kind == "comment" and last.open then
      context.nothing = true
    end
  end
  local tokens, frames = context.tokens, context.frames
  for _, token in ipairs(all) do
    if token.kind ~= "comment" then tokens[#tokens + 1] = token end
  end
  local before = tokens[#tokens]
  context.new_line = before and text:find("\n", before.to + 1, true) ~= nil
  for at, token in ipairs(tokens) do
    local top = frames[#frames]
    if token.kind == "operator" then
      if OPENS[token.text] then
        frames[#frames + 1] = frame_of(tokens, at)
      elseif CLOSES[token.text] then
        local depth = #frames
        while depth > 0 and frames[depth].at ~= CLOSES[token.text] do depth = depth - 1 end
        if depth > 0 then
          context.match[at], context.match[frames[depth].open] = frames[depth].open, at
          for i = #frames, depth, -1 do frames[i] = nil end
        end
      elseif top and OPENS[top.at] and (token.text == "," or token.text == ";") then
        top.item, top.commas, top.key, top.value = at + 1, top.commas + 1, nil, nil
      elseif token.text == "=" then
        if top and top.at == "{" and not top.key then
          note_key(top, tokens, at)
        elseif not (top and OPENS[top.at]) then
          local name = dotted_name(tokens, at - 1)
          if name then context.assigned[name] = at + 1 end
        end
      end
    elseif token.kind == "keyword" and not (top and top.at == "{" and top.item == at and
      is_operator(tokens[at + 1], "=")) then
      if BLOCKS[token.text] then
        frames[#frames + 1] = frame_of(tokens, at)
      elseif top and BLOCKS[top.at] == token.text then
        frames[#frames] = nil
      end
    end
  end
  return context
end

--- The expression of names, fields, calls and subscripts that ends with the token at `last`: { first, steps }, where a
--- step is { "name", text }, { "string" }, { "group", from, to } (only as the first), { "field", text }, { "method",
--- text }, { "call", open, close } or { "subscript", open, close } (indices of the first and last token). nil if there
--- is none.
function syntax.chain(context, last)
  local tokens, match = context.tokens, context.match
  local steps = {}
  local at = last
  local function add(...) table.insert(steps, 1, { ... }) end
  while true do
    local token = tokens[at]
    if not token then return nil end
    if token.kind == "name" or token.kind == "keyword" and at > 1 and
      (is_operator(tokens[at - 1], ".") or is_operator(tokens[at - 1], ":")) then
      if is_operator(tokens[at - 1], ".") then
        add("field", token.text)
        at = at - 2
      elseif is_operator(tokens[at - 1], ":") then
        add("method", token.text)
        at = at - 2
      else
        add("name", token.text)
        return { first = at, steps = steps }
      end
    else
      local open = match[at]
      if token.kind == "string" and not token.open then open = at end
      if not open or token.kind == "keyword" or open > at then return nil end
      local before = tokens[open - 1]
      local follows = ends_expression(before)
      if token.text == "]" and token.kind == "operator" then
        if not follows then return nil end
        add("subscript", open, at)
      elseif follows then
        add("call", open, at)
      elseif token.kind == "string" then
        add("string")
        return { first = at, steps = steps }
      elseif token.text == ")" then
        add("group", open + 1, at - 1)
        return { first = open, steps = steps }
      else
        return nil -- a table
      end
      at = open - 1
    end
  end
end

--- The index of the last token of the expression that begins at `first`, if it consists of names, fields, calls and
--- subscripts and nothing follows it in the same expression; else nil.
function syntax.expression_end(context, first)
  local tokens, match = context.tokens, context.match
  local at = first
  if not tokens[at] then return nil end
  if is_operator(tokens[at], "(") then
    at = match[at]
  elseif tokens[at].kind ~= "name" and tokens[at].kind ~= "string" then
    return nil
  end
  while at do
    local following = tokens[at + 1]
    if not following then return at end
    if is_operator(following, ".") or is_operator(following, ":") then
      if not tokens[at + 2] then return nil end
      at = at + 2
    elseif following.kind == "string" then
      if following.open then return nil end
      at = at + 1
    elseif following.kind == "operator" and OPENS[following.text] then
      at = match[at + 1]
    elseif following.kind == "operator" and following.text ~= "," and following.text ~= ";" and
      not CLOSES[following.text] or following.text == "and" or following.text == "or" then
      return nil
    else
      return at
    end
  end
end

--- The call whose argument begins at token `at`, not inside further brackets: the index of the last token of the called
--- expression, and the number of the argument. nil if there is none.
function syntax.call_at(context, at)
  local tokens = context.tokens
  local before = tokens[at - 1]
  local frame = context.frames[#context.frames]
  if ends_expression(before) then return at - 1, 1 end
  if frame and frame.at == "(" and frame.item == at and ends_expression(tokens[frame.open - 1]) then
    return frame.open - 1, frame.commas + 1
  end
end

syntax.ends_expression = ends_expression
syntax.is_operator = is_operator

return syntax
