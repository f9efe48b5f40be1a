-- Many logins in turn: wrk … -- FILE, with one path a line
dofile("report.lua")
local threads = 0
setup = function(thread)
  thread:set("number", threads)
  threads = threads + 1
end
local polls = {}
init = function(args)
  for path in io.lines(args[1]) do
    polls[#polls + 1] = wrk.format("GET", path)
  end
  -- Threads begin at different places.
  next_one = number * 97
end
request = function()
  next_one = next_one % #polls + 1
  return polls[next_one]
end
