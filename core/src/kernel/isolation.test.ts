import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../../tests/support/drafts.ts'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { systemActor } from '../actor.ts'
import { emit } from '../events/emit.ts'
import type { TapMetrics } from './tap-metrics.ts'

const manifest = {
  permissions: ['messages:write', 'messages:read', 'contacts:read'],
  contributes: { hooks: ['message.beforeCreate', 'message.created', 'contact.identify'] },
}
const before = (body: string) => `hooks['message.beforeCreate'].tapPromise('x', async (draft, scope) => { ${body} })`

const bad = {
  throws: before(`throw new Error('broken')`),
  rejects: before('throw undefined'),
  hangs: before('await new Promise(() => {})'),
  nulls: before('return null'),
  shapes: before('return { content: 7 }'),
  changes: before(`draft.content = 'spoilt'`),
  blocks: `
    let blocked = false
    hooks['message.beforeCreate'].tap('x', () => {
      const end = Date.now() + (blocked ? 0 : 2000)
      while (Date.now() < end);
      blocked = true
    })`,
  syncs: `hooks['message.beforeCreate'].tap('x', () => { throw null })`,
  calls: `hooks['message.beforeCreate'].tapAsync('x', (draft, scope, done) => done('a string'))`,
}

describe('a plugin that misbehaves', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let accountId: number
  const metricsOf = (plugin: string, hook = 'message.beforeCreate') =>
    product.core.kernel.metrics.hooksOf(plugin).get(hook) as TapMetrics

  beforeAll(async () => {
    folder = await pluginFolder()
    for (const [id, setup] of Object.entries(bad)) await folder.write(`bad-${id}`, { manifest, setup })
    const good = before(`return { ...draft, content: draft.content + '!' }`)
    await folder.write('aa-good', { manifest, setup: good })
    await folder.write('zz-good', { manifest, setup: good })
    product = await startProduct({ pluginsDirectory: folder.path })
    accountId = (await createAccountWithAdministrator(product)).account.id
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('does not change what the others make of a message', async () => {
    expect(product.core.kernel.plugins().filter(({ state }) => state === 'failed')).toEqual([])

    expect(await decide(product, accountId, 'hello')).toBe('hello!!')
  })

  it('is named, with its version and the hook', () => {
    const error = (id: string) => metricsOf(`bad-${id}`).lastError

    expect(error('throws')).toMatchObject({
      code: 'tap.failed',
      message: 'Plugin "bad-throws" 1.0.0, hook message.beforeCreate: broken',
    })
    expect(error('rejects')?.message).toContain('threw undefined')
    expect(error('syncs')?.message).toContain('threw null')
    expect(error('calls')?.message).toContain('a string')
    expect(error('hangs')).toMatchObject({ code: 'tap.timeout' })
    expect(error('nulls')).toMatchObject({ code: 'tap.answer' })
    expect(error('shapes')).toMatchObject({ code: 'tap.answer' })
    expect(error('changes')?.message).toContain('read only')
    expect(metricsOf('bad-blocks')).toMatchObject({ slow: 1, failures: 0 })
    expect(metricsOf('bad-blocks').p95).toBeGreaterThan(1_900)
    expect(metricsOf('aa-good')).toMatchObject({ calls: 1, failures: 0 })
  })

  it('rests after five failures and is tried again half a minute later', async () => {
    for (let i = 0; i < 5; i += 1) await decide(product, accountId)

    const { breaker, calls } = metricsOf('bad-throws')
    expect(breaker.state).toBe('open')
    expect(await decide(product, accountId, 'hello')).toBe('hello!!')
    expect(metricsOf('bad-throws').calls).toBe(calls)
    expect(breaker.allows(performance.now() + 31_000)).toBe(true)
    breaker.failed(performance.now() + 31_000)
    expect(breaker.allows(performance.now() + 32_000)).toBe(false)
  })
})

describe('waiting beside a plugin that blocks', () => {
  it('does not use up the time of the plugin that waits', async () => {
    const folder = await pluginFolder()
    const hooks = ['message.created']
    const facts = { permissions: ['messages:read'], contributes: { hooks } }
    await folder.write('waits', {
      manifest: { permissions: ['contacts:read'], contributes: { hooks: ['contact.identify'] } },
      setup: `hooks['contact.identify'].tapPromise('x', async () => {
        await new Promise((resolve) => setTimeout(resolve, 150))
        return { contactId: 1 }
      })`,
    })
    await folder.write('blocks', {
      manifest: facts,
      setup: `hooks['message.created'].tap('x', () => { const end = Date.now() + 600; while (Date.now() < end); })`,
    })
    const product = await startProduct({ pluginsDirectory: folder.path })
    const { account } = await createAccountWithAdministrator(product)
    const { kernel, orm } = product.core
    const scope = await kernel.scope({ accountId: account.id, em: orm.em.fork() })

    // The hard limit is 250 ms, and the loop stands still for 600 of them.
    const answer = kernel.run((hooks) => hooks['contact.identify'].promise({ sourceId: '1', inboxId: 1 }, scope))
    const fact = { id: 1, accountId: account.id, name: 'message.created', subjectId: 1, occurredAt: '' }
    const payload = { messageId: 1, conversationId: 1, inboxId: 1 }
    await kernel.run((hooks) => hooks['message.created'].promise({ ...fact, payload }, scope))

    expect(await answer).toEqual({ contactId: 1 })
    await product.stop()
    await folder.remove()
  })
})

describe('the words of a plugin', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let accountId: number

  beforeAll(async () => {
    folder = await pluginFolder()
    const copy = await readFile(new URL('../../../plugin-sdk/src/errors.ts', import.meta.url), 'utf8')
    // The plugin brings an SDK of its own.
    await folder.write('strict', {
      files: { 'errors.ts': copy, 'package.json': '{"type": "module", "version": "1.0.0"}' },
      manifest,
      server: `import { Refusal } from './errors.ts'
        export default { setup({ hooks }) {
          hooks['message.beforeCreate'].tap('x', (draft) => {
            if (draft.content === 'no') throw new Refusal('strict.no', 'That word is not allowed')
          })
        } }`,
    })
    product = await startProduct({ pluginsDirectory: folder.path })
    accountId = (await createAccountWithAdministrator(product)).account.id
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('stop a command, whichever copy of the SDK they come from', async () => {
    await expect(decide(product, accountId, 'no')).rejects.toMatchObject({ code: 'strict.no', status: 422 })
    expect(await decide(product, accountId, 'yes')).toBe('yes')
  })

  it('do not count as its failure', () => {
    expect(product.core.kernel.metrics.hooksOf('strict').get('message.beforeCreate')).toMatchObject({ failures: 0 })
  })
})

describe('facts', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let accountId: number
  const seen = async (plugin: string) => {
    const { rows } = await product.core.pool.query(
      'select key from plugin_storage where account_id = $1 and plugin_id = $2 order by created_at, key',
      [accountId, plugin],
    )
    return rows.map(({ key }) => key.split('#')[0])
  }
  const tell = async (messageId: number, queueKey: string) => {
    await emit(product.core.orm.em.fork(), {
      accountId,
      name: 'message.created',
      subjectType: 'message',
      subjectId: messageId,
      payload: { messageId, conversationId: 1, inboxId: 1 },
      actor: systemActor,
      queueKey,
    })
    product.core.dispatcher.wake()
  }
  const note = `await context.store.set(fact.payload.messageId + '#' + Math.random(), true, { accountId: scope.accountId })`

  beforeAll(async () => {
    folder = await pluginFolder()
    const facts = { permissions: ['messages:read', 'storage:own'], contributes: { hooks: ['message.created'] } }
    await folder.write('steady', {
      manifest: facts,
      setup: `hooks['message.created'].tapPromise('x', async (fact, scope) => { ${note} })`,
    })
    await folder.write('shaky', {
      manifest: facts,
      setup: `
        let failed = false
        hooks['message.created'].tapPromise('x', async (fact, scope) => {
          if (!failed) { failed = true; throw new Error('not now') }
          ${note}
        })`,
    })
    product = await startProduct({ pluginsDirectory: folder.path })
    accountId = (await createAccountWithAdministrator(product)).account.id
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('are told again to the plugin that failed, and to it alone', async () => {
    await tell(1, 'conversation:1')
    await product.core.dispatcher.settle()
    expect(await seen('steady')).toEqual(['1'])
    expect(await seen('shaky')).toEqual([])
    const { rows } = await product.core.pool.query('select plugin_id, last_error from deliveries')
    expect(rows).toMatchObject([{ plugin_id: 'shaky', last_error: expect.stringContaining('not now') }])

    await product.core.pool.query('update deliveries set next_at = now()')
    await expect.poll(() => seen('shaky'), { timeout: 10_000 }).toEqual(['1'])

    expect(await seen('steady')).toEqual(['1'])
  })
})
