import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { keys } from '../src/search-attributes.ts'
import { type Channel, createChannel, type Next } from './support/channel.ts'
import { realTime } from './support/environment.ts'
import { type Loop, scripted, startLoop } from './support/loop.ts'

let environment: TestWorkflowEnvironment
let channel: Channel
let loop: Loop

beforeAll(async () => {
  environment = await realTime()
})
afterEach(() => loop?.stop())
afterAll(() => environment?.teardown())

const waiting: Next = { do: 'wait', state: 'awaiting_provisioning', why: 'The name is under review.' }
const asking: Next = { do: 'ask', reason: 'pin', why: 'The number has a PIN that nobody told us.' }
const registering: Next = { do: 'act', action: 'register', state: 'registering', why: 'The number may be registered.' }
const live: Next = { do: 'finish', why: 'The number is live.' }

async function begin(first: Next) {
  channel = createChannel(first)
  loop = await startLoop(environment, channel)
}
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 })
const stateIs = (state: string) => until(async () => expect((await loop.status()).state).toBe(state))

it('goes on after its worker was started again, and repeats no action', async () => {
  await begin(registering)
  channel.onAct = () => {
    channel.shows(waiting)
    return {}
  }
  await loop.start()
  await stateIs('awaiting_provisioning')
  await loop.restartWorker()
  await stateIs('awaiting_provisioning')
  expect((await loop.status()).heard).toEqual(['observed', 'acting:register', 'acted:register', 'observed'])
  channel.shows(live)
  await loop.tell('approved')
  expect(await loop.onboarding.result()).toEqual({ state: 'active' })
  expect(channel.acts).toHaveLength(1)
})

it('is found by what operators search for', async () => {
  await begin(asking)
  await loop.start()
  await stateIs('action_required')
  const find = async (query: string) => {
    const found: string[] = []
    for await (const { workflowId } of environment.client.workflow.list({ query })) found.push(workflowId)
    return found
  }
  const { workflowId } = loop.onboarding
  for (const query of [
    `CbStuck = true AND ExecutionStatus = 'Running'`,
    `CbPhase STARTS_WITH 'action_required' AND ExecutionStatus = 'Running'`,
    `CbPhase = 'action_required:pin'`,
    `CbAccountId = 7 AND ExecutionStatus = 'Running'`,
    `CbInboxId = ${loop.inboxId}`,
    `CbPlugin = 'scripted' AND ExecutionStatus = 'Running'`,
    `WorkflowType = 'channelOnboarding' AND CbPhaseSince < '${new Date(Date.now() + 60_000).toISOString()}'`,
  ])
    await until(async () => expect(await find(query), query).toContain(workflowId))
  expect(await find(`CbPhaseSince < '2020-01-01T00:00:00Z'`)).toEqual([])
})

it('changes what it is found by only when its state changes', async () => {
  await begin({ ...waiting, in: 0.05 } as Next)
  await loop.start({ because: 'reauthorized' })
  await until(() => expect(channel.looks).toBeGreaterThan(5))
  const { typedSearchAttributes, memo } = await loop.onboarding.describe()
  expect(typedSearchAttributes.get(keys.phase)).toBe('awaiting_provisioning')
  expect(typedSearchAttributes.get(keys.stuck)).toBe(false)
  expect(memo).toMatchObject({ because: 'reauthorized' })
  const { events } = await loop.onboarding.fetchHistory()
  expect(events?.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes)).toHaveLength(1)
})

it('answers a wish that is repeated under the same id once', async () => {
  await begin(waiting)
  await loop.start()
  await stateIs('awaiting_provisioning')
  const [one, other] = await Promise.all([loop.ask('complete', {}, 'outbox:9'), loop.ask('complete', {}, 'outbox:9')])
  expect(one).toEqual(other)
  expect(((await loop.status()).heard as string[]).filter((event) => event === 'asked:complete')).toHaveLength(1)
})

it('decides by a changed table what began after the change', async () => {
  channel = createChannel(waiting)
  loop = await startLoop(environment, channel, { ...scripted, entry: './guarded.ts' })
  await loop.start()
  expect(await loop.onboarding.result()).toEqual({ state: 'failed', reason: 'otherwise' })
})
