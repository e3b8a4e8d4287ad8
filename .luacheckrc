std = "lua54"
max_line_length = 120
self = false -- a method need not use what it was called on

-- Scripts may use the modules by their short names; the library itself always requires them.
local short_names = { "cdk", "constructs", "include" }
for name in io.popen("ls lua/schema"):lines() do
  local service = name:match "^aws_cdk%.aws_(.*)%.rows$" or name:match "^aws_cdk%.(.*)%.rows$"
  if service then short_names[#short_names + 1] = service end
end

files["spec"] = { std = "+busted", read_globals = short_names }
files["examples"] = { read_globals = short_names }
files["bench"] = { read_globals = short_names }
files["tools/fuzz"] = { read_globals = short_names }

-- Generated tables, one row on each line.
files["lua/**/*_rows.lua"] = { max_line_length = false }
