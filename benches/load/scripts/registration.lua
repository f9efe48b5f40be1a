-- An account with a name that nobody has: wrk … -- ROUND
dofile("report.lua")
local threads = 0
setup = function(thread)
  thread:set("number", threads)
  threads = threads + 1
end
local made = 0
init = function(args)
  round = args[1]
end
request = function()
  made = made + 1
  local body = string.format('{"username":"r%s-%d-%d","session_platform":"wrk"}', round, number, made)
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
