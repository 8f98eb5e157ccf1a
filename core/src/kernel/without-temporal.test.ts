import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'

describe('while no Temporal server answers', () => {
  let product: Product
  let desk: Desk
  beforeAll(async () => {
    product = await startProduct({ temporal: { address: '127.0.0.1:9', namespace: 'default', ui: undefined } })
    desk = await openDesk(product)
  })
  afterAll(() => product.stop())

  const write = (id: string, content: string) =>
    fetch(`${product.url}/webhooks/test/shop`, {
      method: 'POST',
      headers: { 'x-test-id': id },
      body: JSON.stringify([
        {
          kind: 'message',
          sourceId: id,
          contact: { sourceId: 'ana', name: 'Ana' },
          content,
          attachments: [],
          sentAt: '2026-11-23T09:00:00Z',
        },
      ]),
    })
  const contents = async () => {
    const { body } = await desk.call('GET', '/conversations')
    const [conversation] = body.data.payload
    if (!conversation) return []
    const answer = await desk.call('GET', `/conversations/${conversation.id}/messages`)
    return answer.body.payload.map(({ content }: { content: string }) => content)
  }

  it('a customer writes, an agent answers, and a plugin is switched off and on', async () => {
    const inbox = await desk.call('POST', '/inboxes', { name: 'Shop', channel: { type: 'test', address: 'shop' } })
    expect(inbox.status).toBe(200)

    expect((await write('one', 'Are you open?')).status).toBe(200)
    await expect.poll(contents, { timeout: 10_000 }).toContain('Are you open?')

    const [conversation] = (await desk.call('GET', '/conversations')).body.data.payload
    const { body } = await desk.call('POST', `/conversations/${conversation.id}/messages`, { content: 'Until six' })
    const sent = () => desk.rows(`select value from plugin_storage where key = $1`, [`sent:${body.id}`])
    await expect.poll(sent, { timeout: 10_000 }).toMatchObject([{ value: { content: 'Until six', to: 'ana' } }])

    expect((await desk.call('POST', '/plugins/channel-test/disable')).status).toBe(200)
    expect((await write('two', 'Hello?')).status).toBe(200)
    expect(await contents()).not.toContain('Hello?')
    expect((await desk.call('POST', '/plugins/channel-test/enable')).status).toBe(200)
    await expect.poll(contents, { timeout: 10_000 }).toContain('Hello?')
  })
})
