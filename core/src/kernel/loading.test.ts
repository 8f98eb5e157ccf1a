import { afterEach, describe, expect, it } from 'vitest'
import { decide } from '../../../tests/support/drafts.ts'
import { createAccountWithAdministrator } from '../../../tests/support/people.ts'
import { type PluginText, pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

const hooks = (...names: string[]) => ({ permissions: ['messages:write'], contributes: { hooks: names } })
const append = (text: string, stage = 0) =>
  `hooks['message.beforeCreate'].tap({ name: 'x', stage: ${stage} }, (draft) => ({ ...draft, content: draft.content + '${text}' }));`

let product: Product | undefined
let folder: Awaited<ReturnType<typeof pluginFolder>>
afterEach(async () => {
  await product?.stop()
  product = undefined
  await folder.remove()
})

async function load(plugins: Record<string, PluginText>, more: Parameters<typeof startProduct>[0] = {}) {
  folder = await pluginFolder()
  for (const [id, text] of Object.entries(plugins)) await folder.write(id, text)
  product = await startProduct({ pluginsDirectory: folder.path, ...more })
  return product
}

const zoo: [what: string, text: PluginText, reason: string][] = [
  ['JSON that is none', { files: { 'cordboard.plugin.json': '{' } }, 'is not JSON'],
  ['an unknown key', { manifest: { what: 1 } }, 'key "what" is unknown'],
  [
    'a file that is missing',
    { manifest: { server: './none.mjs' } },
    'key "server" names ./none.mjs, which is not there',
  ],
  ['another version in package.json', { files: { 'package.json': '{"version":"2.0.0"}' } }, 'package.json says 2.0.0'],
  ['the wrong engine', { manifest: { engines: { cordboard: '^99.0.0' } } }, 'needs cordboard ^99.0.0, this is '],
  ['a process of its own', { manifest: { isolation: 'process' } }, 'asks for a process of its own'],
  ['a syntax error', { server: 'export default {' }, 'server.mjs can not be imported'],
  ['no default export', { server: 'export const setup = () => {}' }, 'has no default export with a setup function'],
  [
    'CommonJS',
    { manifest: { server: './server.cjs' }, files: { 'server.cjs': 'module.exports = { setup() {} }' } },
    'is CommonJS',
  ],
  ['a setup that throws', { setup: `throw new Error('no luck')` }, 'setup failed: no luck'],
  [
    'a hook that does not exist',
    { setup: `hooks['message.invented'].tap('x', () => {})` },
    'message.invented, which is no hook',
  ],
  ['an undeclared hook', { setup: append('!') }, 'contributes.hooks of its manifest does not list'],
  [
    'a missing permission',
    { manifest: { contributes: { hooks: ['message.beforeCreate'] } }, setup: append('!') },
    'without the permission messages:write',
  ],
  ['a stage by number', { manifest: hooks('message.beforeCreate'), setup: append('!', 7) }, 'at stage 7'],
  [
    'a channel hook of somebody else',
    {
      manifest: hooks('outbound.send:Channel::X'),
      setup: `hooks['outbound.send'].for('Channel::X').tap('x', () => {})`,
    },
    'belongs to another plugin',
  ],
  ['a context member it did not ask for', { setup: 'context.store' }, 'does not ask for storage:own'],
  [
    'a route without a handler',
    { manifest: { contributes: { routes: [{ method: 'GET', path: '/x', auth: 'public' }] } } },
    'lists GET /x and does not handle it',
  ],
  [
    'a job without a handler',
    { manifest: { permissions: ['jobs:own'], contributes: { jobs: [{ name: 'tidy' }] } } },
    'lists the job tidy and does not define it',
  ],
]

describe('a broken plugin', () => {
  it('is left out, and the table of plugins says why', async () => {
    const { core } = await load({
      ...Object.fromEntries(zoo.map(([, text], index) => [`broken-${index}`, text])),
      whole: {},
    })

    const plugins = core.kernel.plugins()
    expect(plugins.filter(({ state }) => state === 'active').map(({ id }) => id)).toEqual(['whole'])
    const { rows } = await core.pool.query('select id, state, last_error from plugins')
    for (const [index, [what, , reason]] of zoo.entries()) {
      const id = `broken-${index}`
      expect(plugins.find((plugin) => plugin.id === id)?.error, what).toContain(reason)
      expect(rows.find((row) => row.id === id)).toMatchObject({
        state: 'failed',
        last_error: expect.stringContaining(reason),
      })
    }
  })

  it('does not wait for ever', { timeout: 60_000 }, async () => {
    const { core } = await load({
      stuck: { server: 'await new Promise(() => {}); export default { setup() {} }' },
      whole: {},
    })

    expect(core.kernel.plugins().map(({ id, state }) => [id, state])).toEqual([
      ['whole', 'active'],
      ['stuck', 'failed'],
    ])
  })

  it('takes its taps along, those made before it failed too', async () => {
    const started = await load({
      half: { manifest: hooks('message.beforeCreate'), setup: `${append('half')} throw new Error('x')` },
      whole: { manifest: hooks('message.beforeCreate'), setup: append('whole') },
    })
    const { account } = await createAccountWithAdministrator(started)

    expect(await decide(started, account.id)).toBe('whole')
  })
})

describe('safe mode', () => {
  it('starts with no plugins at all', async () => {
    const { core } = await load({ whole: {} }, { safeMode: true })

    expect(core.kernel.plugins()).toEqual([])
  })
})

describe('the order of taps', () => {
  it('is by stage, then dependencies, then id, and the same after a restart', async () => {
    const tap = (text: string, stage: number) => ({ setup: append(text, stage) })
    const manifest = hooks('message.beforeCreate')
    const started = await load({
      aaa: { manifest: { ...manifest, dependencies: { ccc: '*' } }, ...tap('a', 0) },
      bbb: { manifest, ...tap('b', 0) },
      ccc: { manifest, ...tap('c', 0) },
      ddd: { manifest, ...tap('d', -100) },
      eee: { manifest, ...tap('e', 100) },
      fff: { manifest, setup: append('1', 1000) + append('f', -100) },
    })
    const { account } = await createAccountWithAdministrator(started)

    expect(await decide(started, account.id)).toBe('dfcabe1')
    await started.core.kernel.load()
    expect(await decide(started, account.id)).toBe('dfcabe1')
  })
})

describe('loading again', () => {
  it('swaps code without disturbing what runs, and disposes of the old', async () => {
    const life = (version: string) => ({
      manifest: hooks('message.beforeCreate'),
      setup: `
        context.onStart(async () => ({ [Symbol.dispose]: () => globalThis.ended.push('${version}') }))
        hooks['message.beforeCreate'].tapPromise('x', async (draft) => {
          globalThis.entered()
          await globalThis.gate
          return { ...draft, content: '${version}' }
        })`,
    })
    let open = () => {}
    const ended: string[] = []
    const entered = Promise.withResolvers<void>()
    Object.assign(globalThis, {
      ended,
      entered: entered.resolve,
      gate: new Promise<void>((resolve) => {
        open = resolve
      }),
    })
    const started = await load({ shout: life('one') })
    const { account } = await createAccountWithAdministrator(started)
    const before = started.core.kernel.generation()

    const running = decide(started, account.id)
    await entered.promise
    await folder.write('shout', life('two'))
    const reloading = started.core.kernel.load()
    await expect.poll(() => started.core.kernel.generation().number).toBe(before.number + 1)
    expect([before.state, ended]).toEqual(['draining', []])
    open()

    expect(await running).toBe('one')
    await reloading
    expect(await decide(started, account.id)).toBe('two')
    expect([before.state, before.running, ended]).toEqual(['disposed', 0, ['one']])
  })
})
