import type { Core } from '../core.ts'
import { createLeadership } from '../database/leadership.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import type { Dispatcher, LoggedEvent } from './dispatcher.ts'
import { pruneDeliveries } from './failed-deliveries.ts'
import { createReader } from './reader.ts'
import { createWakeUp } from './wake-up.ts'

const settleLookMilliseconds = 5

type Listener = Parameters<Dispatcher['follow']>[0]

export function createDispatcher(core: Core): Dispatcher {
  const { configuration, log, pool } = core
  const listeners: Listener[] = []
  let dispatch: Dispatch | undefined
  let changing: Promise<void> = Promise.resolve()

  const follower = createReader({ pool, log, deal: (events) => tell(events) })
  const leadership = createLeadership({ databaseUrl: configuration.databaseUrl, log }, 'dispatch', (leading) => {
    changing = changing.then(() => (leading ? take() : giveUp()))
  })
  const wakeUp = createWakeUp(configuration.databaseUrl, log, wake)

  async function tell(events: readonly LoggedEvent[]): Promise<void> {
    if (events.length === 0) return
    for (const listener of listeners) {
      try {
        await listener(events)
      } catch (error) {
        log.error({ err: error }, 'a follower of the event log failed')
      }
    }
  }

  async function take(): Promise<void> {
    dispatch = createDispatch(core, follower)
    await dispatch.start()
  }

  async function giveUp(): Promise<void> {
    const last = dispatch
    dispatch = undefined
    await last?.stop()
  }

  function wake(): void {
    follower.wake()
    dispatch?.wake()
  }

  async function settle(): Promise<void> {
    const { rows } = await pool.query<{ last: string }>(
      'select transaction_id::text as last from events order by transaction_id desc limit 1',
    )
    const last = BigInt(rows[0]?.last ?? 0)
    const isBehind = () => follower.horizon <= last || (dispatch !== undefined && dispatch.horizon <= last)
    while (isBehind()) {
      wake()
      await new Promise((resolve) => setTimeout(resolve, settleLookMilliseconds))
    }
  }

  return {
    wake() {
      wake()
      // A process that is alone has nobody to call.
      if (!leadership.alone) wakeUp.call()
    },
    follow: (listener) => void listeners.push(listener),
    settle,
    async start() {
      core.jobs.schedule('deliveries.prune', '52 2 * * *', async () => void (await pruneDeliveries(pool)))
      await follower.start()
      await Promise.all([wakeUp.start(), leadership.start()])
      await changing
    },
    async stop() {
      await leadership.stop()
      await changing
      await giveUp()
      await follower.stop()
      await wakeUp.stop()
    },
  }
}
