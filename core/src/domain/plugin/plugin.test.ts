import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../../../tests/support/people.ts'
import { pluginFolder } from '../../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'

const settings = {
  type: 'object',
  additionalProperties: false,
  properties: {
    words: { type: 'array', items: { type: 'string' }, default: ['hello'] },
    key: { type: 'string', format: 'secret', default: '' },
  },
}

describe('plugins of an account', () => {
  let product: Product
  let folder: Awaited<ReturnType<typeof pluginFolder>>
  let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    { account, token }: Pick<typeof home, 'account' | 'token'> = home,
  ) => {
    const response = await fetch(product.url + accountPath(account) + path, {
      method,
      headers: { api_access_token: token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined }
  }
  const find = async (id: string, who = home) => (await call('GET', `/plugins/${id}`, undefined, who)).body

  beforeAll(async () => {
    folder = await pluginFolder()
    await folder.write('base')
    await folder.write('extra', { manifest: { dependencies: { base: '^1.0.0' } } })
    await folder.write('quiet', { manifest: { defaultEnabled: false } })
    await folder.write('house', { manifest: { scope: 'installation' } })
    await folder.write('broken', { server: 'export default 1' })
    await folder.write('stubborn', {
      manifest: { defaultEnabled: false, contributes: { hooks: ['plugin.enabled:stubborn'] } },
      setup: `hooks['plugin.enabled'].for('stubborn').tap('x', () => {
        throw Object.assign(new Error('The provider is away'), { [Symbol.for('cordboard.error')]: true, code: 'x.away', status: 422 })
      })`,
    })
    await folder.write('words', {
      manifest: {
        settings,
        contributes: { hooks: ['settings.validate:words', 'message.beforeCreate'] },
        permissions: ['messages:write'],
      },
      setup: `
        hooks['settings.validate'].for('words').tap('x', ({ settings }) =>
          settings.words.includes('bad') ? [{ path: 'words', message: 'words must be good' }] : undefined)
        hooks['message.beforeCreate'].tapPromise('x', async (draft, scope) => {
          const { words, key } = await context.settings.for(scope.accountId)
          return { ...draft, content: [...words, key].join() }
        })`,
    })
    product = await startProduct({ pluginsDirectory: folder.path })
    home = await createAccountWithAdministrator(product)
  })
  afterAll(async () => {
    await product.stop()
    await folder.remove()
  })

  it('are listed for administrators with state, reason and figures', async () => {
    const { status, body } = await call('GET', '/plugins')

    expect(status).toBe(200)
    expect(body.payload.map(({ id, state, enabled }: Record<string, unknown>) => [id, state, enabled])).toEqual([
      ['base', 'active', true],
      ['broken', 'failed', false],
      ['extra', 'active', true],
      ['house', 'active', true],
      ['quiet', 'active', false],
      ['stubborn', 'active', false],
      ['words', 'active', true],
    ])
    expect(body.payload[1].error).toContain('no default export')
    expect(body.payload[6]).toMatchObject({
      calls: 0,
      failures: 0,
      breaker: 'closed',
      has_settings: true,
      dead_deliveries: 0,
    })
  })

  it('are the business of administrators alone', async () => {
    const agent = await createAgent(product, home.account)

    expect((await call('GET', '/plugins', undefined, agent)).status).toBe(401)
    expect((await call('POST', '/plugins/base/disable', {}, agent)).status).toBe(401)
    expect((await call('GET', '/channel_types', undefined, agent)).status).toBe(200)
  })

  it('are switched for this account alone, and the next call obeys', async () => {
    const other = await createAccountWithAdministrator(product)

    expect((await call('POST', '/plugins/quiet/enable')).status).toBe(200)

    expect(await product.core.kernel.enabled(home.account.id, 'quiet')).toBe(true)
    expect(await product.core.kernel.enabled(other.account.id, 'quiet')).toBe(false)
    expect(await find('quiet')).toMatchObject({ enabled: true })
    expect((await call('POST', '/plugins/quiet/disable')).status).toBe(200)
    expect(await product.core.kernel.enabled(home.account.id, 'quiet')).toBe(false)
  })

  it('leave a trace in the audit log', async () => {
    const { rows } = await product.core.pool.query(
      `select action, auditable_id, audited_changes from audits where account_id = $1 and auditable_id = 'quiet' order by id`,
      [home.account.id],
    )

    expect(rows).toMatchObject([
      { action: 'enable', audited_changes: { enabled: [false, true] } },
      { action: 'disable', audited_changes: { enabled: [true, false] } },
    ])
  })

  it('go off together with those that need them, when asked to', async () => {
    const refused = await call('POST', '/plugins/base/disable')

    expect(refused).toMatchObject({ status: 422, body: { plugins: ['extra'] } })
    expect((await call('POST', '/plugins/base/disable', { dependents: true })).status).toBe(200)
    expect(await find('extra')).toMatchObject({ enabled: false })
    expect((await call('POST', '/plugins/extra/enable')).body.error).toContain('needs the plugin "base"')
    await call('POST', '/plugins/base/enable')
    await call('POST', '/plugins/extra/enable')
    expect(await find('extra')).toMatchObject({ enabled: true })
  })

  it('stay off when they can not begin', async () => {
    expect(await call('POST', '/plugins/stubborn/enable')).toMatchObject({
      status: 422,
      body: { error: 'The provider is away' },
    })
    expect(await find('stubborn')).toMatchObject({ enabled: false })
    expect((await call('POST', '/plugins/broken/enable')).status).toBe(422)
    expect((await call('POST', '/plugins/house/disable')).status).toBe(422)
    expect((await call('POST', '/plugins/nobody/enable')).status).toBe(404)
  })

  it('keep settings, defaults and sealed secrets', async () => {
    expect((await call('GET', '/plugins/words/settings')).body).toMatchObject({
      settings: { words: ['hello'] },
      secrets: { key: true },
    })

    const saved = await call('PATCH', '/plugins/words/settings', { settings: { words: ['bye'], key: 'k-123' } })

    expect(saved.body).toMatchObject({ settings: { words: ['bye'] }, secrets: { key: true } })
    expect(JSON.stringify(saved.body)).not.toContain('k-123')
    const { rows } = await product.core.pool.query(`select * from plugin_accounts where plugin_id = 'words'`)
    expect(rows[0].settings).toEqual({ words: ['bye'] })
    expect(rows[0].secrets.toString('latin1')).not.toContain('k-123')
    expect(await draftContent()).toBe('bye,k-123')
  })

  it('refuse settings that do not fit', async () => {
    const patch = (value: unknown) => call('PATCH', '/plugins/words/settings', { settings: value })

    expect((await patch({ words: 'x' })).body).toMatchObject({ attributes: ['words'] })
    expect((await patch({ unknown: 1 })).status).toBe(422)
    expect((await patch({ words: ['bad'] })).body).toMatchObject({ message: 'words must be good' })
    expect((await call('PATCH', '/plugins/words/settings', {})).status).toBe(422)
    expect((await call('PATCH', '/plugins/base/settings', { settings: { a: 1 } })).status).toBe(422)
    expect(await draftContent()).toBe('bye,k-123')
  })

  const draftContent = async () => {
    const { kernel, orm } = product.core
    const scope = await kernel.scope({ accountId: home.account.id, em: orm.em.fork() })
    const draft = {
      conversationId: 1,
      inboxId: 1,
      type: 'incoming',
      content: '',
      contentType: 'text',
      contentAttributes: {},
      additionalAttributes: {},
      private: false,
      senderType: null,
      senderId: null,
      sourceId: null,
    } as const
    return (await kernel.run((hooks) => hooks['message.beforeCreate'].promise(draft, scope)))?.content
  }
})

describe('channel types', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product.stop())

  it('are offered while their plugin is on', async () => {
    const { account, token } = await createAccountWithAdministrator(product)
    const call = (method: string, path: string) =>
      fetch(product.url + accountPath(account) + path, { method, headers: { api_access_token: token } })

    expect(await (await call('GET', '/channel_types')).json()).toMatchObject({
      payload: [{ plugin_id: 'channel-test', type: 'Channel::Test', wire: 'test', setup: { required: ['address'] } }],
    })
    await call('POST', '/plugins/channel-test/disable')
    expect(await (await call('GET', '/channel_types')).json()).toEqual({ payload: [] })
  })
})
