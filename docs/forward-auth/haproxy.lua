-- Asks Doorpost about a request, for haproxy.cfg. It needs nothing but HAProxy's own Lua.

-- An address, not a name: HAProxy resolves none here.
local DOORPOST = "http://127.0.0.1:3000/auth/verify?redirect=1"
local TIMEOUT = 2000 -- milliseconds; HAProxy tries four times

local IDENTITY = { "x-auth-user", "x-auth-userid", "x-auth-email", "x-auth-scopes", "x-auth-session" }
local DOORPOSTS_COOKIES = { ["doorpost"] = true, ["__Host-doorpost"] = true, ["__Secure-doorpost"] = true }

-- What speaks of one connection or one body goes neither to Doorpost nor back from it.
local NOT_HANDED_ON = {
    ["accept-encoding"] = true, ["connection"] = true, ["content-encoding"] = true, ["content-length"] = true,
    ["date"] = true, ["expect"] = true, ["host"] = true, ["keep-alive"] = true, ["proxy-connection"] = true,
    ["range"] = true, ["te"] = true, ["trailer"] = true, ["transfer-encoding"] = true, ["upgrade"] = true,
}

local function handed_on(headers)
    local kept = {}
    for name, values in pairs(headers) do
        if not NOT_HANDED_ON[name] then
            kept[name] = {}
            -- HAProxy counts them from 0.
            for index = 0, #values do
                table.insert(kept[name], values[index])
            end
        end
    end
    return kept
end

local function question(txn, headers)
    local asked = handed_on(headers)
    local encrypted = txn.f:ssl_fc() -- a number, or a boolean (tune.lua.bool-sample-conversion)
    -- Where the browser comes back to: the client's own word does not count.
    asked["x-forwarded-for"] = { txn.sf:src() }
    asked["x-forwarded-method"] = { txn.sf:method() }
    asked["x-forwarded-proto"] = { (encrypted == 1 or encrypted == true) and "https" or "http" }
    asked["x-forwarded-host"] = { headers["host"] and headers["host"][0] or "" }
    asked["x-forwarded-uri"] = { txn.sf:pathq() }
    return asked
end

-- The session token stays with Doorpost: the application gets its own cookies only.
local function cookies_of_the_application(headers)
    local kept = {}
    for index = 0, headers["cookie"] and #headers["cookie"] or -1 do
        for cookie in headers["cookie"][index]:gmatch("[^;]+") do
            if not DOORPOSTS_COOKIES[cookie:match("^%s*([^=]-)%s*=")] then
                table.insert(kept, cookie:match("^%s*(.-)%s*$"))
            end
        end
    end
    return table.concat(kept, "; ")
end

local function refuse(txn, headers, answer)
    local handed = handed_on(answer.headers)
    -- HAProxy does not read a body that it hands to nobody, and closes without a word.
    if headers["transfer-encoding"] or headers["content-length"] and headers["content-length"][0] ~= "0" then
        handed["connection"] = { "close" }
    end
    txn:done(txn:reply { status = answer.status, reason = answer.reason, headers = handed, body = answer.body })
end

-- Sets txn.doorpost_allows last of all. HAProxy goes on after an error in here, so the configuration demands that variable.
core.register_action("doorpost", { "http-req" }, function(txn)
    local headers = txn.http:req_get_headers()
    local answer = core.httpclient():get { url = DOORPOST, headers = question(txn, headers), timeout = TIMEOUT }
    if answer.status == 0 or answer.status >= 500 then
        return
    end
    if answer.status ~= 200 then
        return refuse(txn, headers, answer)
    end
    for _, name in ipairs(IDENTITY) do
        local values = answer.headers[name]
        if not values then
            return
        end
        txn:set_var("txn.doorpost_" .. name:gsub("x%-auth%-", ""), values[0])
    end
    txn:set_var("txn.doorpost_cookies", cookies_of_the_application(headers))
    txn:set_var("txn.doorpost_allows", true)
end)
