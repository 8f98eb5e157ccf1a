import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { type Channel, createChannel, failure, type Next } from './channel.ts'
import { type Loop, startLoop } from './loop.ts'

/** A process in one of the situations of its life, for a history that later code must be able to read. */
export interface Scenario {
  name: string
  kind: 'onboarding' | 'health'
  /** Takes more time than anybody would wait. */
  skipsTime?: true
  play(loop: Loop, channel: Channel): Promise<void>
}

const waiting: Next = { do: 'wait', state: 'awaiting_provisioning', why: 'The name is under review.' }
const asking: Next = { do: 'ask', reason: 'pin', why: 'The number has a PIN that nobody told us.' }
const registering: Next = { do: 'act', action: 'register', state: 'registering', why: 'The number may be registered.' }
const live: Next = { do: 'finish', why: 'The number is live.' }

/** Waits for a condition of a process. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not come to pass')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const stateIs = (loop: Loop, state: string) => until(async () => (await loop.status()).state === state)

export const scenarios: readonly Scenario[] = [
  {
    name: 'onboarding-live-at-once',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(live)
      await loop.start()
      await loop.onboarding.result()
    },
  },
  {
    name: 'onboarding-waiting',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(waiting)
      await loop.start()
      await stateIs(loop, 'awaiting_provisioning')
    },
  },
  {
    name: 'onboarding-news-and-one-action',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(waiting)
      await loop.start()
      await stateIs(loop, 'awaiting_provisioning')
      channel.onAct = () => {
        channel.shows(live)
        return {}
      }
      channel.shows(registering)
      await loop.tell('approved', { msgId: 'outbox:1', detail: { decision: 'APPROVED' } })
      await loop.onboarding.result()
    },
  },
  {
    name: 'onboarding-unanswered-action',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(registering)
      channel.onAct = () => {
        channel.shows({ ...waiting, state: 'confirming', in: 1, hold: true } as Next)
        throw failure({ kind: 'unanswered', message: 'No answer came in time.' })
      }
      await loop.start()
      await stateIs(loop, 'confirming')
      channel.shows(live)
      await loop.onboarding.result()
    },
  },
  {
    name: 'onboarding-asked-and-answered-a-wish',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(asking)
      await loop.start()
      await stateIs(loop, 'action_required')
      channel.onAct = () => {
        channel.shows(asking)
        throw failure({ kind: 'refused', code: 133005, message: 'Two-step verification PIN mismatch' })
      }
      channel.shows(registering)
      await loop.ask('complete', {}, 'outbox:2')
    },
  },
  {
    name: 'onboarding-stalled-and-given-up',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(waiting)
      await loop.start({ pace: 500_000 })
      await loop.onboarding.result()
    },
  },
  {
    name: 'onboarding-parked-and-on-again',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(waiting)
      await loop.start()
      await stateIs(loop, 'awaiting_provisioning')
      await loop.tell('pluginOff')
      await until(() => channel.saved.at(-1)?.parked === true)
      await loop.tell('pluginOn')
      await until(() => channel.saved.at(-1)?.parked === false)
    },
  },
  {
    name: 'onboarding-cancelled',
    kind: 'onboarding',
    async play(loop, channel) {
      channel.shows(waiting)
      await loop.start()
      await stateIs(loop, 'awaiting_provisioning')
      await loop.tell('cancel', { by: 4 })
      await loop.onboarding.result()
    },
  },
  {
    name: 'onboarding-begun-anew',
    kind: 'onboarding',
    skipsTime: true,
    async play(loop, channel) {
      channel.shows({ ...waiting, in: 1 })
      await loop.start()
      await stateIs(loop, 'awaiting_provisioning')
      const { runId } = await loop.onboarding.describe()
      while ((await loop.onboarding.describe()).runId === runId) await loop.pass('30s')
      channel.shows(waiting)
      await loop.tell('declined', { msgId: 'outbox:3' })
      await until(async () => ((await loop.status()).heard as string[]).includes('told:declined'))
    },
  },
  {
    name: 'health-changes-and-acts',
    kind: 'health',
    async play(loop, channel) {
      channel.facts = { quality: 'green' }
      await loop.startHealth({ facts: { quality: 'green' }, pace: 100 })
      channel.onAct = () => {
        channel.facts = { quality: 'red' }
        return {}
      }
      channel.facts = { quality: 'red', act: 'subscribe' }
      await loop.health.signal('quality', { msgId: 'outbox:4' })
      await until(() => channel.acts.length > 0 && channel.looks >= 2 && channel.notices.length > 0)
    },
  },
  {
    name: 'health-hands-over',
    kind: 'health',
    async play(loop, channel) {
      channel.facts = { quality: 'green', onboard: 'not_registered', next: waiting }
      await loop.startHealth({})
      await loop.health.result()
    },
  },
]

/** Plays it and answers the whole history. */
export async function historyOf(environment: TestWorkflowEnvironment, scenario: Scenario) {
  const channel = createChannel(waiting)
  const loop = await startLoop(environment, channel)
  try {
    await scenario.play(loop, channel)
    return await loop[scenario.kind].fetchHistory()
  } finally {
    await loop.stop()
  }
}
