--- An engine in messages: its type, and its version if that is known.
return function(engine)
  local version = engine.engine_version and engine.engine_version.full_version
  return engine.engine_type .. (version and version ~= "" and "-" .. version or "")
end
