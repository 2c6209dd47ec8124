-- One question to the quota that many servers share, on this server's clock. Times are in microseconds.
--
-- KEYS: when the latest calls began, oldest first; the servers that wait, each with since when and until when it is believed to be there;
-- the pace: the limit if it is lowered, when it was, and until when nothing begins.
-- ARGV: the question, the highest limit, then what belongs to the question.
-- Answer: 0 go, 1 wait, 2 no room, 3 noted; how long to wait; the limit; how long ago it was lowered, or -1.
local SECOND = 1000000
local LONGEST_PAUSE = 60 * SECOND
local RECHECK = SECOND / 4 -- who waits asks at least so often
local GRACE = SECOND / 2   -- and is thought gone so long afterwards

local begun, waiting, pace = KEYS[1], KEYS[2], KEYS[3]
local question, most = ARGV[1], tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * SECOND + tonumber(clock[2])

local function exact(number)
    return string.format('%.0f', number)
end

local known = redis.call('HMGET', pace, 'limit', 'lowered', 'paused')
local limit = math.min(tonumber(known[1] or most), most)
local lowered = tonumber(known[2] or -1)
local paused = tonumber(known[3] or 0)
if lowered > now then lowered = now end -- the clock was set back
if paused > now + LONGEST_PAUSE then paused = 0 end

local function keep_pace()
    if limit >= most and paused <= now then
        lowered = -1
        redis.call('DEL', pace)
        return
    end
    redis.call('HSET', pace, 'limit', tostring(limit), 'lowered', exact(lowered), 'paused', exact(paused))
    redis.call('PEXPIRE', pace, 3600000)
end

local function answer(word, wait)
    return {word, wait, math.floor(limit), lowered < 0 and -1 or now - lowered}
end

if question == 'throttled' then
    local began, pause = now - tonumber(ARGV[3]), tonumber(ARGV[4])
    if began >= lowered then
        limit, lowered = math.max(limit * 0.7, 1), now
    end
    paused = math.max(paused, now + math.min(pause, LONGEST_PAUSE))
    keep_pace()
    return answer(3, 0)
end

local longest, answered, server, before = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
if answered > 0 then -- since the limit was lowered: the service takes calls again
    limit, paused = math.min(limit + 0.1 * answered, most), 0
    keep_pace()
end

local calls = redis.call('LRANGE', begun, 0, -1)
local count = #calls
if count > 0 and tonumber(calls[count]) > now then -- the clock was set back
    redis.call('DEL', begun)
    calls, count = {}, 0
end
local old = 0
while old < count and tonumber(calls[old + 1]) <= now - SECOND do old = old + 1 end
if old > 0 then redis.call('LTRIM', begun, old, -1) end

-- Servers take turns: who asked first goes first, and stands last afterwards.
local mine, others, ahead = nil, 0, 0
local waiters = redis.call('HGETALL', waiting)
for at = 1, #waiters, 2 do
    local since, until_then = string.match(waiters[at + 1], '^(%d+) (%d+)$')
    if not since or tonumber(until_then) < now then
        redis.call('HDEL', waiting, waiters[at])
    elseif waiters[at] == server then
        mine = tonumber(since)
    else
        others = others + 1
    end
end
if question == 'head' then
    mine = mine or now
    for at = 1, #waiters, 2 do
        local since, until_then = string.match(waiters[at + 1], '^(%d+) (%d+)$')
        if since and waiters[at] ~= server and tonumber(until_then) >= now and tonumber(since) < mine then
            ahead = ahead + 1
        end
    end
else
    ahead = others + math.max(before, mine and 1 or 0)
end

local allowed = math.floor(limit)
local running = count - old
local free = math.max(allowed - running, 0)
if ahead < free and paused <= now then
    redis.call('RPUSH', begun, exact(now))
    redis.call('PEXPIRE', begun, 2000)
    if question == 'head' then redis.call('HDEL', waiting, server) end
    return answer(0, 0)
end

-- Each call may be followed by another a second after it began; those before us go first.
local opens = math.max(now, paused)
if ahead >= free then
    local behind = ahead - free
    local oldest = old + math.max(running - allowed, 0)
    local freed = calls[oldest + behind % allowed + 1]
    freed = freed and tonumber(freed) + SECOND or now
    opens = math.max(freed, opens) + math.floor(behind / allowed) * SECOND
end
local wait = opens - now
if wait > longest then
    if question == 'head' then redis.call('HDEL', waiting, server) end
    return answer(2, wait)
end
if question == 'head' then
    redis.call('HSET', waiting, server, exact(mine) .. ' ' .. exact(now + RECHECK + GRACE))
    redis.call('PEXPIRE', waiting, 10000)
end
return answer(1, wait)
