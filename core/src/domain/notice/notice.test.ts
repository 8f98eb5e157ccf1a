import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cable, openCable } from '../../../../tests/support/cable.ts'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { raiseNotice } from './raise-notice.ts'
import { settleNotice } from './settle-notice.ts'

const words = { severity: 'warning' as const, title: 'The number needs you', text: 'Enter the PIN.' }

describe('what administrators are told', () => {
  let product: Product
  let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>
  let other: typeof home
  const cables: Cable[] = []

  const call = async (
    method: string,
    path: string,
    { account, token }: Pick<typeof home, 'account' | 'token'> = home,
  ) => {
    const response = await fetch(product.url + accountPath(account) + path, {
      method,
      headers: { api_access_token: token },
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined }
  }
  const raise = (key: string, accountId = home.account.id) =>
    product.core.orm.em.fork().transactional((em) => raiseNotice(product.core, em, accountId, { ...words, key }))
  const settle = (key: string) =>
    product.core.orm.em.fork().transactional((em) => settleNotice(product.core, em, home.account.id, key))
  const open = async (who = home): Promise<number[]> =>
    (await call('GET', '/notices', who)).body.payload.map(({ id }: { id: number }) => id)
  const letters = async (to: string): Promise<number> => {
    const folder = join(product.core.configuration.dataDirectory, 'mail')
    const files = await readdir(folder).catch(() => [])
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    return texts.filter((text) => text.includes(`To: ${to}`) && text.includes(words.text)).length
  }
  const listen = async (user: { id: number; pubsubToken: string }): Promise<Cable> => {
    const cable = await openCable(product.url)
    cables.push(cable)
    cable.subscribe({ pubsub_token: user.pubsubToken, account_id: home.account.id, user_id: user.id })
    await cable.frame(({ type }) => type === 'confirm_subscription')
    return cable
  }
  const queued = async (): Promise<number> =>
    (await product.core.pool.query('select count(*)::int as jobs from graphile_worker.jobs')).rows[0].jobs

  beforeAll(async () => {
    product = await startProduct()
    home = await createAccountWithAdministrator(product)
    other = await createAccountWithAdministrator(product)
  })
  afterAll(async () => {
    for (const cable of cables) cable.close()
    await product.stop()
  })

  it('is told once per key: in the application and by one letter to each', async () => {
    await Promise.all([raise('pin'), raise('pin'), raise('pin')])
    await raise('pin')

    expect((await call('GET', '/notices')).body.payload).toMatchObject([{ ...words, inbox_id: null }])
    await expect.poll(queued).toBe(0)
    expect(await letters(home.administrator.email)).toBe(1)
    expect(await letters(other.administrator.email)).toBe(0)
  })

  it('leaves nothing behind when the change it tells of is rolled back', async () => {
    await product.core.orm.em
      .fork()
      .transactional(async (em) => {
        await raiseNotice(product.core, em, home.account.id, { ...words, key: 'never' })
        throw new Error('rolled back')
      })
      .catch(() => {})

    expect(await queued()).toBe(0)
    expect((await call('GET', '/notices')).body.payload).toHaveLength(1)
  })

  it('goes away when it is put away or over, for all administrators, and never comes back', async () => {
    await raise('first')
    await raise('second')
    const [second, first] = (await open()) as [number, number]

    expect((await call('POST', `/notices/${second}/dismiss`)).status).toBe(200)
    expect((await call('POST', `/notices/${second}/dismiss`)).status).toBe(200)
    await settle('first')
    await raise('first')

    expect(await open()).not.toContain(second)
    expect(await open()).not.toContain(first)
  })

  it('is shown at once, to administrators alone', async () => {
    const agent = await createAgent(product, home.account)
    const [theirs, ours] = [await listen(agent.user), await listen(home.administrator)]

    await raise('live')
    expect(await ours.event('notice.created')).toMatchObject({ title: words.title })
    await settle('live')
    await ours.event('notice.settled')

    expect(theirs.frames.filter(({ message }) => message?.event.startsWith('notice.'))).toEqual([])
    expect((await call('GET', '/notices', agent)).status).toBe(401)
    expect((await call('POST', `/notices/1/dismiss`, agent)).status).toBe(401)
  })

  it('is nothing to other accounts', async () => {
    await raise('ours')
    const [ours] = await open()

    expect(await open(other)).toEqual([])
    expect((await call('POST', `/notices/${ours}/dismiss`, other)).status).toBe(404)
    expect(await open()).toContain(ours)
  })
})
