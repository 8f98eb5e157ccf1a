import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { createMessage } from './create-message.ts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('messages of a conversation', () => {
  let product: Product
  let desk: Desk
  let inboxId: number
  beforeAll(async () => {
    product = await startProduct()
    desk = await openDesk(product)
    inboxId = await desk.createInbox({ members: [desk.agent] })
  })
  afterAll(() => product.stop())
  beforeEach(() => desk.forgetEvents())

  const open = (columns: Record<string, unknown> = {}) => desk.createConversation({ inboxId, columns })
  const columnsOf = async (id: number) => (await desk.rows('select * from conversations where id = $1', [id]))[0]
  // Delivery to the channel goes on beside: what it tells is not what these tests look at.
  const told = async () => (await desk.events()).filter(({ name }) => name !== 'message.updated')
  const names = async () => (await told()).map(({ name }) => name)
  const write = (displayId: number, body: unknown) =>
    desk.call('POST', `/conversations/${displayId}/messages`, body, desk.agent)
  const receive = (conversationId: number, content = 'Hello') =>
    product.core.orm.em.fork().transactional((em) =>
      createMessage(product.core, em, {
        accountId: desk.account.id,
        conversationId,
        actor: { kind: 'contact', id: 1, name: 'Ana Silva' },
        type: 'incoming',
        content,
        sender: 'contact',
      }),
    )

  it('take what an agent writes and give it back with the client’s own id', async () => {
    const { displayId, id } = await open()

    const { status, body } = await write(displayId, { content: 'Good morning', echo_id: 'abc' })

    expect(status).toBe(200)
    expect(body).toEqual({
      id: expect.any(Number),
      content: 'Good morning',
      inbox_id: inboxId,
      echo_id: 'abc',
      conversation_id: displayId,
      message_type: 1,
      content_type: 'text',
      status: 'sent',
      content_attributes: {},
      created_at: expect.any(Number),
      private: false,
      source_id: null,
      sender: {
        id: desk.agent.user.id,
        name: 'Alan Agent',
        available_name: 'Alan Agent',
        avatar_url: '',
        type: 'user',
        availability_status: 'offline',
        thumbnail: '',
      },
    })
    expect((await told())[0]).toEqual({
      name: 'message.created',
      subject_id: body.id,
      queue_key: `conversation:${id}`,
      payload: { messageId: body.id, conversationId: id, inboxId, echoId: 'abc' },
    })
  })

  describe('move the clocks of their conversation', () => {
    it('the first answer of a person is kept, and waiting ends', async () => {
      const { displayId, id } = await open({ waiting_since: new Date(Date.now() - 60_000) })

      await write(displayId, { content: 'Hi' })
      const first = await columnsOf(id)
      await write(displayId, { content: 'Again' })
      const second = await columnsOf(id)

      expect(first).toMatchObject({ waiting_since: null, first_reply_created_at: expect.any(Date) })
      expect(first?.last_activity_at).toEqual(first?.first_reply_created_at)
      expect(second?.first_reply_created_at).toEqual(first?.first_reply_created_at)
      expect(await names()).toEqual([
        'message.created',
        'message.firstReply',
        'conversation.updated',
        'message.created',
      ])
      const [, reply] = await told()
      expect(reply?.payload.waitedSeconds).toBeCloseTo(60, -1)
    })

    it('a customer waits from the first message that has no answer', async () => {
      const { displayId, id } = await open()

      await receive(id)
      const waiting = await columnsOf(id)
      await receive(id)
      const still = await columnsOf(id)
      await write(displayId, { content: 'first answer' })
      await receive(id)
      await desk.forgetEvents()
      await write(displayId, { content: 'second answer' })

      expect(waiting?.waiting_since).toEqual(waiting?.last_activity_at)
      expect(still?.waiting_since).toEqual(waiting?.waiting_since)
      expect(await columnsOf(id)).toMatchObject({ waiting_since: null })
      expect(await names()).toEqual(['message.created', 'message.reply', 'conversation.updated'])
    })

    it('a private note answers nobody', async () => {
      const { displayId, id } = await open({ waiting_since: new Date() })

      const { body } = await write(displayId, { content: 'Check this', private: true })

      expect(body.private).toBe(true)
      expect(await columnsOf(id)).toMatchObject({ waiting_since: expect.any(Date), first_reply_created_at: null })
      expect(await names()).toEqual(['message.created'])
    })

    it('an automation answers nobody either', async () => {
      const { displayId, id } = await open({ waiting_since: new Date() })

      await write(displayId, { content: 'Soon', content_attributes: { automation_rule_id: 3 } })

      expect(await columnsOf(id)).toMatchObject({ waiting_since: expect.any(Date), first_reply_created_at: null })
    })
  })

  describe('reopen', () => {
    it.each([
      ['resolved', 1],
      ['snoozed', 3],
    ])('a %s conversation when the customer writes', async (from, status) => {
      const { id } = await open({ status, snoozed_until: status === 3 ? new Date(Date.now() + 1e6) : null })

      await receive(id)

      expect(await columnsOf(id)).toMatchObject({ status: 0, snoozed_until: null, waiting_since: expect.any(Date) })
      expect((await told()).map(({ name, payload }) => [name, payload.from])).toEqual([
        ['conversation.statusChanged', from],
        ['message.created', undefined],
        ['conversation.updated', undefined],
        ['message.created', undefined],
      ])
      expect(
        await desk.rows('select content from messages where conversation_id = $1 and message_type = 2', [id]),
      ).toEqual([{ content: expect.stringContaining('new incoming message') }])
    })

    it('nothing of a muted customer, whose message is kept', async () => {
      const contactId = await desk.createContact({ blocked: true })
      const { id } = await desk.createConversation({ inboxId, contactId, columns: { status: 1 } })

      await receive(id)

      expect(await columnsOf(id)).toMatchObject({ status: 1, waiting_since: null })
      expect(await names()).toEqual(['message.created'])
    })

    it('nothing when an agent writes', async () => {
      const { displayId, id } = await open({ status: 1 })

      await write(displayId, { content: 'Thank you' })

      expect(await columnsOf(id)).toMatchObject({ status: 1 })
    })
  })

  it('answer another message of the same conversation, and only of that', async () => {
    const { displayId, id } = await open()
    const target = await desk.createMessage(id, { source_id: 'wamid.77' })
    const elsewhere = await desk.createMessage((await open()).id)

    const reply = await write(displayId, { content: 'Yes', content_attributes: { in_reply_to: target, other: 1 } })
    const stray = await write(displayId, {
      content: 'Yes',
      content_attributes: JSON.stringify({ in_reply_to: elsewhere }),
    })

    expect(reply.body.content_attributes).toEqual({ in_reply_to: target, in_reply_to_external_id: 'wamid.77' })
    expect(stray.body.content_attributes).toEqual({ in_reply_to: null, in_reply_to_external_id: null })
  })

  it('carry files, whose kind is what they are and not what they claim', async () => {
    const { displayId } = await open()
    const form = new FormData()
    form.append('content', 'See')
    form.append('attachments[]', new Blob([pixel], { type: 'image/png' }), 'photo.png')
    form.append('attachments[]', new Blob(['<html><script>1</script>'], { type: 'image/png' }), 'trick.png')

    const { status, body } = await write(displayId, form)
    const listed = await desk.call('GET', `/conversations/${displayId}/attachments`)

    expect(status).toBe(200)
    expect(body.attachments).toEqual([
      {
        id: expect.any(Number),
        message_id: body.id,
        file_type: 'image',
        account_id: desk.account.id,
        extension: 'png',
        data_url: expect.stringMatching(/^http/),
        thumb_url: expect.stringMatching(/^http/),
        file_size: pixel.length,
        width: 1,
        height: 1,
      },
      expect.objectContaining({ file_type: 'file', thumb_url: '' }),
    ])
    expect(Buffer.from(await (await fetch(body.attachments[0].data_url)).arrayBuffer())).toEqual(pixel)
    expect(listed.body).toMatchObject({
      meta: { total_count: 2 },
      payload: [
        { message_id: body.id, file_type: 'file', sender: { id: desk.agent.user.id } },
        { message_id: body.id, file_type: 'image', width: 1 },
      ],
    })
  })

  it('carry files that were uploaded before, of the own account only', async () => {
    const { displayId } = await open()
    const em = product.core.orm.em.fork()
    const store = (accountId: number) =>
      product.core.files.store(em, {
        accountId,
        filename: 'note.txt',
        contentType: 'text/plain',
        source: Buffer.from('hello'),
      })
    const mine = product.core.files.signedId(await store(desk.account.id))
    const theirs = product.core.files.signedId(await store((await openDesk(product, 'Other')).account.id))

    expect((await write(displayId, { attachments: [mine] })).body.attachments).toMatchObject([{ file_type: 'file' }])
    expect((await write(displayId, { attachments: [theirs] })).status).toBe(422)
    expect((await write(displayId, { attachments: ['rubbish'] })).status).toBe(422)
    expect((await write(displayId, { attachments: Array(16).fill(mine) })).status).toBe(422)
  })

  it('fill in what is known of customer and agent', async () => {
    const contactId = await desk.createContact({ name: 'ana silva', custom_attributes: { plan: 'gold' } })
    const { displayId } = await desk.createConversation({ inboxId, contactId })

    const { body } = await write(displayId, {
      content:
        'Hi {{contact.first_name}}, {{ contact.custom_attribute.plan | upcase }} {{contact.nope | default: "none"}} `{{contact.name}}` {{agent.available_name}} {{ broken',
    })

    expect(body.content).toBe('Hi Ana, GOLD none `{{contact.name}}` Alan Agent {{ broken')
  })

  it('are handed to the channel when the customer is to read them', async () => {
    const { displayId, id } = await open()
    const waiting = async () => {
      await product.core.dispatcher.settle()
      const sent = await desk.rows(`select id from messages where conversation_id = $1 and source_id is not null`, [id])
      return sent.length
    }

    await write(displayId, { content: 'note', private: true })
    expect(await waiting()).toBe(0)
    const { body } = await write(displayId, { content: 'Hello' })

    await expect
      .poll(async () => (await desk.rows('select status, source_id from messages where id = $1', [body.id]))[0])
      .not.toEqual({
        status: 0,
        source_id: null,
      })
  })

  it('are listed in ascending order by cursors', async () => {
    const { displayId, id } = await open({ labels: ['billing'] })
    const ids: number[] = []
    for (let count = 0; count < 25; count += 1) ids.push(await desk.createMessage(id, { content: `${count}` }))
    const list = async (search: string) =>
      (await desk.call('GET', `/conversations/${displayId}/messages${search}`)).body.payload.map(
        (m: { id: number }) => m.id,
      )

    const { body } = await desk.call('GET', `/conversations/${displayId}/messages`)

    expect(body.meta).toEqual({
      labels: ['billing'],
      additional_attributes: {},
      contact: expect.objectContaining({ type: 'contact', name: 'Ana Silva' }),
      agent_last_seen_at: null,
      assignee_last_seen_at: null,
    })
    expect(body.payload.map((m: { id: number }) => m.id)).toEqual(ids.slice(5))
    expect(await list(`?before=${ids[5]}`)).toEqual(ids.slice(0, 5))
    expect(await list(`?after=${ids[20]}`)).toEqual(ids.slice(21))
    expect(await list(`?after=${ids[3]}&before=${ids[6]}`)).toEqual(ids.slice(3, 6))
    expect(await list('?before=zero')).toEqual(ids.slice(5))
  })

  it('are emptied by deletion, files included', async () => {
    const { displayId } = await open()
    const form = new FormData()
    form.append('attachments[]', new Blob([pixel], { type: 'image/png' }), 'photo.png')
    const { body: message } = await write(displayId, form)
    await desk.forgetEvents()

    const { body } = await desk.call('DELETE', `/conversations/${displayId}/messages/${message.id}`)

    expect(body).toMatchObject({
      id: message.id,
      content: 'This message was deleted',
      content_type: 'text',
      content_attributes: { deleted: true },
    })
    expect(body).not.toHaveProperty('attachments')
    expect(await names()).toEqual(['message.deleted'])
    await expect.poll(async () => (await fetch(message.attachments[0].data_url)).status).toBe(404)
  })

  it('are tried again after a failure', async () => {
    const { displayId, id } = await open()
    const messageId = await desk.createMessage(id, {
      message_type: 1,
      status: 3,
      private: true,
      content_attributes: { external_error: '131026: not on WhatsApp' },
    })

    const { body } = await desk.call('POST', `/conversations/${displayId}/messages/${messageId}/retry`)

    expect(body).toMatchObject({ status: 'sent', content_attributes: {} })
    const updated = (await desk.events()).find(({ subject_id }) => subject_id === messageId)
    expect(updated?.payload.changes).toEqual({
      status: ['failed', 'sent'],
      content_attributes: [{ external_error: '131026: not on WhatsApp' }, {}],
    })
  })

  it('stop at two hundred a minute', async () => {
    const { displayId, id } = await open()
    await desk.rows(
      `insert into messages (account_id, inbox_id, conversation_id, message_type, content)
       select $1, $2, $3, 2, 'line' from generate_series(1, 200)`,
      [desk.account.id, inboxId, id],
    )

    expect(await write(displayId, { content: 'one more' })).toEqual({
      status: 422,
      body: { message: 'Too many messages', attributes: ['base'] },
    })
  })

  it.each([
    ['a text that is too long', { content: 'x'.repeat(150_001) }],
    ['an incoming message where only the channel brings them', { content: 'x', message_type: 'incoming' }],
    ['an unknown type', { content: 'x', message_type: 'activity' }],
    ['an unknown content type', { content: 'x', content_type: 'video' }],
    ['a content that is an object', { content: { a: 1 } }],
    ['choices without choices', { content: 'x', content_type: 'input_select', content_attributes: { items: [] } }],
    [
      'choices with foreign keys',
      { content_type: 'input_select', content_attributes: { items: [{ title: 'a', x: 1 }] } },
    ],
    ['cards without actions', { content_type: 'cards', content_attributes: { items: [{ title: 'a' }] } }],
    ['an address that is none', { content: 'x', cc_emails: 'a@b.test, nobody' }],
    ['a template without a name', { content: 'x', template_params: { language: 'en' } }],
    ['template values that are a list', { content: 'x', template_params: { name: 'a', processed_params: [1] } }],
    ['attachments that are numbers', { attachments: [1, { a: 2 }] }],
  ])('refuse %s, and nothing is stored', async (_, body) => {
    const { displayId, id } = await open()

    const answer = await write(displayId, body)

    expect(answer.status).toBe(422)
    expect(answer.body.error ?? answer.body.message).toEqual(expect.any(String))
    expect(await desk.rows('select from messages where conversation_id = $1', [id])).toEqual([])
    expect(await names()).toEqual([])
  })

  it('keep template values for the channel', async () => {
    const { displayId } = await open()
    const template_params = { name: 'autumn', language: 'en', processed_params: { body: { 1: 'Hi {{contact.name}}' } } }

    const { body } = await write(displayId, { content: 'Autumn', template_params })

    const [stored] = await desk.rows<{ additional_attributes: object }>(
      'select additional_attributes from messages where id = $1',
      [body.id],
    )
    expect(stored?.additional_attributes).toEqual({
      template_params: { name: 'autumn', language: 'en', processed_params: { body: { 1: 'Hi Ana Silva' } } },
    })
  })

  it('are never stored twice under one source id', async () => {
    const { displayId } = await open()

    const first = await write(displayId, { content: 'x', source_id: 'same' })
    const second = await write(displayId, { content: 'x', source_id: 'same' })

    expect([first.status, second.status]).toEqual([200, 422])
  })

  it('of other inboxes are forbidden, of other accounts not there', async () => {
    const hidden = await desk.createConversation()
    const stranger = await openDesk(product, 'Other')
    const theirs = await stranger.createConversation({ columns: { display_id: 7_777 } })
    const theirMessage = await stranger.createMessage(theirs.id)
    const { displayId, id } = await open()
    const ours = await desk.createMessage(id)

    expect((await write(hidden.displayId, { content: 'x' })).status).toBe(401)
    expect((await desk.call('GET', `/conversations/${hidden.displayId}/messages`, undefined, desk.agent)).status).toBe(
      401,
    )
    expect((await write(7_777, { content: 'x' })).status).toBe(404)
    expect((await desk.call('DELETE', `/conversations/${displayId}/messages/${theirMessage}`)).status).toBe(404)
    expect((await desk.call('PATCH', `/conversations/${displayId}/messages/${ours}`, { status: 'read' })).status).toBe(
      403,
    )
  })

  it('of one conversation are written one after another, however many come at once', async () => {
    const { displayId, id } = await open({ waiting_since: new Date() })

    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => write(displayId, { content: `${n}` })))

    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
    const times = await desk.rows<{ created_at: Date }>(
      'select created_at from messages where conversation_id = $1 order by id',
      [id],
    )
    expect(times).toEqual(times.toSorted((a, b) => a.created_at.getTime() - b.created_at.getTime()))
    expect((await names()).filter((name) => name === 'message.firstReply')).toHaveLength(1)
  })
})
