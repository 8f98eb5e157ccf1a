import { setTimeout as wait } from 'node:timers/promises'
import { RetryableError } from '@cordboard/plugin-sdk'

/** What the provider allows: messages a second for a number, and to one person a burst and then one every six seconds. */
const limits = {
  number: { burst: 80, perSecond: 80 },
  pair: { burst: 45, perSecond: 1 / 6 },
}

const longestWait = 3
const mostBuckets = 50_000

interface Bucket {
  tokens: number
  at: number
}

export interface Pace {
  /** Resolves when a message may go out; throws `RetryableError` when that is too long to wait for. */
  take(phoneNumberId: string, to: string, signal?: AbortSignal): Promise<void>
}

/** Keeps this process under the provider's limits, so that it never has to refuse. */
export function createPace(now: () => number = Date.now): Pace {
  const buckets = new Map<string, Bucket>()

  // Seconds until a token is there; takes it at once when that is soon, so that later callers queue behind.
  function reserve(key: string, { burst, perSecond }: { burst: number; perSecond: number }): number {
    const time = now()
    const bucket = buckets.get(key) ?? { tokens: burst, at: time }
    const tokens = Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond)
    const seconds = tokens >= 1 ? 0 : (1 - tokens) / perSecond
    if (seconds > longestWait) return seconds
    if (buckets.size >= mostBuckets) buckets.clear()
    buckets.set(key, { tokens: tokens - 1, at: time })
    return seconds
  }

  return {
    async take(phoneNumberId, to, signal) {
      const seconds = Math.max(reserve(`${phoneNumberId}>${to}`, limits.pair), reserve(phoneNumberId, limits.number))
      if (seconds > longestWait)
        throw new RetryableError('whatsapp.paced', 'Too many messages to this number in a short time', {
          retryAfterSeconds: Math.ceil(seconds),
        })
      if (seconds > 0) await wait(seconds * 1000, undefined, signal ? { signal } : {})
    },
  }
}
