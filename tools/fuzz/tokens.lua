-- What scripts.c calls with each text: all that reads texts for tokens. \1 to \6 in the text stand for tokens.
local cdk = require "aws_cdk"

local stack = cdk.Stack(cdk.App(), "S")
local tokens = {
  ["\1"] = stack.region,
  ["\2"] = cdk.Fn.get_att("R", "Arn"),
  ["\3"] = cdk.Lazy.string { produce = function() return "lazy" end },
  ["\4"] = cdk.Token.as_string(cdk.Token.as_number { Ref = "N" }),
  ["\5"] = stack.account,
  ["\6"] = "${Token[TOKEN.",
}
for name, token in pairs(tokens) do tokens[name] = tostring(token) end

-- Each text is resolved; in what other way it is read, its length decides.
local WAYS = {
  function(text) stack:resolve { [text] = { text, text } } end,
  cdk.Token.is_unresolved,
  cdk.Tokenization.reverse_string,
  function(text) cdk.Tokenization.reverse_list { text } end,
  function(text) stack:resolve(stack:to_json_string { a = text, [text] = 1 }) end,
  function(text) stack:resolve(cdk.Fn.join(text, { text, "x", text })) end,
  function(text) stack:resolve(cdk.Fn.sub(text)) end,
}

return function(text)
  local way = WAYS[#text % #WAYS + 1]
  text = text:gsub("[\1-\6]", tokens)
  pcall(stack.resolve, stack, text)
  pcall(way, text)
end
