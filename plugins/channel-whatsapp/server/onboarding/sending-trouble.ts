import type { PluginContext } from '@cordboard/plugin-sdk'

/** Errors of sending that say something about the number and not about one message. */
const telling = new Set([131031, 131037, 131042, 131045, 133010, 190])
const quietFor = 3_600_000

/** Tells a number's process that sending fails for a reason it should look at: once an hour, not per message. */
export interface SendingTrouble {
  note(inboxId: number, code: number | undefined): void
}

export function createSendingTrouble(
  { processes, log }: Pick<PluginContext, 'processes' | 'log'>,
  now: () => number = Date.now,
): SendingTrouble {
  const told = new Map<string, number>()
  return {
    note(inboxId, code) {
      if (code === undefined || !telling.has(code)) return
      const hour = Math.floor(now() / quietFor)
      const key = `sending:${inboxId}:${code}`
      if (told.get(key) === hour) return
      told.set(key, hour)
      processes.tell(inboxId, { name: 'sendingTrouble', detail: { code } }, { key: `${key}:${hour}` }).catch(() => {
        told.delete(key)
        log.warn('the process of the inbox could not be told of failing messages', { inboxId, code })
      })
    },
  }
}
