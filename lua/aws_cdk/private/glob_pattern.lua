--- The Lua pattern of a glob: `**` any text, `*` any text without a slash, `?` any character but a slash.
return function(glob)
  local pattern = glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*%*", "\0"):gsub("%*", "[^/]*"):gsub("%?", "[^/]")
    :gsub("\0", ".*")
  return "^" .. pattern .. "$"
end
