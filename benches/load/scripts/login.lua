-- The same login again and again: wrk … -- USERNAME EMAIL
dofile("report.lua")
init = function(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = string.format('{"username":"%s","email":"%s","session_platform":"wrk"}', args[1], args[2])
end
