import { RetryableError } from '@cordboard/plugin-sdk'
import { describe, expect, it } from 'vitest'
import { createPace } from './pace.ts'

describe('the pace of sending', () => {
  it('lets a burst to one person through and then asks to wait', async () => {
    const pace = createPace(() => 0)
    for (let sent = 0; sent < 45; sent++) await pace.take('1', '15550109911')
    const refused = await pace.take('1', '15550109911').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RetryableError)
    expect((refused as RetryableError).retryAfterSeconds).toBe(6)
    await pace.take('1', '15550109922')
  })

  it('gives a place back every six seconds', async () => {
    let now = 0
    const pace = createPace(() => now)
    for (let sent = 0; sent < 45; sent++) await pace.take('1', 'a')
    now = 6_001
    await pace.take('1', 'a')
    await expect(pace.take('1', 'a')).rejects.toThrow(RetryableError)
  })

  it('keeps a number under 80 messages a second', async () => {
    const pace = createPace(() => 0)
    for (let sent = 0; sent < 80; sent++) await pace.take('1', String(sent))
    const started = performance.now()
    await pace.take('1', 'next')
    expect(performance.now() - started).toBeGreaterThan(5)
  })
})
