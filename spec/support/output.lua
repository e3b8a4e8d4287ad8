-- busted's own report, then what failed specs printed on standard error, and one line that counts all specs.
return function(options)
  local busted = require "busted"
  local printed = require "spec.support.printed"
  local handler = require("busted.outputHandlers.plainTerminal")(options)
  local said = {}

  busted.subscribe({ "test", "start" }, function()
    printed()
    return nil, true
  end)

  busted.subscribe({ "test", "end" }, function(element, _, status)
    local text = status ~= "success" and printed() or ""
    if text ~= "" then said[#said + 1] = ("\n%s printed on standard error:\n%s"):format(element.name, text) end
    return nil, true
  end)

  busted.subscribe({ "exit" }, function()
    for _, text in ipairs(said) do print(text) end
    print(("%d passed, %d failed"):format(handler.successesCount, handler.failuresCount + handler.errorsCount))
    return nil, true
  end)
  return handler
end
