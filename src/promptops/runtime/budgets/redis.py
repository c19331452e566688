"""A ledger in Redis, for processes on many hosts; it goes by the clock of the server."""

from __future__ import annotations

import os
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from promptops.runtime.budgets.accounts import MAX_LEASE, Account, Amount, Lease, Reservation, unavailable
from promptops.runtime.budgets.windows import longest, window_of
from promptops.runtime.errors import BudgetError, InputError

if TYPE_CHECKING:
    from redis import Redis

TIMEOUT: Final = 0.5
"""Seconds to wait for the server."""
_PAUSE: Final = 1.0
"""Seconds for which a server that did not answer is not asked again: nobody else waits for it."""
_CLOCK_GOOD_FOR: Final = 60.0
_WHERE: Final = "the Redis server of the ledger"

# A hash for each account and window: spent and reserved, tokens and micro-USD. A sorted set beside it: leases by their
# end, each named `id:tokens:micro-USD`.
_RESERVE: Final = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local id, tokens, micro, seconds = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local exceeded, blocked = {}, false
for i = 1, #KEYS / 2 do
  local hash, leases, at = KEYS[2 * i - 1], KEYS[2 * i], 4 * i
  for _, lease in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
    local t, m = string.match(lease, '^%x+:(%d+):(%d+)$')
    if t ~= '0' then redis.call('HINCRBY', hash, 'rt', '-' .. t) end
    if m ~= '0' then redis.call('HINCRBY', hash, 'rm', '-' .. m) end
    redis.call('ZREM', leases, lease)
  end
  local row = redis.call('HMGET', hash, 'st', 'rt', 'sm', 'rm')
  for n = 1, 4 do row[n] = tonumber(row[n] or 0) or 0 end
  local cap_tokens, cap_micro = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  if (cap_tokens and row[1] + row[2] + tokens > cap_tokens) or (cap_micro and row[3] + row[4] + micro > cap_micro) then
    exceeded[#exceeded + 1] = i
    blocked = blocked or ARGV[at + 3] == '1'
  end
end
if blocked then return {0, exceeded} end
for i = 1, #KEYS / 2 do
  local hash, leases, lasts = KEYS[2 * i - 1], KEYS[2 * i], tonumber(ARGV[4 * i + 4])
  redis.call('HINCRBY', hash, 'rt', ARGV[2])
  redis.call('HINCRBY', hash, 'rm', ARGV[3])
  redis.call('ZADD', leases, now + seconds, id .. ':' .. ARGV[2] .. ':' .. ARGV[3])
  if lasts then
    redis.call('EXPIRE', hash, lasts)
    redis.call('EXPIRE', leases, lasts)
  end
end
return {1, exceeded}
"""

# The last key marks what is settled: whoever heard no answer may ask again.
_SETTLE: Final = """
if not redis.call('SET', KEYS[#KEYS], '1', 'NX', 'EX', ARGV[4]) then return 0 end
local t, m = string.match(ARGV[1], '^%x+:(%d+):(%d+)$')
for i = 1, (#KEYS - 1) / 2 do
  local hash, leases = KEYS[2 * i - 1], KEYS[2 * i]
  if redis.call('ZREM', leases, ARGV[1]) == 1 then
    if t ~= '0' then redis.call('HINCRBY', hash, 'rt', '-' .. t) end
    if m ~= '0' then redis.call('HINCRBY', hash, 'rm', '-' .. m) end
  end
  redis.call('HINCRBY', hash, 'st', ARGV[2])
  redis.call('HINCRBY', hash, 'sm', ARGV[3])
end
return 1
"""


class RedisLedger:
    """Keeps accounts in Redis; every method raises `BudgetError` (`ledger-unavailable`) while that does not answer."""

    def __init__(self, address: str) -> None:
        """Connect, when it is first needed, to `redis://…`, `rediss://…` or `unix://…`.

        Raises:
            BudgetError: the package `redis` is not installed.
            InputError: it is no such address.
        """
        try:
            from redis import Redis, RedisError  # noqa: PLC0415 - an extra
            from redis.backoff import NoBackoff  # noqa: PLC0415 - as above
            from redis.retry import Retry  # noqa: PLC0415 - as above
        except ImportError as error:
            message = "a ledger in Redis needs the package `redis`"
            raise BudgetError("missing-extra", message, "install the extra `redis`") from error
        try:
            self._redis: Redis = Redis.from_url(
                address, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0)
            )
            pool = self._redis.connection_pool
            pool.connection_class(**pool.connection_kwargs)  # else the first call would be told of a wrong option
        except (ValueError, TypeError, RedisError):  # which may show a part of the password
            message = "the address of the ledger is none of a Redis server"
            raise InputError("wrong-address", message, "write `redis://user:password@host:port/0`") from None
        self._failures = (RedisError, OSError)
        self._reserve = self._redis.register_script(_RESERVE)
        self._settle = self._redis.register_script(_SETTLE)
        self._asked_again_at = 0.0
        self._ahead: tuple[float, float] | None = None

    def reserve(self, accounts: Sequence[Account], amount: Amount, seconds: int) -> Reservation:
        """Reserve an amount in all accounts, or in none.

        Raises:
            BudgetError: `ledger-unavailable`.
        """
        now = self._now()
        places = tuple((account.key, window_of(account.window, now)) for account in accounts)
        lease = Lease(os.urandom(12).hex(), places, amount)
        arguments: list[str | int] = [lease.id, *amount, min(seconds, MAX_LEASE)]
        for account in accounts:
            caps = ["" if cap is None else cap for cap in (account.tokens, account.micro_usd)]
            lasts = longest(account.window)
            arguments += [*caps, int(account.blocks), "" if lasts is None else 2 * lasts + MAX_LEASE]
        granted, exceeded = self._asked(self._reserve, _keys(places), arguments)
        return Reservation(lease if granted else None, tuple(accounts[index - 1] for index in exceeded))

    def settle(self, lease: Lease, amount: Amount) -> None:
        """Give back what a lease reserved, unless its time was over, and count what was spent, once.

        Raises:
            BudgetError: `ledger-unavailable`.
        """
        keys = [*_keys(lease.places), f"{{promptops}}:settled:{lease.id}"]
        member = f"{lease.id}:{lease.amount.tokens}:{lease.amount.micro_usd}"
        self._asked(self._settle, keys, [member, *amount, 2 * MAX_LEASE])

    def spent(self, account: Account) -> Amount:
        """Return what is spent in the account's present window.

        Raises:
            BudgetError: `ledger-unavailable`.
        """
        key, _ = _keys([(account.key, window_of(account.window, self._now()))])
        tokens, micro_usd = self._asked(lambda keys, fields: self._redis.hmget(keys[0], fields), [key], ["st", "sm"])
        return Amount(int(tokens or 0), int(micro_usd or 0))

    def _now(self) -> float:
        """Return the time of the server, which is asked for it now and then."""
        if self._ahead is None or monotonic() - self._ahead[0] > _CLOCK_GOOD_FOR:
            seconds, micros = self._asked(lambda *_: self._redis.time(), [], [])
            self._ahead = (monotonic(), seconds + micros / 1e6 - monotonic())
        return monotonic() + self._ahead[1]

    def _asked(self, ask: Any, keys: list[str], arguments: list[Any]) -> Any:
        if monotonic() < self._asked_again_at:
            raise unavailable(_WHERE, ConnectionError("it did not answer a moment ago"))
        try:
            return ask(keys, arguments)
        except self._failures as error:
            self._asked_again_at = monotonic() + _PAUSE
            raise unavailable(_WHERE, error) from error


def _keys(places: Sequence[tuple[str, str]]) -> list[str]:
    """Return the keys of hash and leases for each place, all in one slot of a cluster."""
    return [f"{{promptops}}:{part}:{key}:{window}" for key, window in places for part in ("account", "leases")]
