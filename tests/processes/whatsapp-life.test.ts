import { join } from 'node:path'
import type { ChannelAction, ProcessFailure } from '@cordboard/plugin-sdk'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pendingHealth } from '../../plugins/channel-whatsapp/simulator/number.ts'
import { startCallback } from '../../plugins/channel-whatsapp/test/support/callback.ts'
import { juniper } from '../../plugins/channel-whatsapp/test/support/juniper.ts'
import { createSteps, type Steps } from '../../plugins/channel-whatsapp/test/support/steps.ts'
import { startWorld, type World } from '../../plugins/channel-whatsapp/test/support/world.ts'
import { type Channel, createChannel, failure } from '../../workflows/test/support/channel.ts'
import { skippingTime } from '../../workflows/test/support/environment.ts'
import { type Loop, startLoop } from '../../workflows/test/support/loop.ts'

/*
 * The real tables and the real steps against the simulator, on a Temporal server whose time runs while nobody works: what
 * takes weeks at WhatsApp takes seconds here.
 */
let environment: TestWorkflowEnvironment
let world: World
let steps: Steps
let channel: Channel
let loop: Loop
let callback: Awaited<ReturnType<typeof startCallback>>

vi.setConfig({ testTimeout: 120_000 })

const plugin = {
  id: 'channel-whatsapp',
  folder: join(import.meta.dirname, '../../plugins/channel-whatsapp'),
  entry: './workflows/index.ts',
}

beforeEach(async () => {
  environment = await skippingTime()
  callback = await startCallback('let-me-in')
  world = await startWorld()
  world.channel.settings = { ...world.channel.settings, source: 'embedded_signup', token_expires_at: null }
  world.simulator.tokens.add(juniper.token, { appId: '1234567890' })
  // Its limits run by the clock of this machine, too: days pass in a moment here.
  world.number.registration.manners.pace = Number.MAX_SAFE_INTEGER
  steps = createSteps(world, callback.url)
  channel = createChannel({ do: 'cancel', why: '' })
  const asked = <Answer>(call: Promise<Answer>) =>
    call.catch(({ problem, retry }: ProcessFailure) => {
      throw failure(problem, retry)
    })
  channel.activities.observe = async () => {
    const facts = await asked(steps.observe())
    // The inbox remembers calls by the clock of this machine, which stands still beside the server's.
    return { facts: { ...facts, registerCalls: { at: [], blockedAt: null } } }
  }
  channel.activities.act = async ({ action, by, input }: Omit<ChannelAction, 'inboxId'>) => {
    channel.acts.push({ action, by, input })
    return { result: await asked(steps.act(action, input)) }
  }
  loop = await startLoop(environment, channel, plugin)
})
afterEach(async () => {
  await loop?.stop()
  await environment?.teardown()
  await world?.simulator.stop()
  callback?.stop()
})

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 30 })
const stateIs = (state: string, reason?: string) =>
  until(async () => expect(await loop.status()).toMatchObject(reason === undefined ? { state } : { state, reason }))
const registered = () => world.simulator.calls.filter(({ path }) => path.endsWith('/register')).length
const subscribed = () =>
  world.simulator.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/subscribed_apps')).length
const titles = () => channel.notices.map(({ title }) => title)
const approve = async () => {
  world.number.shows({ name_status: 'APPROVED' })
  await loop.tell('displayNameDecision', { msgId: 'outbox:9', detail: { decision: 'APPROVED' } })
}
const live = { state: 'active' }

it('1: a number that is ready is subscribed once and never registered', async () => {
  await loop.start()
  expect(await loop.onboarding.result()).toEqual(live)
  expect([registered(), subscribed()]).toEqual([0, 1])
  expect(titles()).toEqual([])
})

describe('a name in review', () => {
  beforeEach(async () => {
    world.number.shows(pendingHealth)
    await loop.start()
  })

  it('2: is waited for after one try; its approval leads to exactly one more', async () => {
    await stateIs('awaiting_provisioning')
    expect(registered()).toBe(1)
    await loop.pass('3h')
    expect(registered()).toBe(1)
    await approve()
    expect(await loop.onboarding.result()).toEqual(live)
    expect(registered()).toBe(2)
    expect(titles().at(-1)).toBe('The WhatsApp number is live')
  })

  it('3: is tried once a day', async () => {
    await stateIs('awaiting_provisioning')
    await loop.pass('50h')
    expect(registered()).toBe(3)
    world.number.registration.manners.needsApprovedName = false
    await loop.pass('24h')
    expect(await loop.onboarding.result()).toEqual(live)
    expect(registered()).toBe(4)
  })

  it('4: that is declined needs a person, and goes on when it was edited and approved', async () => {
    await stateIs('awaiting_provisioning')
    world.number.shows({ name_status: 'DECLINED' })
    await loop.tell('displayNameDecision', { msgId: 'outbox:1', detail: { decision: 'REJECTED' } })
    await stateIs('action_required', 'display_name')
    world.number.shows({ name_status: 'PENDING_REVIEW' })
    await loop.tell('displayNameUpdated', { msgId: 'outbox:2', by: 1 })
    await stateIs('awaiting_provisioning')
    await approve()
    expect(await loop.onboarding.result()).toEqual(live)
    expect(registered()).toBe(2)
    expect(titles().filter((title) => title === 'Meta refused the display name')).toHaveLength(1)
  })

  it('5: for nine days stalls once, is looked at all the time, and is solved', async () => {
    await loop.pass('9d')
    await stateIs('stalled')
    expect(titles().filter((title) => /waiting for 7 days/.test(title))).toHaveLength(1)
    const looks = world.simulator.calls.length
    await loop.pass('1d')
    expect(world.simulator.calls.length).toBeGreaterThan(looks)
    await approve()
    expect(await loop.onboarding.result()).toEqual(live)
  })

  it('for a month is given up, with a bounded number of calls', async () => {
    await loop.pass('31d')
    expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'provisioning_timeout' })
    expect(registered()).toBeLessThanOrEqual(31)
    expect(titles().at(-1)).toBe('The WhatsApp number did not go live')
  })
})

it('2: a name in review does not matter where the first try succeeds', async () => {
  world.number.shows(pendingHealth)
  world.number.registration.manners.needsApprovedName = false
  await loop.start()
  expect(await loop.onboarding.result()).toEqual(live)
  expect(registered()).toBe(1)
})

it('7: a registration whose answer got lost is settled by a look, and the PIN is kept', async () => {
  world.number.shows({ ...pendingHealth, name_status: 'APPROVED' })
  world.number.script.next('register', { drop: 'after' })
  await loop.start()
  expect(await loop.onboarding.result()).toEqual(live)
  expect(registered()).toBe(1)
  expect(world.channel.secrets.verification_pin).toBe(world.number.registration.manners.pin)
  expect(channel.saved.at(-1)).toBeDefined()
  expect(channel.saved.findLast(({ kind }) => kind === 'onboarding')?.attempts).toMatchObject([
    { outcome: 'unanswered' },
  ])
})

it('8: after 133016 nothing is tried for 72 hours, whatever happens', async () => {
  world.number.shows({ ...pendingHealth, name_status: 'APPROVED' })
  world.number.script.next('register', { error: { code: 133016, message: 'Too many attempts' } })
  await loop.start()
  await stateIs('cooldown')
  await loop.pass('1d')
  await approve()
  await loop.pass('1d')
  await expect(loop.ask('completeRegistration')).rejects.toThrow()
  expect(registered()).toBe(1)
  await loop.pass('25h')
  expect(await loop.onboarding.result()).toEqual(live)
  expect(registered()).toBe(2)
})

it('9: another PIN is asked for, and the one that comes is used, zero in front', async () => {
  world.number.shows({ ...pendingHealth, name_status: 'APPROVED' })
  world.number.registration.manners.pin = '012345'
  await loop.start()
  await stateIs('action_required', 'pin')
  await loop.pass('30h')
  expect(registered()).toBe(1)
  world.channel.secrets.pin_entered = '012345'
  expect(await loop.ask('completeRegistration', { pin: 'entered' })).toMatchObject({ registered: true, error: null })
  expect(await loop.onboarding.result()).toEqual(live)
  expect(world.channel.secrets.verification_pin).toBe('012345')
})

it('10: a key that dies meanwhile is asked for, and the same process goes on', async () => {
  world.number.shows(pendingHealth)
  await loop.start()
  await stateIs('awaiting_provisioning')
  world.simulator.meta.revokes(world.number)
  await loop.tell('retryNow', { msgId: 'outbox:1', by: 1 })
  await stateIs('action_required', 'reauthorize')
  expect(world.channel.settings.reauthorization_required).toBe(true)
  world.simulator.tokens.add(juniper.token, { isDead: false })
  world.number.shows({ name_status: 'APPROVED' })
  await loop.tell('tokenRefreshed', { msgId: 'outbox:2', by: 1 })
  expect(await loop.onboarding.result()).toEqual(live)
  expect(titles().filter((title) => title === 'Connect the WhatsApp number again')).toHaveLength(1)
  expect(world.channel.settings.reauthorization_required).toBe(false)
})

it('11: ends when it is told that the inbox is gone', async () => {
  world.number.shows(pendingHealth)
  await loop.start()
  await stateIs('awaiting_provisioning')
  await loop.tell('cancel', { msgId: 'outbox:1' })
  expect(await loop.onboarding.result()).toMatchObject({ state: 'cancelled' })
})

it('12: a number that is shared with the phone application is never registered', async () => {
  world.number.shows({ ...pendingHealth, is_on_biz_app: true })
  await loop.start()
  expect(await loop.onboarding.result()).toEqual(live)
  expect(registered()).toBe(0)
})

it('13: two who ask at once share one call', async () => {
  world.number.shows(pendingHealth)
  await loop.start()
  await stateIs('awaiting_provisioning')
  world.number.shows({ name_status: 'APPROVED' })
  world.number.script.next('register', { delay: 300 })
  const answers = await Promise.all([loop.ask('completeRegistration'), loop.ask('completeRegistration')])
  expect(answers.map(({ registered: done }) => done)).toEqual([true, true])
  expect(registered()).toBe(2)
})

it('14: a number that cannot be looked at is subscribed and never registered', async () => {
  world.number.shows(pendingHealth)
  const broken = { error: { code: 2, message: 'Service unavailable' }, status: 500 }
  world.number.script.next('phone', ...Array(200).fill(broken))
  await loop.start()
  await loop.pass('30m')
  await stateIs('verifying')
  expect([registered(), subscribed()]).toEqual([0, 1])
})

it('answers that make no sense never lead to a registration', async () => {
  world.number.shows({ ...pendingHealth, throughput: 'NOT_APPLICABLE' })
  await loop.start()
  await stateIs('verifying')
  await loop.pass('3d')
  expect(registered()).toBe(0)
  expect((await loop.details()).replaceAll('\\', '')).toContain('makes no sense')
})
