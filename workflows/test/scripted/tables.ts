import type { Decision, HealthWatch, Json, Onboarding } from '@cordboard/plugin-sdk/onboarding'

/*
 * A channel for tests of the loop: what it sees says what to decide, so that a test's provider leads the process. `until`
 * is told as seconds from now.
 */
type Next = Decision & { in?: number }

interface Memory extends Record<string, unknown> {
  because: string | null
  next: Next
  /** Every event in its order, e.g. `acted:register`. */
  heard: string[]
}

const nowhere: Next = { do: 'wait', state: 'looking', why: 'Nothing was seen yet.' }

export const onboarding: Onboarding<Memory, Json> = {
  begin: ({ because }) => ({ because: because ?? null, next: nowhere, heard: [] }),
  learn: (memory, event) => ({
    ...memory,
    next: event.type === 'observed' ? (event.facts.next as Next) : event.type === 'unobserved' ? nowhere : memory.next,
    heard: [...memory.heard, nameOf(event)].slice(-60),
  }),
  decide({ next }, clock) {
    const { in: seconds, ...decision } = next
    return seconds === undefined
      ? decision
      : { ...(decision as Decision & { do: 'wait' }), until: clock.now + clock.seconds(seconds) }
  },
  news: ['approved', 'declined', 'retryNow', 'cancel'],
  wishes: ['complete'],
  refuse: (_memory, { detail }) =>
    detail.forbidden ? { code: 'budget', message: 'Not before tomorrow.', retryAt: 5 } : undefined,
  actions: {
    register: { summary: 'register the number', once: true, counts: true },
    subscribe: { summary: 'subscribe to webhooks' },
  },
  answer: ({ heard }) => ({ heard }),
  memo: ({ because }) => ({ because }),
  describe: (occasion) => ({
    severity: occasion.kind === 'stalled' ? 'critical' : 'info',
    title: occasion.kind,
    text: JSON.stringify(occasion),
  }),
}

function nameOf(event: Parameters<typeof onboarding.learn>[1]): string {
  switch (event.type) {
    case 'observed':
      return 'observed'
    case 'unobserved':
      return `unobserved:${event.problem.kind}`
    case 'acting':
    case 'acted':
      return `${event.type}:${event.action}`
    case 'failed':
      return `failed:${event.action}:${event.problem.kind}`
    case 'told':
      return `told:${event.news.name}`
    default:
      return `asked:${event.wish.name}`
  }
}

export const health: HealthWatch<Json> = {
  everyHours: 6,
  news: ['quality', 'approved'],
  actions: { subscribe: { summary: 'subscribe to webhooks', once: true } },
  watch(memory, { before, now, problem, news, acted }) {
    const quality = now?.quality ?? before?.quality
    const changes =
      before && now && before.quality !== now.quality
        ? [{ field: 'quality', from: before.quality, to: now.quality }]
        : []
    const looks = Number(memory.looks ?? 0) + 1
    return {
      memory: {
        ...memory,
        looks,
        news: [...((memory.news as string[]) ?? []), ...news.map(({ name }) => name)],
        acted: acted ?? memory.acted,
      },
      changes,
      notices:
        quality === 'red' ? [{ key: 'red', severity: 'warning', title: 'Red', text: 'The quality is red.' }] : [],
      ...(now?.act ? { act: String(now.act) } : {}),
      ...(now?.onboard ? { onboard: String(now.onboard) } : {}),
      summary: problem ? `The last look failed: ${problem.message}` : `The quality is ${quality}.`,
      stuck: quality === 'red',
    }
  },
}
