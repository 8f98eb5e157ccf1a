import { join } from 'node:path'
import type { ChannelAction } from '@cordboard/core/kernel/index.ts'
import type { ProcessFailure } from '@cordboard/plugin-sdk'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProvider } from '../../plugin-sdk/examples/channel-number/server/provider.ts'
import { type FakeProvider, startFakeProvider } from '../../plugin-sdk/examples/channel-number/test/fake-provider.ts'
import { type Channel, createChannel, failure } from './support/channel.ts'
import { realTime, skippingTime } from './support/environment.ts'
import { type Loop, startLoop } from './support/loop.ts'

const plugin = {
  id: 'channel-number',
  folder: join(import.meta.dirname, '../../plugin-sdk/examples/channel-number'),
  entry: './workflows/index.ts',
}

let environment: TestWorkflowEnvironment
let provider: FakeProvider
let channel: Channel
let loop: Loop

async function begin() {
  provider = await startFakeProvider()
  channel = createChannel({ do: 'cancel', why: '' })
  const calls = createProvider(fetch as never, provider.url)
  const asked = <Answer>(call: Promise<Answer>) =>
    call.catch(({ problem, retry }: ProcessFailure) => {
      throw failure(problem, retry)
    })
  channel.activities.observe = async () => ({ facts: await asked(calls.number('n1', 'key-1')) })
  channel.activities.act = async ({ action, by, input }: Omit<ChannelAction, 'inboxId'>) => {
    channel.acts.push({ action, by, input })
    return { result: await asked(calls.activate('n1', 'key-1')) }
  }
  loop = await startLoop(environment, channel, plugin)
}
afterEach(async () => {
  await loop?.stop()
  await provider?.[Symbol.asyncDispose]()
  await environment?.teardown()
})

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 30 })
const stateIs = (state: string) => until(async () => expect((await loop.status()).state).toBe(state))
const titles = () => channel.notices.map(({ title }) => title)

describe('a bought number', () => {
  beforeEach(async () => {
    environment = await skippingTime()
    await begin()
  })

  it('whose proof is reviewed for nine days stalls once, and is active after one activation', async () => {
    await loop.start()
    await loop.pass('9d')
    expect(titles().filter((title) => title === 'A phone number is stalled')).toHaveLength(1)
    await stateIs('stalled')
    provider.proof = 'approved'
    await loop.tell('proofDecided', { msgId: 'outbox:1', detail: { decision: 'approved' } })
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(provider.activations).toBe(1)
    expect(titles().at(-1)).toBe('A phone number is active')
  })

  it('whose activation nobody answered is looked at, never activated twice', async () => {
    Object.assign(provider, { proof: 'approved', activation: 'is never answered' })
    await loop.start()
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(provider.activations).toBe(1)
    expect(channel.saved.at(-1)?.attempts).toMatchObject([{ outcome: 'unanswered' }])
  })

  it('whose proof was rejected asks a person, and goes on when there is a new one', async () => {
    Object.assign(provider, { proof: 'rejected', rejection: 'The picture is blurred' })
    await loop.start()
    await stateIs('action_required')
    expect(channel.notices).toMatchObject([
      { title: 'A phone number needs you', text: 'The proof of address was rejected: The picture is blurred.' },
    ])
    provider.proof = 'in_review'
    await loop.pass('10m')
    await stateIs('address_proof_in_review')
    provider.proof = 'approved'
    await loop.pass('1d')
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
  })

  it('that is given back fails, and one that is reviewed for ever is given up', async () => {
    await loop.start()
    await loop.pass('31d')
    expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'provisioning_timeout' })
    expect(provider.looks).toBeLessThan(150)
  })
})

describe('a number on a real server', () => {
  beforeEach(async () => {
    environment = await realTime()
    await begin()
  })

  it('asks for a new key, goes live when a person wants it, and is taken in again when it was lost', async () => {
    provider.key = 'another'
    await loop.start({ pace: 3600 })
    await stateIs('action_required')
    Object.assign(provider, { key: 'key-1', proof: 'approved', activation: 'is refused' })
    await until(() => expect(provider.activations).toBeGreaterThan(0))
    provider.activation = 'works'
    expect(await loop.ask('activate')).toMatchObject({ active: true, state: 'active' })
    await until(async () => expect((await loop.health.describe()).status.name).toBe('RUNNING'))
    provider.state = 'bought'
    await until(() => expect(channel.told.map(({ name }) => name)).toContain('channel.healthChanged'))
    await until(() => expect(channel.told.filter(({ name }) => name === 'channel.onboarded')).toHaveLength(2))
    expect(provider.state).toBe('active')
  })
})
