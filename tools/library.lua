-- Checks how the library's files are written: run by `make lint` as `luacdk tools/library.lua`.
--
-- What rows or the words of aws_cdk.l2 say is not said by hand again.
local problems = 0

local function problem(file, line, text, ...)
  problems = problems + 1
  print(("%s:%d: %s"):format(file, line, text:format(...)))
end

local function each_line(file, visit)
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    visit(line, number)
  end
end

local function files(pattern)
  local list = {}
  local pipe = assert(io.popen("find " .. pattern .. " | LC_ALL=C sort"))
  for file in pipe:lines() do list[#list + 1] = file end
  pipe:close()
  return list
end

-- What is said once, and where.
local BY_HAND = {
  { "PROPERTY_INJECTION_ID%s*=", "ids of property injection are rows" },
  { "aws:SecureTransport", "l2.deny_without_tls", except = { ["lua/aws_cdk/l2/init.lua"] = true } },
}

for _, file in ipairs(files "lua/aws_cdk -name '*.lua'") do
  each_line(file, function(text, line)
    for _, rule in ipairs(BY_HAND) do
      if text:gsub("^%s*%-%-.*", ""):find(rule[1]) and not (rule.except and rule.except[file]) then
        problem(file, line, "by hand: %s", rule[2])
      end
    end
  end)
end

if problems > 0 then os.exit(1) end
