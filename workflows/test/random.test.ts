import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bundleWorkflows } from '../worker/bundle.ts'
import { createChannel, failure, type Next } from './support/channel.ts'
import { skippingTime } from './support/environment.ts'
import { scripted, startLoop } from './support/loop.ts'

/*
 * What must always hold, whatever a provider answers and whoever tells or asks. In the end the whole history
 * is read again, as by a worker that was started again at any of its tasks.
 */
const wait = fc.record({
  do: fc.constant('wait' as const),
  state: fc.constantFrom('verifying', 'awaiting_provisioning', 'confirming'),
  why: fc.constant('It takes a while.'),
  hold: fc.boolean(),
  in: fc.constantFrom(7200, 100_000),
})
const ask = fc.record({
  do: fc.constant('ask' as const),
  reason: fc.constantFrom('pin', 'reauthorize'),
  why: fc.constant('A person is needed.'),
})
const act = fc.record({
  do: fc.constant('act' as const),
  action: fc.constantFrom('register', 'subscribe'),
  state: fc.constant('registering'),
  why: fc.constant('It may be done.'),
})
const shown = fc.oneof(
  { weight: 4, arbitrary: wait },
  { weight: 2, arbitrary: ask },
  { weight: 3, arbitrary: act },
) as fc.Arbitrary<Next>

const step = fc.oneof(
  fc.record({ kind: fc.constant('shows' as const), next: shown }),
  fc.record({
    kind: fc.constant('tells' as const),
    name: fc.constantFrom('approved', 'declined', 'retryNow'),
    msgId: fc.constantFrom('1', '2', '3', '4'),
  }),
  fc.record({ kind: fc.constant('asks' as const), forbidden: fc.boolean() }),
  fc.record({ kind: fc.constant('passes' as const), span: fc.constantFrom('30s', '3h', '2d', '8d') }),
  fc.record({
    kind: fc.constantFrom('isBlind' as const, 'sees' as const, 'pluginOff' as const, 'pluginOn' as const),
  }),
)
const outcome = fc.constantFrom('works', 'is refused', 'is unanswered')

it('never acts twice at once, tells nobody twice, hears nothing twice, answers every wish and comes to an end', async () => {
  await fc.assert(
    fc.asyncProperty(
      shown,
      fc.array(step, { maxLength: 10 }),
      fc.array(outcome, { minLength: 1, maxLength: 5 }),
      async (first, steps, outcomes) => {
        const environment = await skippingTime()
        try {
          await play(environment, first, steps, outcomes)
        } finally {
          await environment.teardown()
        }
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
}, 300_000)

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

async function play(
  environment: TestWorkflowEnvironment,
  first: Next,
  steps: Step[],
  outcomes: string[],
): Promise<void> {
  const channel = createChannel(first)
  let atOnce = 0
  let most = 0
  channel.onAct = async () => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, 5))
    atOnce--
    const outcome = outcomes[channel.acts.length % outcomes.length]
    // What was done once is seen from then on, whether or not the answer came.
    if (outcome !== 'is refused')
      channel.shows({ do: 'wait', state: 'confirming', why: 'It is looked whether it worked.' })
    if (outcome === 'works') return {}
    throw failure({ kind: outcome === 'is refused' ? 'refused' : 'unanswered', message: 'no' })
  }
  const loop = await startLoop(environment, channel)
  const answers: Promise<unknown>[] = []
  try {
    await loop.start()
    for (const one of steps) await take(one)
    // In the end the channel is ready, and the process must find its own way.
    channel.problem = undefined
    channel.shows({ do: 'finish', why: 'The number is live.' })
    await loop.tell('pluginOn').catch(() => {})
    const result = await loop.onboarding.result()
    expect([{ state: 'active' }, { state: 'failed', reason: 'provisioning_timeout' }]).toContainEqual(result)
    const { codePath } = await bundleWorkflows([scripted])
    const { workflowId } = loop.onboarding
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, await loop.onboarding.fetchHistory(), workflowId)
    const heard = (await loop.status()).heard as string[]
    const ids = new Set(steps.flatMap((one) => (one.kind === 'tells' ? [one.msgId] : [])))
    expect(heard.filter((event) => event.startsWith('told:')).length).toBeLessThanOrEqual(ids.size)
    expect(await Promise.all(answers)).toHaveLength(answers.length)
  } finally {
    await loop.stop()
  }
  expect(most).toBeLessThanOrEqual(1)
  const keys = channel.notices.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(channel.told.filter(({ name }) => name === 'channel.onboarded').length).toBeLessThanOrEqual(1)

  async function take(one: Step): Promise<void> {
    if (one.kind === 'shows') channel.shows(one.next)
    else if (one.kind === 'tells') await loop.tell(one.name, { msgId: one.msgId }).catch(() => {})
    else if (one.kind === 'asks') await wishFor(one.forbidden)
    else if (one.kind === 'passes') await loop.pass(one.span)
    else if (one.kind === 'pluginOff' || one.kind === 'pluginOn') await loop.tell(one.kind).catch(() => {})
    else channel.problem = one.kind === 'isBlind' ? { kind: 'temporary', message: 'busy' } : undefined
  }

  // Time must not be skipped while the server hands the wish over.
  async function wishFor(forbidden: boolean): Promise<void> {
    const wish = await loop.onboarding
      .startUpdate<unknown, [unknown]>('complete', { args: [{ detail: { forbidden } }], waitForStage: 'ACCEPTED' })
      .catch(() => undefined)
    if (wish) answers.push(wish.result().catch((error) => error))
  }
}
