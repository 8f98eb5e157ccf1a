import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct } from '../support/product.ts'
import { type Deployment, furnish } from './deployment.ts'

type ActionCable = typeof import('@rails/actioncable')
interface CableMessage {
  event: string
  data: Record<string, unknown>
}

// The client is made for browsers: it looks for these when it is loaded and while it runs.
Object.assign(globalThis, {
  addEventListener: () => {},
  removeEventListener: () => {},
  document: { visibilityState: 'visible' },
})

describe('the unmodified @rails/actioncable', () => {
  let here: Deployment
  let cable: ReturnType<ActionCable['createConsumer']>
  const received: CableMessage[] = []
  const arrived: (() => void)[] = []
  beforeAll(async () => {
    here = await furnish(await startProduct())
    const actioncable: ActionCable = await import('@rails/actioncable')
    cable = actioncable.createConsumer(`${here.product.url.replace('http', 'ws')}/cable`)
    const { rows } = await here.product.core.pool.query('select pubsub_token from users where id = $1', [
      here.administrator.userId,
    ])
    await new Promise<void>((connected) => {
      cable.subscriptions.create(
        {
          channel: 'RoomChannel',
          pubsub_token: rows[0].pubsub_token,
          account_id: here.administrator.account.id,
          user_id: here.administrator.userId,
        },
        {
          connected: () => connected(),
          received: (message: CableMessage) => {
            received.push(message)
            for (const wake of arrived.splice(0)) wake()
          },
        },
      )
    })
  })
  afterAll(async () => {
    cable.disconnect()
    await here.product.stop()
  })

  async function event(
    name: string,
    fits: (data: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const found = received.find((message) => message.event === name && fits(message.data))
      if (found) return found.data
      await new Promise<void>((resolve) => arrived.push(resolve))
    }
  }
  const post = (path: string, body: object) => here.make(path, body)

  it('hears who is there', async () => {
    expect(await event('presence.update')).toMatchObject({
      account_id: here.administrator.account.id,
      users: { [here.administrator.userId]: 'online' },
    })
  })

  it('hears of a conversation from its beginning to its end', async () => {
    const id = await here.conversation()

    const created = await event('conversation.created', (data) => data.id === id)
    const message = await event('message.created', (data) => data.conversation_id === id)
    await post(`/conversations/${id}/assignments`, { assignee_id: here.administrator.userId })
    const assigned = await event('assignee.changed', (data) => data.id === id)
    await post(`/conversations/${id}/toggle_status`, { status: 'resolved' })
    const resolved = await event('conversation.status_changed', (data) => data.id === id)
    await event('conversation.updated', (data) => data.id === id && data.status === 'resolved')

    expect(created).toMatchObject({
      status: 'open',
      meta: { sender: { type: 'contact' } },
      account_id: here.administrator.account.id,
    })
    expect(message).toMatchObject({ content: 'Hello', message_type: 1, sender: { id: here.administrator.userId } })
    expect(assigned).toMatchObject({ meta: { assignee: { id: here.administrator.userId, type: 'user' } } })
    expect(resolved.status).toBe('resolved')
  })

  it('hears typing of others, deletion and contacts', async () => {
    const id = await here.conversation()
    const sent = await post(`/conversations/${id}/messages`, { content: 'oops', echo_id: 'echo-7' })

    expect((await event('message.created', (data) => data.id === sent.id)).echo_id).toBe('echo-7')
    const answer = await here.call(
      { method: 'DELETE', path: '/api/v1/accounts/{account_id}/conversations/{conversation}/messages/{message}' },
      { parameters: { conversation: id, message: sent.id } },
      here.administrator.token,
    )
    expect(answer.status).toBe(200)
    const deleted = await event(
      'message.updated',
      (data) => data.id === sent.id && JSON.stringify(data).includes('"deleted":true'),
    )
    expect(deleted.content_attributes).toEqual({ deleted: true })
    const contact = await here.contact()
    expect(await event('contact.created', (data) => data.id === contact)).toMatchObject({ type: 'contact' })
  })
})
