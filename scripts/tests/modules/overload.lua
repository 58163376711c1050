-- Clients that ask for speech again about a second after each answer; for wrk, which
-- takes little of the cores. Prints the times to the answer in milliseconds and its statuses, as one line of JSON.
local body = '{"input": "Hello.", "response_format": "pcm"}'
local headers = { ["Content-Type"] = "application/json" }
local threads = {}

function setup(thread)
    table.insert(threads, thread)
    thread:set("refused", 0)
    thread:set("served", 0)
    thread:set("others", 0)
end

function request()
    return wrk.format("POST", "/v1/audio/speech", headers, body)
end

function delay()
    return math.random(500, 1500)
end

function response(status)
    if status == 503 then
        refused = refused + 1
    elseif status == 200 then
        served = served + 1
    else
        others = others + 1
    end
end

function done(summary, latency)
    local count = { refused = 0, served = 0, others = 0 }
    for _, thread in ipairs(threads) do
        for name, value in pairs(count) do
            count[name] = value + thread:get(name)
        end
    end
    local errors = summary.errors
    io.write(string.format(
        '{"refused": %d, "served": %d, "other_statuses": %d, "broken": %d, '
            .. '"answer_ms": {"median": %.1f, "p99": %.1f, "most": %.1f}}\n',
        count.refused, count.served, count.others, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
