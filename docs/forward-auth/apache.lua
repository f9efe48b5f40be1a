-- Asks Doorpost about a request, for apache.conf. It needs Debian's lua-socket.

local http = require "socket.http"
local ltn12 = require "ltn12"

local DOORPOST = "http://127.0.0.1:3000/auth/verify?redirect=1"
local TIMEOUT = 5 -- seconds

local UNAVAILABLE = '{"error":"The service is temporarily unavailable; please try again","code":"unavailable"}'
local IDENTITY = { "X-Auth-User", "X-Auth-UserId", "X-Auth-Email", "X-Auth-Scopes", "X-Auth-Session" }
local DOORPOSTS_COOKIES = { ["doorpost"] = true, ["__Host-doorpost"] = true, ["__Secure-doorpost"] = true }

-- What speaks of one connection or one body goes neither to Doorpost nor back from it.
local NOT_HANDED_ON = {
    ["accept-encoding"] = true, ["connection"] = true, ["content-encoding"] = true, ["content-length"] = true,
    ["date"] = true, ["expect"] = true, ["host"] = true, ["keep-alive"] = true, ["proxy-connection"] = true,
    ["range"] = true, ["te"] = true, ["trailer"] = true, ["transfer-encoding"] = true, ["upgrade"] = true,
}

local function handed_on(headers)
    local kept = {}
    for name, value in pairs(headers) do
        if not NOT_HANDED_ON[name:lower()] then
            kept[name:lower()] = value
        end
    end
    return kept
end

local function question(r, headers)
    local asked = handed_on(headers)
    -- Where the browser comes back to: the client's own word does not count.
    asked["x-forwarded-for"] = r.useragent_ip
    asked["x-forwarded-method"] = r.method
    asked["x-forwarded-proto"] = r.is_https and "https" or "http"
    asked["x-forwarded-host"] = r.headers_in["Host"] or ""
    asked["x-forwarded-uri"] = r.unparsed_uri
    return asked
end

local function ask(r, headers)
    local body = {}
    http.TIMEOUT = TIMEOUT
    local done, status, answered = http.request {
        url = DOORPOST, headers = question(r, headers), sink = ltn12.sink.table(body), redirect = false,
    }
    if done then
        return status, answered, table.concat(body)
    end
    r:err("Doorpost: " .. tostring(status))
    return 503, { ["retry-after"] = "2", ["content-type"] = "application/json" }, UNAVAILABLE
end

local function refuse(r, status, answered, body)
    for name, value in pairs(handed_on(answered)) do
        if name == "content-type" then
            r.content_type = value
        else
            r.err_headers_out[name] = value
        end
    end
    r.status = status
    r:write(body)
    return apache2.DONE
end

-- The session token stays with Doorpost: the application gets its own cookies only.
local function cookies_of_the_application(cookies)
    local kept = {}
    -- Apache joins two headers with a comma.
    for cookie in (cookies or ""):gsub(",%s*([%w_-]*doorpost=)", ";%1"):gmatch("[^;]+") do
        if not DOORPOSTS_COOKIES[cookie:match("^%s*([^=]-)%s*=")] then
            table.insert(kept, cookie:match("^%s*(.-)%s*$"))
        end
    end
    return #kept > 0 and table.concat(kept, "; ") or nil
end

-- Apache drops what Connection names, and must not be told to drop the headers that say who is calling.
local function connection(words)
    local kept = {}
    for word in (words or ""):lower():gmatch("[%w-]+") do
        if word == "close" or word == "keep-alive" or word == "upgrade" then
            table.insert(kept, word)
        end
    end
    return #kept > 0 and table.concat(kept, ", ") or nil
end

-- What a client sends under these names never arrives, however it separates the words: to CGI and WSGI X_Auth_User is the same
-- as X-Auth-User. The credentials go with them: the application needs none to be somebody else with.
local function hide(r, headers)
    for name in pairs(headers) do
        if name:lower():find("^x[^a-z0-9]auth[^a-z0-9]") then
            r.headers_in[name] = nil
        end
    end
    r.headers_in["Authorization"] = nil
    r.headers_in["Connection"] = connection(r.headers_in["Connection"])
    r.headers_in["Cookie"] = cookies_of_the_application(r.headers_in["Cookie"])
end

-- A browser asks, without any credential, whether a page of another origin may call the application, which answers for itself.
-- Have it return false where no other origin does.
local function is_preflight(r)
    return r.method == "OPTIONS" and r.headers_in["Origin"] and r.headers_in["Access-Control-Request-Method"]
end

function check(r)
    local headers = r:headers_in_table()
    local status, answered, body = 200, {}, ""
    if not is_preflight(r) then
        status, answered, body = ask(r, headers)
    end
    if status ~= 200 then
        return refuse(r, status, answered, body)
    end
    hide(r, headers)
    for _, name in ipairs(IDENTITY) do
        r.headers_in[name] = answered[name:lower()] or ""
    end
    return apache2.OK
end
