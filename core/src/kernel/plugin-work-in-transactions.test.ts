import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../tests/support/desk.ts'
import { pluginFolder } from '../../../tests/support/plugin.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

let product: Product
let desk: Desk
let folder: Awaited<ReturnType<typeof pluginFolder>>
beforeAll(async () => {
  folder = await pluginFolder()
  await folder.write('curious', {
    manifest: {
      permissions: ['messages:write', 'storage:own', 'jobs:own'],
      contributes: { hooks: ['message.beforeCreate'], jobs: [{ name: 'note' }] },
      settings: { type: 'object', properties: { word: { type: 'string', default: 'kept' } } },
    },
    // Nobody goes on before as many messages wait here as the pool has connections: each holds one.
    setup: `
      let here = 0
      let open
      const all = new Promise((resolve) => { open = resolve })
      context.jobs.define('note', async () => {})
      hooks['message.beforeCreate'].tapPromise('x', async (draft, { accountId }) => {
        here += 1
        if (here >= 16) open()
        await all
        const { word } = await context.settings.for(accountId)
        await context.store.set('seen', draft.content, { accountId })
        await context.jobs.enqueue('note', {}, { accountId })
        return { ...draft, content: word }
      })`,
  })
  product = await startProduct({ pluginFolders: [`${folder.path}/curious`] })
  desk = await openDesk(product)
})
afterAll(async () => {
  await product.stop()
  await folder.remove()
})

it('plugins read, store and enqueue in the midst of as many transactions as there are connections', async () => {
  const inboxId = await desk.createInbox()
  const conversations = await Promise.all(Array.from({ length: 16 }, () => desk.createConversation({ inboxId })))

  const answers = await Promise.all(
    conversations.map(({ displayId }) =>
      desk.call('POST', `/conversations/${displayId}/messages`, { content: 'hello', private: true }),
    ),
  )

  expect(answers.map(({ status, body }) => [status, body.content])).toEqual(answers.map(() => [200, 'kept']))
})
