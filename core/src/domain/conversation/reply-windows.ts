import type { Core } from '../../core.ts'

interface InboxOfType {
  inbox_id: number
  channel_type: string
}

interface Answer {
  hours: number | undefined
  until: number
}

const keepMilliseconds = 30_000
const answers = new WeakMap<object, Map<number, Answer>>()

/**
 * Hours in which each inbox may reply after the contact last wrote, asked of its channel; an inbox without a limit is left
 * out. Answers are kept for half a minute: every list of conversations shows them.
 */
export async function replyWindows(
  core: Pick<Core, 'kernel' | 'orm'>,
  accountId: number,
  inboxes: readonly InboxOfType[],
): Promise<Map<number, number>> {
  const known = answersOf(core.kernel)
  const types = new Map(inboxes.map(({ inbox_id, channel_type }) => [inbox_id, channel_type]))
  const now = Date.now()
  for (const [inboxId, type] of types)
    if ((known.get(inboxId)?.until ?? 0) < now)
      known.set(inboxId, { hours: await ask(core, accountId, inboxId, type), until: now + keepMilliseconds })
  const windows = new Map<number, number>()
  for (const inboxId of types.keys()) {
    const hours = known.get(inboxId)?.hours
    if (hours !== undefined) windows.set(inboxId, hours)
  }
  return windows
}

function answersOf(kernel: object): Map<number, Answer> {
  const known = answers.get(kernel) ?? new Map<number, Answer>()
  answers.set(kernel, known)
  return known
}

const ask = ({ kernel, orm }: Pick<Core, 'kernel' | 'orm'>, accountId: number, inboxId: number, type: string) =>
  kernel.run(async (hooks) => {
    const hook = hooks['channel.capabilities'].get(type)
    if (!hook) return undefined
    const capabilities = await hook.promise({ inboxId }, await kernel.scope({ accountId, em: orm.em.fork() }))
    return capabilities?.windowHours
  })
