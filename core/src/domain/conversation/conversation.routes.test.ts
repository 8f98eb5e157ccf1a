import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { createAgent } from '../../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'

describe('a conversation', () => {
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
  const lines = async (id: number) =>
    (
      await desk.rows<{ content: string }>(
        'select content from messages where conversation_id = $1 and message_type = 2 order by id',
        [id],
      )
    ).map(({ content }) => content)
  const facts = async () =>
    (await desk.events())
      .filter(({ name }) => name !== 'message.created' && name !== 'message.updated')
      .map(({ name, payload }) => ({ name, ...payload }))
  const names = async () => (await facts()).map(({ name }) => name)

  it('is shown with the contract’s shape', async () => {
    const { displayId, id, contactId } = await open({ assignee_id: desk.agent.user.id, labels: ['billing'] })
    const note = await desk.createMessage(id, { message_type: 1, private: true, content: 'note' })
    const activity = await desk.createMessage(id, { message_type: 2, content: 'line' })

    const { status, body } = await desk.call('GET', `/conversations/${displayId}`)

    expect(status).toBe(200)
    expect(body).toEqual({
      meta: {
        sender: expect.objectContaining({ id: contactId, availability_status: 'offline' }),
        channel: 'Channel::Test',
        assignee: expect.objectContaining({ id: desk.agent.user.id, role: 'agent', account_id: desk.account.id }),
        hmac_verified: false,
      },
      id: displayId,
      messages: [expect.objectContaining({ id: activity })],
      account_id: desk.account.id,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      additional_attributes: {},
      agent_last_seen_at: 0,
      assignee_last_seen_at: 0,
      can_reply: true,
      contact_last_seen_at: 0,
      custom_attributes: {},
      inbox_id: inboxId,
      labels: ['billing'],
      muted: false,
      snoozed_until: null,
      status: 'open',
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
      timestamp: expect.any(Number),
      first_reply_created_at: 0,
      unread_count: 0,
      last_non_activity_message: expect.objectContaining({ id: note }),
      last_activity_at: expect.any(Number),
      priority: null,
      waiting_since: 0,
      sla_policy_id: null,
    })
  })

  describe('begins', () => {
    it('with a contact in an inbox, and a first message', async () => {
      const contactId = await desk.createContact()

      const { status, body } = await desk.call(
        'POST',
        '/conversations',
        {
          inbox_id: inboxId,
          contact_id: contactId,
          message: { content: 'Hello' },
          additional_attributes: { referer: 'x' },
        },
        desk.agent,
      )

      expect(status).toBe(200)
      expect(body).toMatchObject({
        id: expect.any(Number),
        status: 'open',
        messages: [{ content: 'Hello', conversation_id: body.id }],
        meta: { sender: { id: contactId } },
        additional_attributes: { referer: null },
        waiting_since: 0,
        first_reply_created_at: expect.any(Number),
      })
      expect((await desk.events()).map(({ name }) => name).slice(0, 2)).toEqual([
        'conversation.created',
        'message.created',
      ])
    })

    it('by the id under which an inbox knows the contact', async () => {
      const { contactId } = await desk.createConversation({ inboxId, sourceId: 'known' })

      const { body } = await desk.call('POST', '/conversations', {
        source_id: 'known',
        status: 'pending',
        assignee_id: desk.agent.user.id,
      })

      expect(body).toMatchObject({
        status: 'pending',
        meta: { sender: { id: contactId }, assignee: { id: desk.agent.user.id } },
      })
      expect(body.waiting_since).toBe(body.created_at)
      expect(await names()).toEqual(['conversation.created', 'assignment.changed', 'conversation.updated'])
    })

    it('only once where the inbox allows one with each contact', async () => {
      const locked = await desk.createInbox({ lock: true })
      const contactId = await desk.createContact()
      const begin = async () =>
        (await desk.call('POST', '/conversations', { inbox_id: locked, contact_id: contactId })).body.id

      const first = await begin()
      await desk.call('POST', `/conversations/${first}/toggle_status`, { status: 'resolved' })

      expect(await begin()).toBe(first)
    })

    it('resolved when the contact is muted', async () => {
      const contactId = await desk.createContact({ blocked: true })

      const { body } = await desk.call('POST', '/conversations', {
        inbox_id: inboxId,
        contact_id: contactId,
        status: 'open',
      })

      expect(body).toMatchObject({ status: 'resolved', waiting_since: 0, muted: true })
    })

    it('with a number of its own, however many begin at once', async () => {
      const contactId = await desk.createContact()
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          desk.call('POST', '/conversations', { inbox_id: inboxId, contact_id: contactId }),
        ),
      )

      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(20)
    })

    it.each([
      ['a source id of another contact', { source_id: 'taken' }, 422],
      ['an unknown status', { status: 'closed' }, 422],
      ['a text of more than 1500 characters in its attributes', { custom_attributes: { a: 'x'.repeat(1501) } }, 422],
      ['an unknown contact', { contact_id: 999_999 }, 404],
      ['an unknown inbox', { inbox_id: 999_999 }, 404],
      ['a message that is refused', { message: { content_type: 'nope' } }, 422],
    ])('not with %s', async (_, body, status) => {
      await desk.rows(
        `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id) values ($1, $2, $3, 'taken') on conflict do nothing`,
        [desk.account.id, await desk.createContact(), inboxId],
      )
      const contactId = await desk.createContact()

      const answer = await desk.call('POST', '/conversations', { inbox_id: inboxId, contact_id: contactId, ...body })

      expect(answer.status).toBe(status)
      expect(await desk.rows('select from conversations where contact_id = $1', [contactId])).toEqual([])
      expect(await names()).toEqual([])
    })

    it('beside others with the same contact, named by the inbox or not', async () => {
      const contactId = await desk.createContact()
      await desk.createConversation({ inboxId, contactId, sourceId: 'busy' })
      const ends = { inbox_id: inboxId, contact_id: contactId }

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          desk.call('POST', '/conversations', n % 2 === 0 ? ends : { ...ends, source_id: 'busy' }),
        ),
      )

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    })

    it('not in an inbox that the agent is no member of', async () => {
      const body = { inbox_id: await desk.createInbox(), contact_id: await desk.createContact() }

      expect((await desk.call('POST', '/conversations', body, desk.agent)).status).toBe(401)
    })
  })

  describe('changes its status', () => {
    it('from open to resolved and back, and tells who did it', async () => {
      const { displayId, id } = await open({ waiting_since: new Date() })
      const toggle = (body: object = {}) => desk.call('POST', `/conversations/${displayId}/toggle_status`, body)

      const resolved = await toggle()
      const waiting = (await columnsOf(id))?.waiting_since
      const opened = await toggle()

      expect(resolved).toEqual({
        status: 200,
        body: {
          meta: {},
          payload: { success: true, conversation_id: displayId, current_status: 'resolved', snoozed_until: null },
        },
      })
      expect(waiting).toBeNull()
      expect(opened.body.payload.current_status).toBe('open')
      expect(await lines(id)).toEqual(['Ada Admin resolved the conversation', 'Ada Admin reopened the conversation'])
      expect(await facts()).toMatchObject([
        { name: 'conversation.statusChanged', from: 'open', to: 'resolved' },
        { name: 'conversation.updated', changes: { status: ['open', 'resolved'] } },
        { name: 'conversation.statusChanged', from: 'resolved', to: 'open' },
        { name: 'conversation.updated', changes: { status: ['resolved', 'open'] } },
      ])
      expect((await columnsOf(id))?.assignee_id).toBeNull()
    })

    it('to snoozed until a time, which is gone with the status', async () => {
      const { displayId, id } = await open()
      const until = 1_893_456_000

      const { body } = await desk.call('POST', `/conversations/${displayId}/toggle_status`, {
        status: 'snoozed',
        snoozed_until: until,
      })
      await desk.call('POST', `/conversations/${displayId}/toggle_status`, { status: 'pending' })

      expect(body.payload).toMatchObject({ current_status: 'snoozed', snoozed_until: '2030-01-01T00:00:00.000Z' })
      expect(await columnsOf(id)).toMatchObject({ status: 2, snoozed_until: null })
    })

    it('and falls to the agent who opens it', async () => {
      const { displayId, id } = await open({ status: 1 })

      await desk.call('POST', `/conversations/${displayId}/toggle_status`, {}, desk.agent)

      expect((await columnsOf(id))?.assignee_id).toBe(desk.agent.user.id)
      expect(await lines(id)).toEqual([
        'Alan Agent reopened the conversation',
        'Alan Agent self-assigned this conversation',
      ])
    })

    it('to no status that there is none of', async () => {
      const { displayId, id } = await open()

      for (const body of [{ status: 'closed' }, { status: { a: 1 } }, { snoozed_until: 'soon', status: 'snoozed' }])
        expect((await desk.call('POST', `/conversations/${displayId}/toggle_status`, body)).status).toBe(422)
      expect(await columnsOf(id)).toMatchObject({ status: 0 })
    })
  })

  it('takes a priority, changes it and loses it', async () => {
    const { displayId, id } = await open()
    const set = (priority: unknown) => desk.call('POST', `/conversations/${displayId}/toggle_priority`, { priority })

    expect(await set('high')).toEqual({ status: 200, body: undefined })
    const changed = await desk.call('PATCH', `/conversations/${displayId}`, { priority: 'urgent' })
    await set(null)

    expect(changed.body.priority).toBe('urgent')
    expect(await lines(id)).toEqual([
      'Ada Admin set the priority to high',
      'Ada Admin changed the priority from high to urgent',
      'Ada Admin removed the priority',
    ])
    expect(await facts()).toMatchObject([
      { name: 'conversation.priorityChanged', from: null, to: 'high' },
      { name: 'conversation.updated', changes: { priority: [null, 'high'] } },
      { name: 'conversation.priorityChanged', from: 'high', to: 'urgent' },
      { name: 'conversation.updated', changes: { priority: ['high', 'urgent'] } },
      { name: 'conversation.priorityChanged', from: 'urgent', to: null },
      { name: 'conversation.updated', changes: { priority: ['urgent', null] } },
    ])
    expect((await set('huge')).status).toBe(422)
  })

  describe('is given', () => {
    const assign = (displayId: number, search: string, body?: object) =>
      desk.call('POST', `/conversations/${displayId}/assignments${search}`, body)

    it('to an agent, who then watches it, and taken away', async () => {
      const { displayId, id } = await open()

      const given = await assign(displayId, '', { assignee_id: desk.agent.user.id })
      const watched = await desk.call('GET', `/conversations/${displayId}/participants`)
      const taken = await assign(displayId, '?assignee_id=0')

      expect(given.body).toMatchObject({ id: desk.agent.user.id, role: 'agent', account_id: desk.account.id })
      expect(watched.body).toMatchObject([{ id: desk.agent.user.id }])
      expect(taken).toEqual({ status: 200, body: null })
      expect(await lines(id)).toEqual(['Ada Admin assigned Alan Agent', 'Ada Admin unassigned the conversation'])
      expect(await facts()).toMatchObject([
        { name: 'assignment.changed', from: null, to: desk.agent.user.id },
        { name: 'conversation.updated', changes: { assignee_id: [null, desk.agent.user.id] } },
        { name: 'assignment.changed', from: desk.agent.user.id, to: null },
        { name: 'conversation.updated' },
      ])
    })

    it('to a team, which unassigns who is not in it', async () => {
      const { displayId, id } = await open({ assignee_id: desk.agent.user.id })
      const [team] = await desk.rows<{ id: number }>(
        `insert into teams (account_id, name) values ($1, 'sales') returning id`,
        [desk.account.id],
      )

      const { body } = await assign(displayId, '', { team_id: team?.id })

      expect(body).toEqual({
        id: team?.id,
        name: 'sales',
        description: null,
        allow_auto_assign: true,
        account_id: desk.account.id,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      })
      expect(await columnsOf(id)).toMatchObject({ assignee_id: null, team_id: team?.id })
      expect(await lines(id)).toEqual(['Ada Admin assigned sales'])
      expect(await names()).toEqual(['assignment.changed', 'team.changed', 'conversation.updated'])
    })

    it('to nobody where nobody has the id', async () => {
      const stranger = await openDesk(product, 'Other')
      const { displayId, id } = await open()

      const answers = [
        await assign(displayId, '', { assignee_id: stranger.agent.user.id }),
        await assign(displayId, '', { team_id: 999_999 }),
        await assign(displayId, '', { assignee_id: null, team_id: 1 }),
        await assign(displayId, ''),
      ]

      expect(answers).toEqual(Array(4).fill({ status: 200, body: null }))
      expect(await columnsOf(id)).toMatchObject({ assignee_id: null, team_id: null })
    })
  })

  it('is filed under labels, replaced as a whole', async () => {
    const { displayId, id } = await open({ labels: ['old'] })

    const { body } = await desk.call('POST', `/conversations/${displayId}/labels`, { labels: ['Billing', 'vip'] })

    expect(body).toEqual({ payload: ['billing', 'vip'] })
    expect((await desk.call('GET', `/conversations/${displayId}/labels`)).body).toEqual(body)
    expect(await lines(id)).toEqual(['Ada Admin added billing, vip', 'Ada Admin removed old'])
    expect(await facts()).toMatchObject([
      { name: 'conversation.labelsChanged', from: ['old'], to: ['billing', 'vip'] },
      { name: 'conversation.updated', changes: { label_list: [['old'], ['billing', 'vip']] } },
    ])
  })

  it('is watched by those who may see it', async () => {
    const { displayId } = await open()
    const outsider = await createAgent(product, desk.account)
    const path = `/conversations/${displayId}/participants`
    const [ada, alan] = [desk.administrator.user.id, desk.agent.user.id]

    const added = await desk.call('POST', path, { user_ids: [alan, outsider.user.id] })
    const again = await desk.call('POST', path, { user_ids: [alan, ada] })
    const replaced = await desk.call('PUT', path, { user_ids: [ada] })
    const left = await desk.call('DELETE', path, { user_ids: [ada] })

    expect(added.body.map(({ id }: { id: number }) => id)).toEqual([alan])
    expect(again.body.map(({ id }: { id: number }) => id)).toEqual([ada])
    expect(replaced.body.map(({ id }: { id: number }) => id)).toEqual([ada])
    expect(left).toEqual({ status: 200, body: undefined })
    expect((await desk.call('GET', path)).body).toEqual([])
  })

  it('is seen, and made unread again', async () => {
    const { displayId, id } = await open({ assignee_id: desk.agent.user.id })
    await desk.createMessage(id)
    await desk.createMessage(id)
    const call = (name: string) => desk.call('POST', `/conversations/${displayId}/${name}`, undefined, desk.agent)

    const seen = await call('update_last_seen')
    const unread = await call('unread')

    expect(seen.body).toMatchObject({ id: displayId, unread_count: 0, agent_last_seen_at: expect.any(Number) })
    expect(seen.body.assignee_last_seen_at).toBeGreaterThan(0)
    expect(unread.body.unread_count).toBe(2)
    expect(unread.body.agent_last_seen_at).toBeLessThan(seen.body.agent_last_seen_at + 1)
    expect(await names()).toEqual([])
  })

  it('is muted with its contact, and heard again', async () => {
    const { displayId, id, contactId } = await open()

    expect(await desk.call('POST', `/conversations/${displayId}/mute`)).toEqual({ status: 200, body: undefined })
    const muted = await desk.call('GET', `/conversations/${displayId}`)
    await desk.call('POST', `/conversations/${displayId}/unmute`)
    const heard = await desk.call('GET', `/conversations/${displayId}`)

    expect(muted.body).toMatchObject({ muted: true, status: 'resolved' })
    expect(heard.body).toMatchObject({ muted: false, status: 'resolved' })
    expect(await lines(id)).toEqual([
      'Ada Admin resolved the conversation',
      'Ada Admin muted the conversation',
      'Ada Admin unmuted the conversation',
    ])
    expect((await facts()).filter(({ name }) => name === 'contact.updated')).toMatchObject([
      { contactId, changes: { blocked: [false, true] } },
      { contactId, changes: { blocked: [true, false] } },
    ])
  })

  it('keeps custom attributes, replaced as a whole', async () => {
    const { displayId } = await open({ custom_attributes: { a: 1, b: 2 } })

    const { body } = await desk.call('POST', `/conversations/${displayId}/custom_attributes`, {
      custom_attributes: { c: 3 },
    })

    expect(body).toEqual({ custom_attributes: { c: 3 } })
    expect((await desk.call('GET', `/conversations/${displayId}`)).body.custom_attributes).toEqual({ c: 3 })
    expect(await facts()).toMatchObject([{ changes: { custom_attributes: [{ a: 1, b: 2 }, { c: 3 }] } }])
  })

  it('keeps a draft until it is sent or dropped', async () => {
    const { displayId } = await open()
    const path = `/conversations/${displayId}/draft_messages`
    const draft = async () => (await desk.call('GET', path)).body

    expect(await draft()).toEqual({ has_draft: false })
    await desk.call('PATCH', path, { draft_message: { message: 'Dear' } })
    await desk.call('PUT', path, { draft_message: { message: 'Dear Ana' } })
    expect(await draft()).toEqual({ has_draft: true, message: 'Dear Ana' })
    await desk.call('DELETE', path)
    expect(await draft()).toEqual({ has_draft: false })
  })

  it('is sent as a letter, without what the customer never saw', async () => {
    const { displayId, id } = await open()
    await desk.createMessage(id, { content: 'Where is my parcel?' })
    await desk.createMessage(id, { content: 'secret', private: true, message_type: 1 })
    const sent: { to: string; text: string }[] = []
    const { send } = product.core.mail
    product.core.mail.send = async (mail) => void sent.push(mail)
    try {
      expect(await desk.call('POST', `/conversations/${displayId}/transcript`)).toEqual({
        status: 422,
        body: { error: 'email param missing' },
      })
      expect(await desk.call('POST', `/conversations/${displayId}/transcript`, { email: 'Ana@x.test' })).toEqual({
        status: 200,
        body: undefined,
      })
      await expect.poll(() => sent).toHaveLength(1)
    } finally {
      product.core.mail.send = send
    }

    expect(sent[0]).toMatchObject({ to: 'ana@x.test', text: expect.stringContaining('Where is my parcel?') })
    expect(sent[0]?.text).not.toContain('secret')
  })

  it('tells others who is typing', async () => {
    const { displayId } = await open()
    const frames: { event: string; streams: readonly string[]; data: Record<string, unknown> }[] = []
    const { publish } = product.core.realtime
    Object.assign(product.core.realtime, { publish: (frame: (typeof frames)[number]) => frames.push(frame) })
    try {
      const path = `/conversations/${displayId}/toggle_typing_status`
      await desk.call('POST', path, { typing_status: 'on' }, desk.agent)
      await desk.call('POST', path, { typing_status: 'off', is_private: true }, desk.agent)
    } finally {
      Object.assign(product.core.realtime, { publish })
    }

    expect(frames).toMatchObject([
      {
        event: 'conversation.typing_on',
        data: { conversation: { id: displayId }, user: { id: desk.agent.user.id, type: 'user' } },
      },
      { event: 'conversation.typing_off', data: { is_private: true } },
    ])
    expect(frames[0]?.streams).toContain(desk.administrator.user.pubsubToken)
    expect(frames[0]?.streams).not.toContain(desk.agent.user.pubsubToken)
    expect(frames[0]?.streams).toHaveLength(2)
    expect(frames[1]?.streams).toHaveLength(1)
  })

  it('is deleted by administrators, with everything in it', async () => {
    const { displayId, id } = await open()
    await desk.createMessage(id)

    expect((await desk.call('DELETE', `/conversations/${displayId}`, undefined, desk.agent)).status).toBe(401)
    expect(await desk.call('DELETE', `/conversations/${displayId}`)).toEqual({ status: 200, body: undefined })

    await expect.poll(() => desk.rows('select from messages where conversation_id = $1', [id])).toEqual([])
    expect((await desk.call('GET', `/conversations/${displayId}`)).status).toBe(404)
    expect(await names()).toEqual(['conversation.deleted'])
  })

  describe('among many', () => {
    it('changes with them, where the caller may see it', async () => {
      const [first, second] = [await open({ labels: ['new'] }), await open({ labels: ['new'] })]
      const hidden = await desk.createConversation()

      const answer = await desk.call(
        'POST',
        '/bulk_actions',
        {
          type: 'Conversation',
          ids: [first.displayId, second.displayId, hidden.displayId],
          fields: { status: 'resolved', assignee_id: desk.agent.user.id },
          labels: { add: ['done'], remove: ['new'] },
        },
        desk.agent,
      )

      expect(answer).toEqual({ status: 200, body: undefined })
      for (const { id } of [first, second])
        await expect
          .poll(() => columnsOf(id))
          .toMatchObject({ status: 1, assignee_id: desk.agent.user.id, labels: ['done'] })
      expect(await columnsOf(hidden.id)).toMatchObject({ status: 0, labels: [] })
      expect(await lines(first.id)).toContain('Alan Agent resolved the conversation')
    })

    it('keeps its status when none is named, and loses its agent when null is', async () => {
      const { displayId, id } = await open({ assignee_id: desk.agent.user.id, status: 2 })

      await desk.call('POST', '/bulk_actions', {
        type: 'Conversation',
        ids: [displayId],
        fields: { status: null, assignee_id: null },
      })

      await expect.poll(() => columnsOf(id)).toMatchObject({ status: 2, assignee_id: null })
    })

    it('is no contact', async () => {
      expect(await desk.call('POST', '/bulk_actions', { type: 'Contact', ids: [1] })).toEqual({
        status: 422,
        body: { success: false },
      })
    })
  })

  it('of another inbox is forbidden, of another account not there', async () => {
    const hidden = await desk.createConversation()
    const stranger = await openDesk(product, 'Other')
    await stranger.createConversation({ columns: { display_id: 8_888 } })
    const calls: [string, string][] = [
      ['GET', ''],
      ['PATCH', ''],
      ['POST', '/toggle_status'],
      ['POST', '/toggle_priority'],
      ['POST', '/toggle_typing_status'],
      ['POST', '/update_last_seen'],
      ['POST', '/unread'],
      ['POST', '/mute'],
      ['POST', '/unmute'],
      ['POST', '/custom_attributes'],
      ['GET', '/attachments'],
      ['POST', '/assignments'],
      ['GET', '/labels'],
      ['POST', '/labels'],
      ['GET', '/participants'],
      ['POST', '/participants'],
      ['GET', '/draft_messages'],
      ['PATCH', '/draft_messages'],
      ['POST', '/transcript'],
      ['GET', '/messages'],
    ]

    for (const [method, path] of calls) {
      const body = method === 'GET' ? undefined : {}
      const inHidden = await desk.call(method, `/conversations/${hidden.displayId}${path}`, body, desk.agent)
      const abroad = await desk.call(method, `/conversations/8888${path}`, body)
      expect([path, inHidden.status, abroad.status]).toEqual([path, 401, 404])
    }
    expect((await desk.call('GET', '/conversations/nope')).status).toBe(404)
    expect((await desk.call('DELETE', '/conversations/8888')).status).toBe(404)
  })
})
