import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Channel, createChannel, failure, type Next } from './support/channel.ts'
import { skippingTime } from './support/environment.ts'
import { type Loop, startLoop } from './support/loop.ts'

let environment: TestWorkflowEnvironment
let loop: Loop
let channel: Channel

// A server for each test: a process that is left behind with something to do would keep time from being skipped.
beforeEach(async () => {
  environment = await skippingTime()
})
afterEach(async () => {
  await loop?.stop()
  await environment?.teardown()
})

const waiting: Next = { do: 'wait', state: 'awaiting_provisioning', why: 'The name is under review.' }
const asking: Next = { do: 'ask', reason: 'pin', why: 'The number has a PIN that nobody told us.' }
const registering: Next = { do: 'act', action: 'register', state: 'registering', why: 'The number may be registered.' }
const live: Next = { do: 'finish', why: 'The number is live.' }

/** Starts a process whose channel first shows this. */
async function begin(first: Next) {
  channel = createChannel(first)
  loop = await startLoop(environment, channel)
  await loop.start()
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 })
const stateIs = (state: string) => until(async () => expect((await loop.status()).state).toBe(state))
const titles = () => channel.notices.map(({ title }) => title)
const heard = async () => (await loop.status()).heard as string[]

describe('going live', () => {
  it('of a channel that is ready: no action, no notice, health goes on', async () => {
    await begin(live)
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(channel.acts).toEqual([])
    expect(channel.notices).toEqual([])
    expect(channel.told).toEqual([
      { name: 'channel.onboarded', payload: { inboxId: loop.inboxId, pluginId: 'scripted', facts: channel.facts } },
    ])
    await until(() =>
      expect(channel.saved.at(-1)).toMatchObject({
        kind: 'health',
        state: 'active',
        history: [{ from: null, to: 'active' }, { to: 'active' }].slice(0, 1),
      }),
    )
  })

  it('after a wait that news ends: looked at once, acted once, administrators are told', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    channel.onAct = () => {
      channel.shows(live)
      return {}
    }
    channel.shows(registering)
    await loop.tell('approved', { detail: { decision: 'APPROVED' } })
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(channel.acts).toEqual([{ action: 'register', by: 'automatic', input: {} }])
    expect(titles()).toEqual(['live'])
    expect(channel.saved.findLast(({ kind }) => kind === 'onboarding')).toMatchObject({
      state: 'active',
      attempts: [{ action: 'register', by: 'automatic', outcome: 'ok' }],
      history: [{ to: 'awaiting_provisioning' }, { to: 'registering' }, { to: 'active' }],
    })
  })

  it('keeps what was heard last for the health watch', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    channel.shows(live)
    await loop.tell('approved')
    await loop.onboarding.result()
    await until(async () =>
      expect(await loop.health.query('status')).toMatchObject({ kind: 'health', lastHealth: channel.facts }),
    )
  })
})

describe('an action that is carried out once', () => {
  it('and whose answer never came is not repeated, but looked into', async () => {
    channel = createChannel(registering)
    channel.onAct = () => {
      channel.shows({ ...waiting, hold: true, in: 60, state: 'confirming' })
      throw new Error('the line broke')
    }
    loop = await startLoop(environment, channel)
    await loop.start()
    await stateIs('confirming')
    expect(await heard()).toEqual(['observed', 'acting:register', 'failed:register:unanswered', 'observed'])
    expect(channel.acts).toHaveLength(1)
    expect((await loop.status()).attempts).toMatchObject([{ outcome: 'unanswered' }])
    channel.shows(live)
    await loop.pass('2 minutes')
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(channel.acts).toHaveLength(1)
  })

  it('and that was refused says so in the provider’s words', async () => {
    channel = createChannel(registering)
    channel.onAct = () => {
      channel.shows(waiting)
      throw failure({ kind: 'refused', code: 100, subcode: 2388001, message: 'Phone number is not ready' })
    }
    loop = await startLoop(environment, channel)
    await loop.start()
    await stateIs('awaiting_provisioning')
    expect((await loop.status()).attempts).toMatchObject([
      { outcome: 'refused', code: 100, subcode: 2388001, message: 'Phone number is not ready' },
    ])
  })
})

it('tries an action that may be repeated again by itself', async () => {
  channel = createChannel({ do: 'act', action: 'subscribe', state: 'subscribing', why: 'News must reach us.' })
  channel.onAct = () => {
    if (channel.acts.length < 3) throw failure({ kind: 'temporary', message: 'busy' }, true)
    channel.shows(live)
    return {}
  }
  loop = await startLoop(environment, channel)
  await loop.start()
  expect(await loop.onboarding.result()).toEqual({ state: 'active' })
  expect(channel.acts).toHaveLength(3)
})

it('stops a table that acts without end', async () => {
  await begin(registering)
  await until(async () => expect((await loop.status()).nextCheckAt).not.toBeNull())
  expect(channel.acts).toHaveLength(10)
  expect(await loop.details()).toContain('Ten actions in a row changed nothing')
})

it('looks on when a look fails, and says what failed', async () => {
  await begin(waiting)
  await stateIs('awaiting_provisioning')
  channel.problem = { kind: 'temporary', message: 'Service temporarily unavailable' }
  await loop.tell('retryNow')
  await stateIs('looking')
  expect(await loop.details()).toContain('The last look failed: Service temporarily unavailable')
  channel.problem = undefined
  channel.shows(live)
  await loop.pass('2 hours')
  expect(await loop.onboarding.result()).toEqual({ state: 'active' })
})

describe('news', () => {
  it('of the same id is heard once', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    for (const msgId of ['outbox:1', 'outbox:1', 'outbox:2']) await loop.tell('approved', { msgId })
    await until(async () => expect((await heard()).filter((event) => event === 'told:approved')).toHaveLength(2))
  })

  it('sets the poll schedule back, never the clock of the reminders', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    await loop.pass('23h')
    await loop.tell('retryNow')
    await until(async () => expect(await heard()).toContain('told:retryNow'))
    const looked = channel.looks
    await loop.pass('9 minutes')
    expect(channel.looks - looked).toBeGreaterThanOrEqual(4)
    expect(titles()).toEqual([])
    await loop.pass('1h')
    await until(() => expect(titles()).toEqual(['reminder']))
  })
})

describe('a channel that waits', () => {
  it('is reminded of at 24 h and 72 h, stalls at 7 days, is reminded of at 14 and given up at 30, each once', async () => {
    await begin(waiting)
    const seen: [string, string[], string][] = []
    for (const [span, day] of [
      ['23h', 1],
      ['2h', 1],
      ['48h', 3],
      ['5d', 7],
      ['7d', 14],
      ['14d', 29],
    ] as const) {
      await loop.pass(span)
      seen.push([`day ${day}`, titles(), String((await loop.status()).state)])
    }
    expect(seen).toEqual([
      ['day 1', [], 'awaiting_provisioning'],
      ['day 1', ['reminder'], 'awaiting_provisioning'],
      ['day 3', ['reminder', 'reminder'], 'awaiting_provisioning'],
      ['day 7', ['reminder', 'reminder', 'stalled'], 'stalled'],
      ['day 14', ['reminder', 'reminder', 'stalled', 'reminder'], 'stalled'],
      ['day 29', ['reminder', 'reminder', 'stalled', 'reminder'], 'stalled'],
    ])
    expect(channel.notices.find(({ title }) => title === 'stalled')?.severity).toBe('critical')
    await loop.pass('2d')
    expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'provisioning_timeout' })
    expect(titles()).toEqual(['reminder', 'reminder', 'stalled', 'reminder', 'failed'])
    expect(new Set(channel.notices.map(({ key }) => key)).size).toBe(5)
    // Quick at first and slow in the end: no number is asked about thousands of times.
    expect(channel.looks).toBeLessThan(150)
  })

  it('that stalled is looked at on and goes live on day 9', async () => {
    await begin(waiting)
    await loop.pass('8d')
    await stateIs('stalled')
    expect(await loop.status()).toMatchObject({ reason: 'awaiting_provisioning' })
    channel.shows(live)
    await loop.pass('1d')
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(titles().filter((title) => title === 'stalled')).toHaveLength(1)
  })

  it('and rests is not reminded of', async () => {
    await begin({ ...waiting, resting: true } as Next)
    await loop.pass('40d')
    await stateIs('awaiting_provisioning')
    expect(titles()).toEqual([])
  })

  it('looks at the time that the table names', async () => {
    await begin({ ...waiting, in: 30 })
    await stateIs('awaiting_provisioning')
    const looked = channel.looks
    await loop.pass('31s')
    await until(() => expect(channel.looks).toBe(looked + 1))
  })

  it('goes faster at a pace', async () => {
    channel = createChannel(waiting)
    loop = await startLoop(environment, channel)
    await loop.start({ pace: 1440 })
    await stateIs('awaiting_provisioning')
    await loop.pass('31m')
    expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'provisioning_timeout' })
  })
})

describe('a question to administrators', () => {
  it('is asked once, a failed look in between changes nothing, and again when it begins again', async () => {
    await begin(asking)
    await stateIs('action_required')
    channel.problem = { kind: 'temporary', message: 'busy' }
    await loop.tell('retryNow')
    await stateIs('looking')
    channel.problem = undefined
    await loop.tell('retryNow')
    await stateIs('action_required')
    expect(titles()).toEqual(['asked'])
    channel.shows(waiting)
    await loop.tell('retryNow')
    await stateIs('awaiting_provisioning')
    channel.shows(asking)
    await loop.tell('retryNow')
    await stateIs('action_required')
    expect(titles()).toEqual(['asked', 'asked'])
    expect(new Set(channel.notices.map(({ key }) => key)).size).toBe(2)
    await until(() =>
      expect(channel.saved.at(-1)).toMatchObject({
        needsAdministrator: true,
        reason: 'pin',
        history: expect.arrayContaining([expect.objectContaining({ to: 'action_required:pin' })]),
      }),
    )
  })
})

describe('a wish', () => {
  it('is answered with the state it led to; a second one meanwhile joins it', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    let finish = () => {}
    channel.onAct = () =>
      new Promise((resolve) => {
        finish = () => {
          channel.shows({ ...waiting, state: 'confirming', hold: true, in: 5 } as Next)
          resolve({})
        }
      })
    channel.shows({ ...registering, by: 3 } as Next)
    const answers = [loop.ask('complete'), loop.ask('complete')]
    await until(() => expect(channel.acts).toHaveLength(1))
    answers.push(loop.ask('complete', { forbidden: true }))
    finish()
    await stateIs('confirming')
    channel.shows(live)
    await loop.pass('6s')
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ state: 'active' })
    expect(channel.acts).toEqual([{ action: 'register', by: 3, input: {} }])
  })

  it('that failed says why', async () => {
    await begin(asking)
    await stateIs('action_required')
    channel.onAct = () => {
      channel.shows(asking)
      throw failure({ kind: 'refused', code: 133005, message: 'PIN mismatch' })
    }
    channel.shows(registering)
    expect(await loop.ask('complete')).toMatchObject({
      state: 'action_required',
      reason: 'pin',
      error: { code: 133005 },
    })
  })

  it('that comes in the last moment is answered with the end, and holds it up no longer', async () => {
    channel = createChannel(live)
    const { tellFact } = channel.activities
    let answer: Promise<unknown> | undefined
    const isAccepted = async () =>
      (await loop.onboarding.fetchHistory()).events?.some(
        (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
      )
    channel.activities.tellFact = async (request) => {
      answer = loop.ask('complete')
      await until(async () => expect(await isAccepted()).toBe(true))
      await tellFact(request)
    }
    loop = await startLoop(environment, channel)
    await loop.start()
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
    expect(await answer).toMatchObject({ state: 'active' })
  })

  it('may be refused, and then nothing is written down', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    await expect(loop.ask('complete', { forbidden: true })).rejects.toMatchObject({
      cause: {
        type: 'refused',
        message: 'Not before tomorrow.',
        details: [{ code: 'budget', message: 'Not before tomorrow.', retryAt: 5 }],
      },
    })
    expect(await heard()).not.toContain('asked:complete')
  })
})

describe('a plugin that is off', () => {
  it('parks the process, which goes on where it was', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    await loop.tell('pluginOff')
    await until(() => expect(channel.saved.at(-1)).toMatchObject({ parked: true, state: 'awaiting_provisioning' }))
    expect(await loop.details()).toMatch(/^\*\*Parked\*\*: the plugin is off for this account\./)
    const looked = channel.looks
    await loop.tell('approved')
    await loop.pass('20h')
    expect(channel.looks).toBe(looked)
    await expect(loop.ask('complete')).rejects.toMatchObject({ cause: { details: [{ code: 'plugin_off' }] } })
    channel.shows(live)
    await loop.tell('pluginOn')
    expect(await loop.onboarding.result()).toEqual({ state: 'active' })
  })

  it('is found off by looking, too, and looked for once a day; the time counts for no reminder', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    channel.isOff = true
    await loop.pass('40d')
    expect(titles()).toEqual([])
    expect(channel.saved.at(-1)).toMatchObject({ parked: true })
    channel.isOff = false
    await loop.pass('1d')
    await until(() => expect(channel.saved.at(-1)).toMatchObject({ parked: false, state: 'awaiting_provisioning' }))
    expect(titles()).not.toContain('failed')
  })
})

describe('an end', () => {
  it('by the signal of a deleted inbox', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    await loop.tell('cancel', { by: 4 })
    expect(await loop.onboarding.result()).toEqual({ state: 'cancelled' })
    expect(channel.saved.at(-1)).toMatchObject({ state: 'cancelled', nextCheckAt: null })
  })

  it('by an operator who cancels it in the Temporal UI', async () => {
    await begin(waiting)
    await stateIs('awaiting_provisioning')
    await loop.onboarding.cancel()
    await expect(loop.onboarding.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } })
    expect(channel.saved.at(-1)).toMatchObject({ state: 'cancelled' })
    expect((await loop.onboarding.describe()).status.name).toBe('CANCELLED')
  })

  it('by the table', async () => {
    await begin({ do: 'fail', reason: 'account_deleted', why: 'The account is gone.' })
    expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'account_deleted' })
    expect(titles()).toEqual(['failed'])
  })
})

it('begins anew with an empty history and forgets nothing', async () => {
  await begin({ ...waiting, in: 1 })
  await stateIs('awaiting_provisioning')
  const { runId } = await loop.onboarding.describe()
  await loop.tell('approved', { msgId: 'once' })
  await until(async () => expect(await heard()).toContain('told:approved'))
  const before = await loop.status()
  for (let round = 0; round < 20 && (await loop.onboarding.describe()).runId === runId; round++) await loop.pass('30s')
  const after = await loop.onboarding.describe()
  expect(after.runId).not.toBe(runId)
  expect(await loop.status()).toMatchObject({
    state: before.state,
    since: before.since,
    firstPendingAt: before.firstPendingAt,
    history: before.history,
  })
  channel.shows({ ...waiting, in: 100_000 })
  await loop.tell('approved', { msgId: 'once' })
  await loop.tell('declined')
  await until(async () => expect((await heard()).at(-2)).toBe('told:declined'))
  expect((await heard()).slice(-4)).not.toContain('told:approved')
  expect((await loop.status()).firstPendingAt).toBe(before.firstPendingAt)
})

it('tells an operator what it is, since when, what happens next and why', async () => {
  await begin({ ...waiting, in: 60 })
  await stateIs('awaiting_provisioning')
  expect(await loop.details()).toMatch(
    /^\*\*Awaiting provisioning\*\* since \S+ \S+ UTC \(just now\)\.\n\nThe name is under review\.\n\nNext: the channel is looked at on \S+ \S+ UTC, sooner when news arrives\. Administrators are reminded on \S+ \S+ UTC\. It is given up on \S+ \S+ UTC\.\n\nNobody needs to do anything now\./,
  )
  const described = await loop.onboarding.query<{
    definition: { signalDefinitions: { name: string; description: string }[] }
  }>('__temporal_workflow_metadata')
  const signals = described.definition.signalDefinitions
  expect(signals.map(({ name }) => name).sort()).toEqual([
    'approved',
    'cancel',
    'declined',
    'pluginOff',
    'pluginOn',
    'retryNow',
  ])
  for (const { description } of signals) expect(description.length).toBeGreaterThan(20)
})
