import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Channel, createChannel } from './support/channel.ts'
import { skippingTime } from './support/environment.ts'
import { type Loop, startLoop } from './support/loop.ts'

let environment: TestWorkflowEnvironment
let channel: Channel
let loop: Loop

beforeEach(async () => {
  environment = await skippingTime()
  channel = createChannel({ do: 'finish', why: 'The number is live.' })
  channel.facts = { quality: 'green' }
  loop = await startLoop(environment, channel)
  await loop.startHealth({ facts: { quality: 'green' } })
  await until(() => expect(channel.saved.at(-1)?.nextCheckAt).toBeTruthy())
})
afterEach(async () => {
  await loop?.stop()
  await environment?.teardown()
})

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 })
const health = () => loop.health.query<Record<string, unknown>>('status')

it('looks every few hours and says how the channel is', async () => {
  const looked = channel.looks
  await loop.pass('2d')
  expect(channel.looks - looked).toBeGreaterThanOrEqual(6)
  expect(channel.looks - looked).toBeLessThanOrEqual(10)
  expect(channel.told).toEqual([])
  expect(await health()).toMatchObject({ kind: 'health', state: 'active', lastHealth: { quality: 'green' } })
})

it('tells what changed, and administrators once', async () => {
  channel.facts = { quality: 'red' }
  await loop.pass('3d')
  expect(channel.told).toEqual([
    {
      name: 'channel.healthChanged',
      payload: expect.objectContaining({ changes: [{ field: 'quality', from: 'green', to: 'red' }] }),
    },
  ])
  expect(channel.notices.map(({ title }) => title)).toEqual(['Red'])
  expect(channel.saved.at(-1)).toMatchObject({ needsAdministrator: true, state: 'active' })
})

it('looks at once when news arrives, once for a swarm of it', async () => {
  const looked = channel.looks
  channel.facts = { quality: 'yellow' }
  await Promise.all(Array.from({ length: 20 }, (_, id) => loop.health.signal('quality', { msgId: `outbox:${id}` })))
  await loop.pass('10s')
  await until(() => expect(channel.told).toHaveLength(1))
  expect(channel.looks - looked).toBeLessThanOrEqual(2)
})

it('carries an action out and looks soon what came of it', async () => {
  channel.onAct = () => {
    channel.facts = { quality: 'green' }
    return { subscribed: true }
  }
  channel.facts = { quality: 'green', act: 'subscribe' }
  await loop.health.signal('quality')
  await loop.pass('10s')
  await until(() => expect(channel.acts).toHaveLength(1))
  const looked = channel.looks
  await loop.pass('2m')
  await until(() => expect(channel.looks).toBeGreaterThan(looked))
  expect(channel.acts).toHaveLength(1)
})

it('goes on when a look fails', async () => {
  channel.problem = { kind: 'temporary', message: 'Service temporarily unavailable' }
  await loop.health.signal('quality')
  await loop.pass('10s')
  await until(async () =>
    expect(await health()).toMatchObject({ problem: channel.problem, lastHealth: { quality: 'green' } }),
  )
  channel.problem = undefined
  await loop.pass('8h')
  expect(await health()).toMatchObject({ problem: null })
})

it('hands over to onboarding when the channel is no longer live, which hands back', async () => {
  channel.facts = { onboard: 'not_registered', next: { do: 'wait', state: 'verifying', why: 'It is looked into.' } }
  await loop.health.signal('quality')
  await loop.pass('10s')
  await until(async () => expect(await loop.status()).toMatchObject({ kind: 'onboarding', state: 'verifying' }))
  await until(async () => expect((await loop.health.describe()).status.name).toBe('COMPLETED'))
  expect((await loop.status()).history).toMatchObject([
    { from: null, to: 'active' },
    { from: 'active', to: 'onboarding' },
    { from: 'onboarding', to: 'verifying' },
  ])
  channel.facts = { next: { do: 'finish', why: 'It is live again.' } }
  await loop.tell('retryNow')
  await until(async () => expect(await health()).toMatchObject({ kind: 'health', state: 'active' }))
})

it('ends when onboarding begins beside it, and begins again after it', async () => {
  channel.facts = { next: { do: 'wait', state: 'verifying', why: 'It is looked into.' } }
  await loop.start({ because: 'reauthorized' })
  await until(async () => expect((await loop.health.describe()).status.name).toBe('COMPLETED'))
  channel.facts = { next: { do: 'finish', why: 'It is live again.' } }
  await loop.tell('retryNow')
  await loop.onboarding.result()
  await until(async () => expect((await loop.health.describe()).status.name).toBe('RUNNING'))
})

it('goes on when onboarding beside it was over before it could end', async () => {
  channel.facts = { next: { do: 'finish', why: 'It is live.' } }
  await loop.start({ because: 'reauthorized' })
  await loop.onboarding.result()
  await loop.pass('1m')
  await until(async () => expect((await loop.health.describe()).status.name).toBe('RUNNING'))
})

it('parks while the plugin is off, and ends with its inbox', async () => {
  await loop.health.signal('pluginOff')
  await until(() => expect(channel.saved.at(-1)).toMatchObject({ parked: true }))
  const looked = channel.looks
  await loop.pass('20h')
  expect(channel.looks).toBe(looked)
  await loop.health.signal('pluginOn')
  await until(() => expect(channel.saved.at(-1)).toMatchObject({ parked: false }))
  await loop.health.signal('cancel')
  await loop.health.result()
  expect(channel.saved.at(-1)).toMatchObject({ state: 'cancelled' })
})
