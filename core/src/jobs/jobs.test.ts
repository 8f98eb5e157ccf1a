import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { type JobInfo, TryAgainAt } from './jobs.ts'

let product: Product
const ran: { payload: Record<string, unknown>; attempt: number; last: number }[] = []
let fail: (info: JobInfo, payload: Record<string, unknown>) => void = () => {}
beforeAll(async () => {
  product = await startProduct()
  product.core.jobs.define('test.work', async (payload, info) => {
    ran.push({ payload, attempt: info.attempt, last: info.maxAttempts })
    fail(info, payload)
  })
})
afterAll(() => product.stop())

const em = () => product.core.orm.em.fork()
const of = (mark: string) => ran.filter(({ payload }) => payload.mark === mark)

describe('a job', () => {
  it('exists exactly if the change does that it follows', async () => {
    await em()
      .transactional(async (inside) => {
        await product.core.jobs.enqueue(inside, 'test.work', { mark: 'rolled back' })
        throw new Error('no')
      })
      .catch(() => {})
    await em().transactional((inside) => product.core.jobs.enqueue(inside, 'test.work', { mark: 'committed' }))

    await expect.poll(() => of('committed')).toHaveLength(1)
    expect(of('rolled back')).toEqual([])
  })

  it('is replaced while it waits by a later one with its key', async () => {
    const runAt = new Date(Date.now() + 60_000)
    await product.core.jobs.enqueue(em(), 'test.work', { mark: 'first' }, { key: 'same', runAt })
    await product.core.jobs.enqueue(em(), 'test.work', { mark: 'second' }, { key: 'same' })

    await expect.poll(() => of('second')).toHaveLength(1)
    expect(of('first')).toEqual([])
  })

  it('of one queue runs after the one before', async () => {
    const requests = Array.from({ length: 10 }, (_, n) => ({
      name: 'test.work',
      payload: { mark: 'queued', n },
      queue: 'q',
    }))
    await product.core.jobs.enqueueAll(em(), requests)

    await expect.poll(() => of('queued').map(({ payload }) => payload.n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('that names its next time is tried then, and its tries are counted', async () => {
    fail = ({ attempt }, { mark }) => {
      if (mark === 'again' && attempt < 3) throw new TryAgainAt(new Date(Date.now() + 50))
    }
    await product.core.jobs.enqueue(em(), 'test.work', { mark: 'again' }, { maxAttempts: 5 })

    await expect.poll(() => of('again').map(({ attempt }) => attempt), { timeout: 10_000 }).toEqual([1, 2, 3])
    expect(of('again').every(({ last }) => last === 5)).toBe(true)
  })

  it('of a worker that is gone is taken up by another', async () => {
    await product.core.jobs.enqueue(
      em(),
      'test.work',
      { mark: 'orphan' },
      { queue: 'orphaned', runAt: new Date(Date.now() + 1_000) },
    )
    const set = `locked_by = 'a dead worker', locked_at = now()`
    await product.core.pool.query(
      `with job as (update graphile_worker._private_jobs set ${set}, run_at = now() where payload -> 'payload' ->> 'mark' = 'orphan' returning job_queue_id)
       update graphile_worker._private_job_queues set ${set} where id in (select job_queue_id from job)`,
    )

    await expect.poll(() => of('orphan'), { timeout: 15_000 }).toHaveLength(1)
  })

  it('runs although the database broke off meanwhile', async () => {
    const admin = new Client(product.core.configuration.databaseUrl)
    await admin.connect()
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await admin.end()

    await product.core.jobs
      .enqueue(em(), 'test.work', { mark: 'after the break' })
      .catch(() => product.core.jobs.enqueue(em(), 'test.work', { mark: 'after the break' }))

    await expect.poll(() => of('after the break').length, { timeout: 20_000 }).toBeGreaterThan(0)
  }, 40_000)
})
