--- Commands that log a build in to registries.
local engine = require "luacdk.engine"

-- JSON text as JSON.stringify makes it of tokens' texts: they become values only in the template.
local function json_text(config)
  local text = "{"
  for i, key in ipairs(engine.keys(config)) do
    local value = config[key]
    text = text .. (i > 1 and "," or "") .. engine.json(key) .. ":"
      .. (type(value) == "boolean" and tostring(value) or '"' .. value .. '"')
  end
  return text .. "}"
end

--- The commands for a usage, for Windows and for Linux; those of one system begin with its tag. Empty without
--- credentials for the usage.
return function(usage, credentials)
  local domains, known, text = {}, {}, nil
  for _, credential in ipairs(credentials) do
    if credential:_applies_to(usage) then
      local domain, config = credential:_config()
      local name = tostring(domain)
      if not known[name] then domains[#domains + 1] = { name = name } end
      known[name] = config
    end
  end
  if #domains == 0 then return {} end
  for _, domain in ipairs(domains) do
    text = (text and text .. "," or "") .. '"' .. domain.name .. '":' .. json_text(known[domain.name])
  end
  text = '{"version":"1.0","domainCredentials":{' .. text .. "}}"
  return {
    "!WINDOWS!mkdir %USERPROFILE%\\.cdk",
    "!WINDOWS!echo '" .. text .. "' > %USERPROFILE%\\.cdk\\cdk-docker-creds.json",
    "!LINUX!mkdir $HOME/.cdk",
    "!LINUX!echo '" .. text .. "' > $HOME/.cdk/cdk-docker-creds.json",
  }
end
