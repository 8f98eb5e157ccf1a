import type { ChannelProgress } from '@cordboard/core/processes/progress.ts'
import type { By, Decision, Json, NoticeText, ProcessProblem } from '@cordboard/plugin-sdk/onboarding'
import { ApplicationFailure } from '@temporalio/common'
import type { Activities } from '../../src/activities.ts'

/** What a channel is told to show next; see `scripted/tables.ts`. */
export type Next = Decision & { in?: number }

/** Plays the channel, the database and the administrators of one process. */
export interface Channel {
  facts: Json
  /** Called for each action; throws to fail it. */
  onAct: (action: string) => Json | Promise<Json>
  isOff: boolean
  problem: ProcessProblem | undefined
  shows(next: Next, more?: Json): void
  readonly looks: number
  readonly acts: { action: string; by: By; input: Json }[]
  readonly saved: ChannelProgress[]
  readonly notices: (NoticeText & { key: string })[]
  readonly told: { name: string; payload: Json }[]
  readonly activities: Activities
}

export const failure = (problem: ProcessProblem, retry = false): ApplicationFailure =>
  ApplicationFailure.create({ message: problem.message, type: problem.kind, nonRetryable: !retry, details: [problem] })

export function createChannel(first: Next): Channel {
  let looks = 0
  const channel: Channel = {
    facts: { next: first },
    onAct: () => ({}),
    isOff: false,
    problem: undefined,
    shows(next, more = {}) {
      channel.facts = { ...channel.facts, ...more, next }
    },
    get looks() {
      return looks
    },
    acts: [],
    saved: [],
    notices: [],
    told: [],
    activities: {
      async observe() {
        looks++
        if (channel.isOff) return { off: true }
        if (channel.problem) throw failure(channel.problem)
        return { facts: channel.facts }
      },
      async act({ action, by, input }) {
        if (channel.isOff) return { off: true }
        channel.acts.push({ action, by, input })
        return { result: await channel.onAct(action) }
      },
      async saveProgress({ progress }) {
        channel.saved.push(progress)
      },
      async notify({ key, notice }) {
        channel.notices.push({ ...notice, key })
      },
      async tellFact({ name, payload }) {
        channel.told.push({ name, payload })
      },
    },
  }
  return channel
}
