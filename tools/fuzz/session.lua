-- Lines of a session: how they are taken apart, whether they are complete, and what may follow.
local chunk = require "luacdk.repl.chunk"
local lexer = require "luacdk.repl.lexer"
local syntax = require "luacdk.repl.syntax"
local told = dofile "tools/fuzz/told.lua"

return function(text)
  local at = 0
  for _, token in ipairs(told(lexer.tokens, text)) do
    assert(token.from > at and token.to >= token.from and token.to <= #text, "tokens follow each other")
    at = token.to
  end
  at = 0
  for _, token in ipairs((told(chunk.tokens, text))) do
    assert(token.start > at and token.stop >= token.start and token.stop <= #text, "tokens follow each other")
    at = token.stop
  end
  local context = told(syntax.analyse, text)
  for last = 1, #context.tokens do
    told(syntax.chain, context, last)
    told(syntax.expression_end, context, last)
  end
  told(chunk.names, context.tokens)
  local status = told(chunk.compile, text, { name = "=line", line = 3 })
  assert(status == "ready" or status == "empty" or status == "more" or status == "wrong")
  local lines
  for line in text:gmatch "[^\n]+" do
    if lines then lines:add(line) else lines = told(chunk.lines, line, 1) end
    told(lines.are_open, lines)
  end
end
