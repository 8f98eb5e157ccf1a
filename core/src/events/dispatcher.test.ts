import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../tests/support/desk.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { createDispatcher } from './create-dispatcher.ts'
import type { LoggedEvent } from './dispatcher.ts'
import { emit } from './emit.ts'

let product: Product
let desk: Desk
const seen: LoggedEvent[] = []
const folders = pluginFolder()

// Two plugins that write down what they hear: one always takes it, the other as the test says.
const heard: Record<string, { id: number; name: string; note: string }[]> = { steady: [], fragile: [] }
const fails = new Map<string, number>()
let gate: Promise<void> = Promise.resolve()
Object.assign(globalThis, {
  cordboardTestHeard: async (plugin: string, fact: { id: number; name: string; payload: { note: string } }) => {
    if (plugin === 'fragile') {
      await gate
      const left = fails.get(fact.payload.note) ?? 0
      if (left > 0) {
        fails.set(fact.payload.note, left - 1)
        throw new Error('not now')
      }
    }
    heard[plugin]?.push({ id: fact.id, name: fact.name, note: fact.payload.note })
  },
})

beforeAll(async () => {
  const { path, write } = await folders
  const contributes = { hooks: ['conversation.updated'] }
  for (const id of ['steady', 'fragile'])
    await write(id, {
      manifest: { permissions: ['conversations:read'], contributes },
      setup: `hooks['conversation.updated'].tapPromise('listen', (fact) => globalThis.cordboardTestHeard('${id}', fact))`,
    })
  product = await startProduct({ pluginsDirectory: path })
  product.core.dispatcher.follow((events) => void seen.push(...events))
})
afterAll(async () => {
  await product.stop()
  await (await folders).remove()
})
beforeEach(async () => {
  desk = await openDesk(product)
  await product.core.dispatcher.settle()
  seen.length = 0
  for (const list of Object.values(heard)) list.length = 0
  gate = Promise.resolve()
})

const told = (note: string, queueKey?: string) => ({
  accountId: desk.account.id,
  name: 'conversation.updated',
  subjectType: 'conversation' as const,
  subjectId: 1,
  payload: { note },
  actor: { kind: 'system' } as const,
  ...(queueKey === undefined ? {} : { queueKey }),
})
const tell = (...notes: string[]) =>
  emit(product.core.orm.em.fork(), ...notes.map((note) => told(note, 'conversation:1')))
const notes = (plugin: string) => heard[plugin]?.map(({ note }) => note)
const deliveries = () =>
  desk.rows<Record<string, unknown>>('select * from deliveries where account_id = $1 order by event_id', [
    desk.account.id,
  ])

describe('the event log', () => {
  it('reaches every follower in order, and nothing that was rolled back', async () => {
    await tell('a', 'b')
    await product.core.orm.em
      .fork()
      .transactional(async (em) => {
        await emit(em, told('never'))
        throw new Error('rolled back')
      })
      .catch(() => {})
    await tell('c')
    await product.core.dispatcher.settle()

    expect(seen.map(({ payload }) => payload.note)).toEqual(['a', 'b', 'c'])
  })

  it('loses nothing of transactions that commit in another order than they began', async () => {
    const step = fc.record({
      writer: fc.integer({ min: 0, max: 3 }),
      act: fc.constantFrom('write', 'write', 'commit', 'roll back'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        seen.length = 0
        const committed = await interleave(steps)
        await product.core.dispatcher.settle()

        expect(seen.map(({ payload }) => payload.note).sort()).toEqual(committed.sort())
      }),
      { numRuns: 25 },
    )
  })

  it('is seen on other nodes too', async () => {
    const other = createDispatcher(product.core)
    const there: unknown[] = []
    other.follow((events) => void there.push(...events.map(({ payload }) => payload.note)))
    await other.start()

    await tell('far')
    product.core.dispatcher.wake()

    await expect.poll(() => there).toEqual(['far'])
    await other.stop()
  })
})

/** Writers who write, commit and roll back as told; answers with what was committed. */
async function interleave(steps: readonly { writer: number; act: string }[]): Promise<string[]> {
  const url = product.core.configuration.databaseUrl
  const writers = await Promise.all(
    [0, 1, 2, 3].map(async () => {
      const client = new Client(url)
      await client.connect()
      return { client, open: [] as string[], isOpen: false }
    }),
  )
  const committed: string[] = []
  const end = async (writer: (typeof writers)[number], act: string) => {
    if (!writer.isOpen) return
    await writer.client.query(act === 'commit' ? 'commit' : 'rollback')
    if (act === 'commit') committed.push(...writer.open)
    writer.open = []
    writer.isOpen = false
  }
  let n = 0
  for (const { writer, act } of steps) {
    const who = writers[writer] as (typeof writers)[number]
    if (act !== 'write') await end(who, act)
    else {
      if (!who.isOpen) await who.client.query('begin')
      who.isOpen = true
      n += 1
      who.open.push(`note ${n}`)
      await who.client.query(
        `insert into events (account_id, name, subject_type, subject_id, payload) values ($1, 'label.touched', 'label', 1, $2)`,
        [desk.account.id, { note: `note ${n}` }],
      )
    }
    product.core.dispatcher.wake()
  }
  for (const writer of writers) {
    await end(writer, 'commit')
    await writer.client.end()
  }
  return committed
}

describe('a plugin that does not take a fact', () => {
  it('is told again alone; the others heard it once', async () => {
    await tell('a')
    fails.set('b', 1)
    await tell('b')
    await product.core.dispatcher.settle()
    expect(notes('steady')).toEqual(['a', 'b'])
    expect(notes('fragile')).toEqual(['a'])
    expect(await deliveries()).toMatchObject([{ plugin_id: 'fragile', attempts: 1, state: 0 }])

    await desk.rows('update deliveries set next_at = now() where account_id = $1', [desk.account.id])

    await expect.poll(() => notes('fragile'), { timeout: 5_000 }).toEqual(['a', 'b'])
    await expect.poll(deliveries).toMatchObject([{ state: 2 }])
    expect(notes('steady')).toEqual(['a', 'b'])
  })

  it('is given up after its last try, and then an administrator decides', async () => {
    fails.set('hard', 2)
    await tell('hard')
    await product.core.dispatcher.settle()
    await desk.rows('update deliveries set next_at = now(), attempts = 6 where account_id = $1', [desk.account.id])
    await expect
      .poll(deliveries, { timeout: 5_000 })
      .toMatchObject([{ state: 1, attempts: 7, last_error: expect.stringContaining('not now') }])

    const { body } = await desk.call('GET', '/deliveries')
    expect(body.payload).toMatchObject([
      { plugin_id: 'fragile', state: 'dead', name: 'conversation.updated', payload: { note: 'hard' } },
    ])
    expect((await desk.call('GET', '/deliveries', undefined, desk.agent)).status).toBe(401)

    const [{ event_id }] = body.payload
    expect((await desk.call('POST', `/deliveries/${event_id}/fragile/retry`)).body).toMatchObject({ state: 'waiting' })
    await expect.poll(() => notes('fragile'), { timeout: 5_000 }).toEqual(['hard'])
    expect((await desk.call('POST', '/deliveries/999999/fragile/skip')).status).toBe(404)
  })

  it('hears one key in order, and holds up no other plugin', async () => {
    let open = () => {}
    gate = new Promise((resolve) => {
      open = resolve
    })
    const all = Array.from({ length: 20 }, (_, n) => String(n))
    await tell(...all)
    product.core.dispatcher.wake()
    await expect.poll(() => notes('steady')).toEqual(all)
    expect(notes('fragile')).toEqual([])

    open()
    await product.core.dispatcher.settle()

    expect(notes('fragile')).toEqual(all)
  })
})

describe('a dispatcher that takes over', () => {
  it('delivers what was written while nobody was there', async () => {
    await product.core.dispatcher.stop()
    await tell('meanwhile')

    const next = createDispatcher(product.core)
    await next.start()
    await next.settle()

    expect(notes('steady')).toEqual(['meanwhile'])
    await next.stop()
  })
})
