import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('an API inbox', () => {
  let here: World
  beforeAll(async () => {
    here = await world({ plugin: join(import.meta.dirname, '..') })
  })
  afterAll(() => here.stop())

  it('gets an identifier and a key that only administrators see', async () => {
    const { id, presented } = await here.inbox({ type: 'api', webhook_url: 'https://shop.test/hook' })

    expect(presented).toMatchObject({
      channel_type: 'Channel::Api',
      webhook_url: 'https://shop.test/hook',
      hmac_mandatory: false,
      inbox_identifier: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
      hmac_token: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
    })
    const seen = await here.api('GET', `/inboxes/${id}`, undefined, here.agent.token)
    expect(seen.body.inbox_identifier).toBe(presented.inbox_identifier)
    expect(seen.body).not.toHaveProperty('hmac_token')
  })

  it('keeps identifier and key when it is changed', async () => {
    const { id, presented } = await here.inbox({ type: 'api' })

    const changed = await here.api('PATCH', `/inboxes/${id}`, {
      channel: { webhook_url: 'http://localhost:4000/x', hmac_mandatory: true },
    })

    expect(changed.body).toMatchObject({
      webhook_url: 'http://localhost:4000/x',
      hmac_mandatory: true,
      inbox_identifier: presented.inbox_identifier,
      hmac_token: presented.hmac_token,
    })
  })

  it('refuses addresses that are none', async () => {
    for (const webhook_url of ['ftp://x.test', 'shop', 7, `https://x.test/${'a'.repeat(2048)}`]) {
      const answer = await here.api('POST', '/inboxes', { name: 'X', channel: { type: 'api', webhook_url } })
      expect(answer).toMatchObject({ status: 422, body: { attributes: ['webhook_url'] } })
    }
    const window = { agent_reply_time_window: -1 }
    const answer = await here.api('POST', '/inboxes', {
      name: 'X',
      channel: { type: 'api', additional_attributes: window },
    })
    expect(answer.status).toBe(422)
  })

  it('takes what a customer says through the API, and the answer counts as sent', async () => {
    const { id } = await here.inbox({ type: 'api' })
    const contact = await here.api('POST', '/contacts', { name: 'Ana', inbox_id: id })
    const { source_id } = contact.body.payload.contact_inbox
    const started = await here.api('POST', '/conversations', { inbox_id: id, source_id })

    await here.replies(started.body.id, 'Where is my parcel?', { message_type: 'incoming' })
    await here.replies(started.body.id, 'On its way')
    await here.settle()

    const messages = (await here.messages(started.body.id)).filter(({ message_type }) => message_type < 2)
    expect(messages.map(({ content, message_type, status }) => [content, message_type, status])).toEqual([
      ['Where is my parcel?', 0, 'sent'],
      ['On its way', 1, 'sent'],
    ])
    expect(messages[1].content_attributes).not.toHaveProperty('external_error')
  })
})
