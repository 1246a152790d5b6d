-- GET for a random hamlet. All requests are built in advance, because the load shares the machine with the server.
--
-- wrk … -s get.lua URL -- SEED HAMLETS PATH…   {hamlet} is the id, {record} the same with 15 digits
require("report")

local threads = 0
local requests = {}
local count = 0

function setup(thread)
    threads = threads + 1
    thread:set("thread_index", threads)
end

function init(args)
    math.randomseed(tonumber(args[1]) + thread_index)
    for hamlet = 1, tonumber(args[2]) do
        for i = 3, #args do
            local path = args[i]:gsub("{hamlet}", hamlet):gsub("{record}", string.format("%015d", hamlet))
            requests[#requests + 1] = wrk.format("GET", path)
        end
    end
    count = #requests
end

function request() return requests[math.random(count)] end
