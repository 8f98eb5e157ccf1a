import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { caller } from '../../../tests/support/api.ts'
import { type Cable, openCable } from '../../../tests/support/cable.ts'
import { createAccountWithAdministrator, createAgent, password } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { emit } from '../events/emit.ts'

interface Person {
  accountId: number
  userId: number
  room: { pubsub_token: string; account_id: number; user_id: number }
}

describe('/cable', () => {
  let product: Product
  let ada: Person
  let stranger: Person
  const open: Cable[] = []
  beforeAll(async () => {
    product = await startProduct()
    ada = await person()
    stranger = await person()
  })
  afterEach(() => {
    for (const cable of open.splice(0)) cable.close()
  })
  afterAll(() => product.stop())

  async function person(): Promise<Person> {
    const { account, administrator } = await createAccountWithAdministrator(product)
    const room = { pubsub_token: administrator.pubsubToken, account_id: account.id, user_id: administrator.id }
    return { accountId: account.id, userId: administrator.id, room }
  }
  const connect = async () => {
    const cable = await openCable(product.url)
    open.push(cable)
    return cable
  }
  const inRoom = async (room: object) => {
    const cable = await connect()
    const identifier = cable.subscribe(room)
    await cable.frame((frame) => frame.type === 'confirm_subscription' && frame.identifier === identifier)
    return cable
  }
  async function conversationOf({
    accountId,
  }: Person): Promise<{ conversation: number; inbox: number; contact: number; contactToken: string }> {
    const { rows } = await product.core.pool.query(
      `with channel as (insert into channels (account_id, type, identity) values ($1, 'Channel::Test', gen_random_uuid()) returning id),
            inbox as (insert into inboxes (account_id, channel_id, channel_type, name) select $1, id, 'Channel::Test', 'Desk' from channel returning id),
            contact as (insert into contacts (account_id, name) values ($1, 'Ana') returning id),
            link as (insert into contact_inboxes (account_id, contact_id, inbox_id, source_id) select $1, contact.id, inbox.id, 'ana' from contact, inbox returning id, pubsub_token)
       insert into conversations (account_id, display_id, inbox_id, contact_id, contact_inbox_id)
       select $1, nextval('conversations_id_seq') + 1000, inbox.id, contact.id, link.id from inbox, contact, link
       returning id as conversation, inbox_id as inbox, contact_id as contact, (select pubsub_token from link) as "contactToken"`,
      [accountId],
    )
    return rows[0]
  }
  async function write(
    { accountId }: Person,
    thread: { conversation: number; inbox: number },
    columns: { content: string; private?: boolean; type?: number },
  ) {
    const { rows } = await product.core.pool.query(
      'insert into messages (account_id, inbox_id, conversation_id, message_type, content, private) values ($1, $2, $3, $4, $5, $6) returning id',
      [accountId, thread.inbox, thread.conversation, columns.type ?? 1, columns.content, columns.private ?? false],
    )
    const messageId = Number(rows[0].id)
    await emit(product.core.orm.em.fork(), {
      accountId,
      name: 'message.created',
      subjectType: 'message',
      subjectId: messageId,
      payload: { messageId, conversationId: thread.conversation, inboxId: thread.inbox, echoId: `echo-${messageId}` },
      actor: { kind: 'user', id: ada.userId, name: 'Ada' },
      queueKey: `conversation:${thread.conversation}`,
    })
    product.core.dispatcher.wake()
    return messageId
  }

  it('greets with the protocol that clients ask for and pings', async () => {
    const cable = await connect()

    expect(cable.protocol).toBe('actioncable-v1-json')
    expect(cable.frames[0] ?? (await cable.frame(() => true))).toEqual({ type: 'welcome' })
    expect(await cable.frame(({ type }) => type === 'ping')).toEqual({ type: 'ping', message: expect.any(Number) })
  })

  it('tells who is there on subscribing, with the identifier byte for byte', async () => {
    const cable = await connect()
    const identifier = `{"channel":"RoomChannel",  "pubsub_token":"${ada.room.pubsub_token}","account_id":${ada.accountId},"user_id":${ada.userId}}`
    cable.send({ command: 'subscribe', identifier })

    const presence = await cable.frame(({ message }) => message?.event === 'presence.update')

    expect(presence.identifier).toBe(identifier)
    expect(presence.message?.data).toEqual({
      account_id: ada.accountId,
      users: { [ada.userId]: 'online' },
      contacts: {},
    })
  })

  it.each([
    ['a wrong token', () => ({ ...ada.room, pubsub_token: 'nonsense' })],
    ['a token that no database takes', () => ({ ...ada.room, pubsub_token: 'non\0sense' })],
    ['a foreign account', () => ({ ...ada.room, account_id: stranger.accountId })],
    ['somebody else’s user id', () => ({ ...ada.room, user_id: stranger.userId })],
    ['another channel', () => ({ ...ada.room, channel: 'OtherChannel' })],
  ])('refuses %s', async (_, room) => {
    const cable = await connect()
    const identifier = cable.subscribe(room())

    expect(await cable.frame((frame) => frame.identifier === identifier)).toEqual({
      identifier,
      type: 'reject_subscription',
    })
  })

  it.each([
    ['something that is not JSON', 'hello'],
    ['an unknown command', { command: 'dance', identifier: '{}' }],
    ['an identifier that is not a string', { command: 'subscribe', identifier: {} }],
    ['a frame over 16 kB', { command: 'message', identifier: 'x'.repeat(20_000) }],
  ])('hangs up on %s', async (_, frame) => {
    const cable = await connect()
    cable.send(frame)

    await cable.closed

    expect(cable.frames.at(-1)).toEqual({ type: 'disconnect', reason: 'invalid_request', reconnect: false })
  })

  it('refuses more rooms on one socket than anybody shows', async () => {
    const cable = await connect()
    const refused = () => cable.frames.filter(({ type }) => type === 'reject_subscription').length
    // Not faster than a socket may speak.
    for (let count = 1; count <= 33; count += 1) {
      const identifier = cable.subscribe({ ...stranger.room, count })
      await cable.frame((frame) => frame.identifier === identifier)
      if (count % 15 === 0) {
        const pings = cable.frames.filter(({ type }) => type === 'ping').length
        await expect
          .poll(() => cable.frames.filter(({ type }) => type === 'ping').length, { timeout: 8_000 })
          .toBeGreaterThan(pings)
      }
    }

    expect(refused()).toBe(1)
  })

  it('hangs up on a flood', async () => {
    const cable = await connect()
    for (let count = 0; count < 60; count += 1) cable.send({ command: 'message', identifier: '{}' })

    await cable.closed

    expect(cable.frames.at(-1)?.reason).toBe('invalid_request')
  })

  it('brings a message to agents and to the contact, with echo and performer', async () => {
    const thread = await conversationOf(ada)
    const agent = await inRoom(ada.room)
    const contact = await inRoom({ pubsub_token: thread.contactToken })

    const id = await write(ada, thread, { content: 'Hello Ana' })

    const seen = await agent.event('message.created', (data) => data.id === id)
    expect(seen).toMatchObject({
      content: 'Hello Ana',
      account_id: ada.accountId,
      echo_id: `echo-${id}`,
      performer: { id: ada.userId },
    })
    expect(await contact.event('message.created', (data) => data.id === id)).toMatchObject({ content: 'Hello Ana' })
  })

  it('keeps private notes and activity from the contact, and everything from other accounts', async () => {
    const thread = await conversationOf(ada)
    const agent = await inRoom(ada.room)
    const contact = await inRoom({ pubsub_token: thread.contactToken })
    const outsider = await inRoom(stranger.room)

    await write(ada, thread, { content: 'internal', private: true })
    await write(ada, thread, { content: 'assigned', type: 2 })
    const last = await write(ada, thread, { content: 'public' })
    await contact.event('message.created', (data) => data.id === last)
    await agent.event('message.created', (data) => data.id === last)

    const contents = (cable: Cable) =>
      cable.frames.flatMap(({ message }) => (message?.event === 'message.created' ? [message.data.content] : []))
    expect(contents(agent)).toEqual(['internal', 'assigned', 'public'])
    expect(contents(contact)).toEqual(['public'])
    expect(contents(outsider)).toEqual([])
  })

  it('says nothing more to a member who was removed while connected', async () => {
    const thread = await conversationOf(ada)
    const leaver = await inRoom(ada.room)
    const watcher = await inRoom({ pubsub_token: thread.contactToken })

    await product.core.pool.query('delete from account_users where account_id = $1 and user_id = $2', [
      ada.accountId,
      ada.userId,
    ])
    const id = await write(ada, thread, { content: 'after' })
    await watcher.event('message.created', (data) => data.id === id)

    expect(leaver.frames.filter(({ message }) => message?.data.id === id)).toEqual([])
  })

  describe('cuts', () => {
    const remote = { type: 'disconnect', reason: 'remote', reconnect: true }
    const call = (...[method, path, body, headers]: Parameters<ReturnType<typeof caller>>) =>
      caller(product)(method, path, body, headers)
    const colleague = async () => {
      const { account, token } = await createAccountWithAdministrator(product)
      const member = await createAgent(product, account)
      const room = { pubsub_token: member.user.pubsubToken, account_id: account.id, user_id: member.user.id }
      return { ...member, administrator: token, room, cable: await inRoom(room) }
    }
    const signIn = async (email: string) =>
      (await call('POST', '/auth/sign_in', { email, password })).headers.get('authorization') as string

    it('whoever changed the password, and takes the new token alone', async () => {
      const { token, cable, room } = await colleague()
      const change = { password: 'Another-horse-2', current_password: password }

      const { body } = await call('PUT', '/api/v1/profile', { profile: change }, { api_access_token: token })
      await cable.closed

      expect(cable.frames.at(-1)).toEqual(remote)
      const again = await connect()
      const old = again.subscribe(room)
      expect((await again.frame(({ identifier }) => identifier === old)).type).toBe('reject_subscription')
      const fresh = again.subscribe({ ...room, pubsub_token: body.pubsub_token })
      expect((await again.frame(({ identifier }) => identifier === fresh)).type).toBe('confirm_subscription')
    })

    it('a member who was removed, and nobody else', async () => {
      const { account, user, administrator, cable } = await colleague()
      const bystander = await inRoom(stranger.room)

      await call('DELETE', `/api/v1/accounts/${account.id}/agents/${user.id}`, undefined, {
        api_access_token: administrator,
      })
      await cable.closed

      expect(cable.frames.at(-1)).toEqual(remote)
      bystander.send({
        command: 'message',
        identifier: JSON.stringify({ channel: 'RoomChannel', ...stranger.room }),
        data: '{"action":"update_presence"}',
      })
      await bystander.event('presence.update')
      expect(bystander.frames).not.toContainEqual(remote)
    })

    it('the sockets of a user whose last device signed out', async () => {
      const { user, cable } = await colleague()
      const [phone, desk] = [await signIn(user.email), await signIn(user.email)]

      await call('DELETE', '/auth/sign_out', undefined, { authorization: phone })
      const { body } = await call('GET', '/api/v1/profile', undefined, { authorization: desk })
      expect(body.pubsub_token).toBe(user.pubsubToken)
      await call('DELETE', '/auth/sign_out', undefined, { authorization: desk })
      await cable.closed

      expect(cable.frames.at(-1)).toEqual(remote)
    })

    it('sockets that another process holds', async () => {
      const { user, cable } = await colleague()

      await product.core.pool.query(`update users set pubsub_token = 'another' where id = $1`, [user.id])
      await product.core.pool.query(`select pg_notify('cordboard_reconsider', $1)`, [String(user.id)])
      await cable.closed

      expect(cable.frames.at(-1)).toEqual(remote)
    })
  })
})
