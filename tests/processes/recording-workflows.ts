import { ApplicationFailure } from '@temporalio/common'
import {
  condition,
  currentUpdateInfo,
  defineQuery,
  defineUpdate,
  setDefaultSignalHandler,
  setHandler,
} from '@temporalio/workflow'

/*
 * Stand-ins for the real processes, for tests of the way to them: they keep what reaches them and drop repetitions by
 * `msgId`, as the real ones do. They end when they are told `end`.
 */
export interface Heard {
  because: string | undefined
  news: { name: string; detail: unknown; by?: number | undefined }[]
  wishes: string[]
}

async function record(input: { because?: string }): Promise<Heard> {
  const heard: Heard = { because: input.because, news: [], wishes: [] }
  const ids = new Set<string>()
  let isOver = false
  setHandler(defineQuery<Heard>('heard'), () => heard)
  setDefaultSignalHandler((name, ...[letter]) => {
    const { msgId, by, detail } = letter as { msgId: string; by?: number; detail: unknown }
    if (ids.has(msgId)) return
    ids.add(msgId)
    heard.news.push({ name, detail, ...(by !== undefined && { by }) })
    if (name === 'end') isOver = true
  })
  setHandler(
    defineUpdate<Record<string, unknown>, [{ detail: Record<string, unknown> }]>('register'),
    async ({ detail }) => {
      heard.wishes.push(currentUpdateInfo()?.id ?? '')
      await condition(() => detail.hold !== true || heard.news.some(({ name }) => name === 'go'))
      return { state: 'registered' }
    },
    {
      validator({ detail }) {
        if (detail.refuse !== true) return
        const refused = { code: 'budget.spent', message: 'Ten attempts in three days', retryAt: 4_000_000_000_000 }
        throw ApplicationFailure.nonRetryable(refused.message, 'refused', refused)
      },
    },
  )
  await condition(() => isOver)
  return heard
}

export const channelOnboarding = record
export const channelHealth = record
