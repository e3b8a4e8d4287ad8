--- For targets in Lua: `told(f, …)` calls f and returns its results. An error has to be one of ours, which says what
--- is wrong with the input; a fault of Lua's ("attempt to index a nil value") is one of the program.
local FAULTS = { "attempt to %a+ ", "bad argument #", "stack overflow", "invalid order function",
  "invalid value %(at index", "string slice too long", "number has no integer representation", "table index is n",
  "error in error handling", "assertion failed" }

-- Ours quote the input, which the fuzzer fills with such words; so what counts is how a message begins.
local function is_fault(message)
  local said = message:gsub("^[^:\n]*:%d+: ", "")
  for _, fault in ipairs(FAULTS) do
    if said:find("^" .. fault) then return true end
  end
  return false
end

local function judge(ok, ...)
  if ok then return ... end
  local reason = ...
  local message = type(reason) == "table" and rawget(reason, "import") or tostring(reason)
  if is_fault(message) then error("a fault instead of a message: " .. message, 0) end
  return nil
end

return function(f, ...) return judge(xpcall(f, function(reason)
  return type(reason) == "string" and is_fault(reason) and debug.traceback(reason) or reason
end, ...)) end
