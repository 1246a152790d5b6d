-- POST of a contribution to a random hamlet. Only the key is added per request; the rest is built in advance. Keys are in
-- random order, as the UUIDs of clients are.
--
-- wrk … -s post.lua URL -- SEED HAMLETS PATH BODY [TOKEN KEY]
--   BODY: a template with {hamlet}, {household} and {amount}. KEY: the end of every Idempotency-Key, one for each run.
require("report")

local variants_per_hamlet = 4
local households_per_hamlet = 50

local threads = 0
local head
local tails = {}
local count = 0
local key
local sent = 0

function setup(thread)
    threads = threads + 1
    thread:set("thread_index", threads)
end

function init(args)
    math.randomseed(tonumber(args[1]) + thread_index)
    local token = args[5]
    head = "POST " .. args[3] .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
        .. "\r\nContent-Type: application/json\r\n"
    if token then head = head .. "Authorization: Bearer " .. token .. "\r\n" end
    if args[6] then
        head = head .. "Idempotency-Key: "
        key = "-" .. thread_index .. "-" .. args[6]
    end
    for hamlet = 1, tonumber(args[2]) do
        for _ = 1, variants_per_hamlet do
            local household = (hamlet - 1) * households_per_hamlet + math.random(households_per_hamlet)
            local body = args[4]:gsub("{hamlet}", hamlet):gsub("{household}", household)
                :gsub("{amount}", 10000 * math.random(100))
            tails[#tails + 1] = "Content-Length: " .. #body .. "\r\n\r\n" .. body
        end
    end
    count = #tails
    if key then
        for i = 1, count do tails[i] = key .. "\r\n" .. tails[i] end
    else
        for i = 1, count do tails[i] = head .. tails[i] end
    end
end

function request()
    local tail = tails[math.random(count)]
    if not key then return tail end
    sent = sent + 1
    return head .. string.format("%08x%06x", math.random(0, 0xffffffff), sent) .. tail
end
