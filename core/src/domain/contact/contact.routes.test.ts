import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'

describe('contacts', () => {
  let product: Product
  let desk: Desk
  beforeAll(async () => {
    product = await startProduct()
  })
  beforeEach(async () => {
    desk = await openDesk(product)
  })
  afterAll(() => product.stop())

  const create = async (body: object) => (await desk.call('POST', '/contacts', body)).body.payload.contact

  it('are created with the contract’s shape, normalised, and told', async () => {
    const { status, body } = await desk.call('POST', '/contacts', {
      name: ' Joe ',
      email: 'JOE@x.test',
      phone_number: '+15550100',
      identifier: 'crm-5',
      additional_attributes: { city: 'Pune', country: 'India' },
      custom_attributes: { plan: 'pro' },
    })

    expect(status).toBe(200)
    expect(body).toEqual({
      payload: {
        contact: {
          additional_attributes: { city: 'Pune', country: 'India' },
          availability_status: 'offline',
          email: 'joe@x.test',
          id: expect.any(Number),
          name: 'Joe',
          phone_number: '+15550100',
          blocked: false,
          identifier: 'crm-5',
          thumbnail: '',
          custom_attributes: { plan: 'pro' },
          created_at: expect.any(Number),
          contact_inboxes: [],
        },
        contact_inbox: { inbox: null, source_id: null },
      },
    })
    expect((await desk.events()).map(({ name }) => name)).toEqual(['contact.created'])
    expect(await desk.rows('select location, country_code, contact_type from contacts')).toContainEqual({
      location: 'Pune',
      country_code: 'India',
      contact_type: 1,
    })
  })

  it('are known to an inbox at once where the request names one', async () => {
    const inboxId = await desk.createInbox({ type: 'Channel::Whatsapp' })

    const { body } = await desk.call('POST', '/contacts', {
      name: 'Ana',
      phone_number: '+4915550100',
      inbox_id: inboxId,
    })

    expect(body.payload.contact_inbox).toMatchObject({ inbox: { id: inboxId, name: 'Shop' }, source_id: '4915550100' })
    expect(body.payload.contact.contact_inboxes).toEqual([
      {
        source_id: '4915550100',
        inbox: expect.objectContaining({
          id: inboxId,
          channel_type: 'Channel::Whatsapp',
          provider: null,
          avatar_url: '',
        }),
      },
    ])
  })

  it.each([
    ['an e-mail that is none', { email: 'nobody' }, ['email']],
    ['a phone without country code', { phone_number: '0301234' }, ['phone_number']],
    ['a name that is an object', { name: {} }, ['name']],
    ['attributes that are a list', { custom_attributes: [1, 2] }, ['custom_attributes']],
  ])('refuse %s and store nothing', async (_, body, attributes) => {
    const answer = await desk.call('POST', '/contacts', body)

    expect(answer).toMatchObject({ status: 422, body: { message: expect.any(String), attributes } })
    expect(await desk.rows('select from contacts where account_id = $1', [desk.account.id])).toEqual([])
  })

  it('refuse an e-mail, phone or identifier that another contact of the account has', async () => {
    await create({ name: 'Joe', email: 'joe@x.test', phone_number: '+15550100', identifier: 'a' })

    const answer = await desk.call('POST', '/contacts', {
      email: 'Joe@X.test',
      phone_number: '+15550100',
      identifier: 'a',
    })

    expect(answer).toEqual({
      status: 422,
      body: {
        message: 'Email has already been taken, Phone number has already been taken, Identifier has already been taken',
        attributes: ['email', 'phone_number', 'identifier'],
      },
    })
  })

  it('merge attributes one level deep, and drop the named ones', async () => {
    const { id } = await create({ name: 'Joe', email: 'j@x.test', custom_attributes: { plan: 'pro', seats: 3 } })

    const updated = await desk.call('PATCH', `/contacts/${id}`, { custom_attributes: { plan: 'free' } })
    const dropped = await desk.call('POST', `/contacts/${id}/destroy_custom_attributes`, {
      custom_attributes: ['plan'],
    })

    expect(updated.body.payload.custom_attributes).toEqual({ plan: 'free', seats: 3 })
    expect(dropped.body.payload.custom_attributes).toEqual({ seats: 3 })
    expect((await desk.events()).map(({ name, payload }) => [name, payload.changes])).toEqual([
      ['contact.created', undefined],
      [
        'contact.updated',
        {
          custom_attributes: [
            { plan: 'pro', seats: 3 },
            { plan: 'free', seats: 3 },
          ],
        },
      ],
      ['contact.updated', { custom_attributes: [{ plan: 'free', seats: 3 }, { seats: 3 }] }],
    ])
  })

  it('are listed fifteen a page, sorted, without those nobody could reach', async () => {
    for (let count = 0; count < 17; count += 1)
      await desk.createContact({ name: `Contact ${String(count).padStart(2, '0')}`, email: `c${count}@x.test` })
    await desk.createContact({ name: 'Unreachable', email: null })

    const first = await desk.call('GET', '/contacts?sort=-name')
    const second = await desk.call('GET', '/contacts?sort=-name&page=2&include_contact_inboxes=false')

    expect(first.body.meta).toEqual({ count: 17, current_page: 1 })
    expect(first.body.payload).toHaveLength(15)
    expect(first.body.payload[0].name).toBe('Contact 16')
    expect(second.body.meta).toEqual({ count: 17, current_page: 2 })
    expect(second.body.payload.map(({ name }: { name: string }) => name)).toEqual(['Contact 01', 'Contact 00'])
    expect(second.body.payload[0]).not.toHaveProperty('contact_inboxes')
  })

  it('are found by a part of what is known of them', async () => {
    await create({
      name: 'Joe',
      email: 'joe@x.test',
      identifier: 'CRM-5',
      additional_attributes: { company_name: 'Umbrella' },
    })
    await create({ name: '100% Ana', email: 'ana@x.test' })
    const found = async (q: string) =>
      (await desk.call('GET', `/contacts/search?q=${encodeURIComponent(q)}`)).body.payload.map(
        ({ name }: { name: string }) => name,
      )

    expect(await found('JOE@')).toEqual(['Joe'])
    expect(await found('umbrel')).toEqual(['Joe'])
    expect(await found('crm-5')).toEqual([])
    expect(await found('%')).toEqual(['100% Ana'])
    expect(await desk.call('GET', '/contacts/search')).toEqual({
      status: 422,
      body: { error: 'Specify search string with parameter q' },
    })
  })

  it('are filtered by conditions', async () => {
    await create({
      name: 'Joe',
      email: 'joe@x.test',
      phone_number: '+15550100',
      additional_attributes: { city: 'Pune' },
    })
    await create({ name: 'Ana', email: 'ana@x.test', blocked: true })
    const filter = async (...payload: object[]) => {
      const { body } = await desk.call('POST', '/contacts/filter', { payload })
      return body.payload?.map(({ name }: { name: string }) => name) ?? body
    }

    expect(await filter({ attribute_key: 'phone_number', filter_operator: 'equal_to', values: ['15550100'] })).toEqual([
      'Joe',
    ])
    expect(await filter({ attribute_key: 'city', filter_operator: 'contains', values: ['pun'] })).toEqual(['Joe'])
    expect(await filter({ attribute_key: 'blocked', filter_operator: 'equal_to', values: ['true'] })).toEqual(['Ana'])
    expect(
      await filter({ attribute_key: 'created_at', filter_operator: 'is_greater_than', values: ['2030-01-01'] }),
    ).toEqual([])
    expect(await filter({ attribute_key: 'nope', filter_operator: 'equal_to', values: ['x'] })).toEqual({
      error: expect.stringContaining('[nope]'),
    })
  })

  it('keep their labels, replaced as a whole', async () => {
    const id = await desk.createContact()

    const set = await desk.call('POST', `/contacts/${id}/labels`, { labels: ['VIP', 'new', 'vip'] })

    expect(set.body).toEqual({ payload: ['vip', 'new'] })
    expect((await desk.call('GET', `/contacts/${id}/labels`)).body).toEqual({ payload: ['vip', 'new'] })
    expect((await desk.call('GET', '/contacts?labels[]=vip')).body.meta.count).toBe(1)
  })

  it('show the conversations that the caller may see', async () => {
    const contactId = await desk.createContact()
    const mine = await desk.createConversation({
      contactId,
      inboxId: await desk.createInbox({ members: [desk.agent] }),
    })
    await desk.createConversation({ contactId })

    const seen = await desk.call('GET', `/contacts/${contactId}/conversations`, undefined, desk.agent)
    const all = await desk.call('GET', `/contacts/${contactId}/conversations`)

    expect(seen.body.payload.map(({ id }: { id: number }) => id)).toEqual([mine.displayId])
    expect(all.body.payload).toHaveLength(2)
  })

  it('can be reached through the inboxes that have an address for them', async () => {
    await desk.createInbox({ type: 'Channel::Whatsapp' })
    const api = await desk.createInbox({ type: 'Channel::Test' })
    await desk.createInbox({ type: 'Channel::Telegram' })
    const id = await desk.createContact({ phone_number: null })

    const { body } = await desk.call('GET', `/contacts/${id}/contactable_inboxes`)

    expect(body).toEqual({ payload: [{ inbox: expect.objectContaining({ id: api }), source_id: expect.any(String) }] })
  })

  it('get an id in an inbox once, and are found by it', async () => {
    const inboxId = await desk.createInbox()
    const id = await desk.createContact()
    const path = `/contacts/${id}/contact_inboxes`

    const first = await desk.call('POST', path, { inbox_id: inboxId, source_id: 'ana-1' })
    const again = await desk.call('POST', path, { inbox_id: inboxId, source_id: 'ana-1' })
    const found = await desk.call('POST', '/contact_inboxes/filter', { inbox_id: inboxId, source_id: 'ana-1' })

    expect(first).toMatchObject({ status: 200, body: { source_id: 'ana-1', inbox: { id: inboxId } } })
    expect(again).toEqual(first)
    expect(found.body).toMatchObject({ id, contact_inboxes: [{ source_id: 'ana-1' }] })
    expect(await desk.call('POST', '/contact_inboxes/filter', { inbox_id: inboxId, source_id: 'x' })).toEqual({
      status: 404,
      body: undefined,
    })
  })

  it('keep an id to themselves, except where it is an address', async () => {
    const shop = await desk.createInbox()
    const whatsapp = await desk.createInbox({ type: 'Channel::Whatsapp' })
    const [first, second] = [await desk.createContact(), await desk.createContact()]
    const take = (id: number, inbox_id: number, source_id: string) =>
      desk.call('POST', `/contacts/${id}/contact_inboxes`, { inbox_id, source_id })
    await take(first, shop, 'same')
    await take(first, whatsapp, '49155')

    expect(await take(second, shop, 'same')).toEqual({ status: 422, body: { error: 'source_id should be unique' } })
    expect((await take(second, whatsapp, '49155')).status).toBe(200)
    expect((await take(second, whatsapp, '+49')).status).toBe(422)
  })

  it('take a picture and lose it again', async () => {
    const id = await desk.createContact()
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const form = new FormData()
    form.append('avatar', new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' }), 'me.png')
    const page = new FormData()
    page.append('avatar', new Blob(['<script>alert(1)</script>'], { type: 'image/png' }), 'me.png')

    const set = await desk.call('PATCH', `/contacts/${id}`, form)
    const refused = await desk.call('PATCH', `/contacts/${id}`, page)
    const removed = await desk.call('DELETE', `/contacts/${id}/avatar`)

    expect(set.body.payload.thumbnail).toMatch(/^http.*\/rails\/active_storage\//)
    expect(refused.status).toBe(422)
    expect(removed.body.payload).toMatchObject({ id, thumbnail: '' })
    expect(removed.body.payload).not.toHaveProperty('contact_inboxes')
  })

  it('are deleted by administrators with everything they wrote', async () => {
    const { id, contactId } = await desk.createConversation()
    await desk.createMessage(id)
    await desk.forgetEvents()

    expect((await desk.call('DELETE', `/contacts/${contactId}`, undefined, desk.agent)).status).toBe(401)
    expect(await desk.call('DELETE', `/contacts/${contactId}`)).toEqual({ status: 200, body: undefined })
    expect((await desk.call('GET', `/contacts/${contactId}`)).status).toBe(404)
    expect((await desk.events()).map(({ name }) => name)).toEqual(['contact.deleted'])
  })

  it('become one by a merge that loses nothing', async () => {
    const base = await create({ name: 'Ana', custom_attributes: { plan: '', tier: { a: 1 } } })
    const mergee = await create({
      name: 'A. Silva',
      email: 'ana@x.test',
      phone_number: '+15550100',
      custom_attributes: { plan: 'pro', seats: 2, tier: { a: 9, b: 2 } },
    })
    const { id } = await desk.createConversation({ contactId: mergee.id })
    const messageId = await desk.createMessage(id, { sender_type: 'Contact', sender_id: mergee.id })
    await desk.forgetEvents()

    const { body } = await desk.call('POST', '/actions/contact_merge', {
      base_contact_id: base.id,
      mergee_contact_id: mergee.id,
    })

    expect(body).toMatchObject({
      id: base.id,
      name: 'Ana',
      email: 'ana@x.test',
      phone_number: '+15550100',
      custom_attributes: { plan: '', seats: 2, tier: { a: 1, b: 2 } },
      contact_inboxes: [expect.anything()],
    })
    expect((await desk.call('GET', `/contacts/${mergee.id}`)).status).toBe(404)
    expect(await desk.rows('select contact_id from conversations where id = $1', [id])).toEqual([
      { contact_id: base.id },
    ])
    expect(await desk.rows('select sender_id from messages where id = $1', [messageId])).toEqual([
      { sender_id: base.id },
    ])
    expect((await desk.events()).map(({ name }) => name)).toEqual([
      'conversation.contactChanged',
      'contact.deleted',
      'contact.merged',
      'contact.updated',
    ])
  })

  it('merge with themselves into what they are', async () => {
    const { id } = await create({ name: 'Ana', email: 'a@x.test' })
    await desk.forgetEvents()

    const { status, body } = await desk.call('POST', '/actions/contact_merge', {
      base_contact_id: id,
      mergee_contact_id: id,
    })

    expect([status, body.id]).toEqual([200, id])
    expect(await desk.events()).toEqual([])
  })

  it('of another account do not exist', async () => {
    const stranger = await openDesk(product, 'Other')
    const theirs = await stranger.createContact()
    const mine = await desk.createContact()
    const inboxId = await stranger.createInbox()
    const calls: [string, string, unknown?][] = [
      ['GET', `/contacts/${theirs}`],
      ['PATCH', `/contacts/${theirs}`, { name: 'x' }],
      ['DELETE', `/contacts/${theirs}`],
      ['GET', `/contacts/${theirs}/conversations`],
      ['GET', `/contacts/${theirs}/labels`],
      ['POST', `/contacts/${theirs}/labels`, { labels: ['x'] }],
      ['GET', `/contacts/${theirs}/contactable_inboxes`],
      ['POST', `/contacts/${mine}/contact_inboxes`, { inbox_id: inboxId }],
      ['POST', '/actions/contact_merge', { base_contact_id: mine, mergee_contact_id: theirs }],
      ['GET', '/contacts/abc'],
      ['GET', '/contacts/999999999999999'],
    ]

    for (const [method, path, body] of calls)
      expect([path, (await desk.call(method, path, body)).status]).toEqual([path, 404])
  })
})
