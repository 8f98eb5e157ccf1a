import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sign } from '../server/signature.ts'
import type { SentMessage, SimulatedNumber } from '../simulator/number.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { juniper } from './support/juniper.ts'
import { until } from './support/until.ts'

const appSecret = 'test_app_secret_0123456789'
const address = '/webhooks/whatsapp/+15550104477'
const channel = {
  type: 'whatsapp',
  phone_number: '+15550104477',
  provider: 'whatsapp_cloud',
  provider_config: {
    api_key: juniper.token,
    phone_number_id: juniper.phoneNumberId,
    business_account_id: juniper.businessAccountId,
  },
}

let simulator: Simulator
let number: SimulatedNumber
let here: World
let inboxId: number

beforeAll(async () => {
  simulator = await startSimulator({ appSecret, statuses: { sent: 1, delivered: 2, read: 3 } })
  number = simulator.addNumber(juniper)
  const environment = {
    WHATSAPP_CLOUD_BASE_URL: simulator.url,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'app-level',
  }
  here = await world({ plugin: join(import.meta.dirname, '..'), environment })
  simulator.coreUrl = here.url
})
afterAll(async () => {
  await here?.stop()
  await simulator?.stop()
})
afterEach(() => expect(simulator.takeProblems()).toEqual([]))

const journalled = async () =>
  (await here.rows<{ count: number }>('select count(*)::int as count from inbound_events'))[0]?.count
const conversationOf = async (phone: string) =>
  (await here.conversations()).find((conversation) => conversation.meta.sender.phone_number === phone)
const messagesOf = async (phone: string) => here.messages((await conversationOf(phone)).id)

describe('connecting a number', () => {
  it('refuses what the provider does not confirm, and says what to do', async () => {
    for (const [changes, text] of [
      [{ api_key: 'EAAwrong' }, /does not accept this API key/],
      [{ phone_number_id: '999' }, /does not know this phone number ID/],
      [{ business_account_id: '999' }, /does not know this WhatsApp Business Account ID/],
      [{ phone_number_id: 'abc' }, /Enter the phone number ID/],
    ] as const) {
      const answer = await here.api('POST', '/inboxes', {
        name: 'Shop',
        channel: { ...channel, provider_config: { ...channel.provider_config, ...changes } },
      })
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({ message: expect.stringMatching(text), attributes: ['provider_config'] })
    }
    const mismatch = await here.api('POST', '/inboxes', {
      name: 'Shop',
      channel: { ...channel, phone_number: '+15550109999' },
    })
    expect(mismatch.body.message).toMatch(/belongs to \+15550104477/)
    expect(await here.rows('select 1 from channels')).toEqual([])
  })

  it('shows the callback address and the verify token, and never the key', async () => {
    const inbox = await here.inbox(channel)
    inboxId = inbox.id
    expect(inbox.presented).toMatchObject({
      channel_type: 'Channel::Whatsapp',
      phone_number: '+15550104477',
      provider: 'whatsapp_cloud',
      callback_webhook_url: `${here.url}${address}`,
      reauthorization_required: false,
      provider_config: {
        webhook_verify_token: expect.stringMatching(/^[0-9a-f]{32}$/),
        phone_number_id: juniper.phoneNumberId,
      },
    })
    expect(JSON.stringify(inbox.presented)).not.toContain(juniper.token)
    const asAgent = await here.api('GET', `/inboxes/${inboxId}`, undefined, here.agent.token)
    expect(asAgent.body).not.toHaveProperty('provider_config')
    expect(JSON.stringify(await here.rows('select settings from channels'))).not.toContain(
      inbox.presented.provider_config.webhook_verify_token,
    )
  })

  it('refuses a number that is connected already', async () => {
    expect(await here.api('POST', '/inboxes', { name: 'Again', channel })).toMatchObject({ status: 422 })
  })

  it('changes a key without showing it, and keeps it when a form sends back what it was shown', async () => {
    const { body } = await here.api('GET', `/inboxes/${inboxId}`)
    const changed = await here.api('PATCH', `/inboxes/${inboxId}`, {
      channel: { provider_config: body.provider_config },
    })
    expect(changed.status).toBe(200)
    expect((await here.api('GET', `/inboxes/${inboxId}/health`)).status).toBe(200)
  })
})

describe('the provider’s check of an address', () => {
  const check = (path: string, token: string, mode = 'subscribe') =>
    fetch(`${here.url}${path}?hub.mode=${mode}&hub.challenge=1158201444&hub.verify_token=${token}`)

  it('is answered with the challenge for the right token', async () => {
    const { body } = await here.api('GET', `/inboxes/${inboxId}`)
    for (const [path, token] of [
      [address, body.provider_config.webhook_verify_token],
      ['/webhooks/whatsapp', 'app-level'],
      ['/webhooks/whatsapp/%2B15550104477', body.provider_config.webhook_verify_token],
    ]) {
      const response = await check(path, token)
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('1158201444')
    }
  })

  it('is refused otherwise', async () => {
    for (const response of [
      await check(address, 'wrong'),
      await check('/webhooks/whatsapp/+1999999999', ''),
      await check('/webhooks/whatsapp', 'no'),
      await check('/webhooks/whatsapp', 'app-level', 'other'),
    ]) {
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ error: 'Error; wrong verify token' })
    }
  })
})

describe('a conversation', () => {
  const ana = '+15550109911'

  it('begins with a customer’s message and goes on with the agent’s answer, up to its blue ticks', async () => {
    const customer = number.customer({ waId: '15550109911', name: 'Ana Ruiz' })
    expect(await customer.writes('Hi, is the Juniper 3 in stock?').answer).toBe(200)
    await here.settle()
    const conversation = await conversationOf(ana)
    expect(conversation).toMatchObject({ inbox_id: inboxId, status: 'open', meta: { sender: { name: 'Ana Ruiz' } } })

    await here.replies(conversation.id, 'Yes, in **blue**.')
    await until(async () => (await messagesOf(ana)).at(-1).status === 'read')
    expect(number.sent.at(-1)?.body).toMatchObject({ to: '15550109911', text: { body: 'Yes, in *blue*.' } })
    expect((await messagesOf(ana)).at(-1).source_id).toBe(number.sent.at(-1)?.id)
  })

  it('carries images both ways', async () => {
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const media = simulator.media.add(bytes, 'image/png')
    await number.customer({ waId: '15550109911' }).sendsMedia('image', media, { caption: 'the scratch' }).answer
    await until(async () => (await messagesOf(ana)).at(-1).attachments?.[0]?.data_url)
    const [attachment] = (await messagesOf(ana)).at(-1).attachments
    expect(Buffer.from(await (await fetch(attachment.data_url)).arrayBuffer()).equals(bytes)).toBe(true)

    const form = new FormData()
    form.append('content', 'This one?')
    form.append('attachments[]', new Blob([bytes], { type: 'image/png' }), 'bike.png')
    const { id } = await conversationOf(ana)
    expect((await here.api('POST', `/conversations/${id}/messages`, form)).status).toBe(200)
    await until(() => number.sent.at(-1)?.body.type === 'image')
    const { image } = (number.sent.at(-1) as SentMessage).body as { image: { id: string; caption: string } }
    expect(image.caption).toBe('This one?')
    expect(simulator.media.get(image.id)?.bytes.equals(bytes)).toBe(true)
  })

  it('shows the customer that it was read, and that somebody types', async () => {
    const seen: string[] = []
    const typed: string[] = []
    number.on('seen', (id) => void seen.push(id))
    number.on('typing', (id) => void typed.push(id))
    await number.customer({ waId: '15550109911' }).writes('And how much is it?').answer
    await here.settle()
    const { id } = await conversationOf(ana)
    const { source_id: last } = (await messagesOf(ana)).at(-1)

    expect((await here.api('POST', `/conversations/${id}/update_last_seen`)).status).toBe(200)
    await until(() => seen.includes(last))
    expect(typed).toEqual([])

    await here.api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'on' })
    await until(() => typed.includes(last))
    number.removeAllListeners()
  })

  it('shows neither where receipts are off: WhatsApp marks as read whatever is answered by typing', async () => {
    const shown: string[] = []
    number.on('seen', (id) => void shown.push(id))
    number.on('typing', (id) => void shown.push(id))
    const receipts = (sendReadReceipts: boolean) =>
      here.api('PATCH', '/plugins/channel-whatsapp/settings', { settings: { sendReadReceipts } })
    expect((await receipts(false)).status).toBe(200)
    await number.customer({ waId: '15550109912', name: 'Bea' }).writes('Anybody there?').answer
    await here.settle()
    const { id } = await conversationOf('+15550109912')

    await here.api('POST', `/conversations/${id}/update_last_seen`)
    await here.api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'on' })
    await until(async () => (await here.rows('select from graphile_worker.jobs')).length === 0)

    expect(shown).toEqual([])
    await receipts(true)
    number.removeAllListeners()
  })

  it('keeps a failed message with the provider’s reason', async () => {
    number.script.next('messages', { error: { code: 131026, message: 'Message undeliverable' } })
    await here.replies((await conversationOf(ana)).id, 'Hello?')
    await until(async () => (await messagesOf(ana)).at(-1).status === 'failed')
    expect((await messagesOf(ana)).at(-1).content_attributes.external_error).toBe('131026: Message undeliverable')
  })

  it('keeps a reaction with its message', async () => {
    const target = (await messagesOf(ana)).find(({ source_id }) => number.sent.some(({ id }) => id === source_id))
    await number.customer({ waId: '15550109911' }).reacts(target.source_id, '👍').answer
    await here.settle()
    const now = (await messagesOf(ana)).find(({ id }) => id === target.id)
    expect(now.content_attributes.reactions).toMatchObject([{ emoji: '👍', by: '15550109911' }])
  })

  it('takes the old and the new form of a Brazilian number as one person', async () => {
    await number.customer({ waId: '553198765432', name: 'João' }).writes('Bom dia').answer
    await number.customer({ waId: '5531998765432', name: 'João' }).writes('Tudo bem?').answer
    await here.settle()
    const mine = (await here.conversations()).filter(({ meta }) => meta.sender.name === 'João')
    expect(mine).toHaveLength(1)
    expect((await here.messages(mine[0].id)).filter(({ message_type }) => message_type === 0)).toHaveLength(2)
  })

  it('that nobody answered for a day is not answered with free text', async () => {
    const long = new Date(Date.now() - 25 * 3_600_000)
    await number.customer({ waId: '15550108800', name: 'Teo' }).writes('Hello?', { at: long }).answer
    await here.settle()
    const sent = number.sent.length
    await here.replies((await conversationOf('+15550108800')).id, 'Sorry, we are late')
    await until(async () => (await messagesOf('+15550108800')).at(-1).status === 'failed')
    expect((await messagesOf('+15550108800')).at(-1).content_attributes.external_error).toMatch(/^131047: /)
    expect(number.sent).toHaveLength(sent)
  })
})

describe('webhooks that are not as they should be', () => {
  const body = (id: string, phoneNumberId = juniper.phoneNumberId) =>
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: juniper.businessAccountId,
          changes: [
            {
              field: 'messages',
              value: {
                metadata: { display_phone_number: '15550104477', phone_number_id: phoneNumberId },
                contacts: [{ wa_id: '15550107700', profile: { name: 'Kim' } }],
                messages: [
                  {
                    from: '15550107700',
                    id,
                    timestamp: String(Math.floor(Date.now() / 1000)),
                    type: 'text',
                    text: { body: id },
                  },
                ],
              },
            },
          ],
        },
      ],
    })
  const signed = (given: string | Uint8Array<ArrayBuffer>) => ({ 'x-hub-signature-256': sign(appSecret, given) })
  const texts = async () => (await messagesOf('+15550107700')).map(({ content }) => content)

  it('forged or unsigned ones are refused and leave nothing', async () => {
    const before = await journalled()
    for (const headers of [
      {},
      { 'x-hub-signature-256': sign('another secret', body('forged')) },
      { 'x-hub-signature-256': 'sha256=' },
      { 'x-hub-signature': 'sha1=00' },
    ])
      for (const path of [address, '/webhooks/whatsapp', '/webhooks/whatsapp/+1999999999'])
        expect((await here.receives(path, body('forged'), headers)).status).toBe(401)
    expect(await journalled()).toBe(before)
  })

  it('ones for a number that nobody connected are answered and leave nothing', async () => {
    const before = await journalled()
    const unknown = body('unknown', '999')
    expect((await here.receives('/webhooks/whatsapp/+1999999999', unknown, signed(unknown))).status).toBe(200)
    expect((await here.receives(address, unknown, signed(unknown))).status).toBe(200)
    expect(await journalled()).toBe(before)
  })

  it('repeated ones are stored once', async () => {
    const once = body('once')
    for (const path of [address, address, '/webhooks/whatsapp'])
      expect((await here.receives(path, once, signed(once))).status).toBe(200)
    const regrouped = `${once} `
    expect((await here.receives(address, regrouped, signed(regrouped))).status).toBe(200)
    await here.settle()
    expect(await texts()).toEqual(['once'])
  })

  it.each([
    ['cut off', '{"object":"whatsapp_business_account"'],
    ['empty', ''],
    ['a list', '[]'],
    ['a number', '1'],
    ['not JSON', 'hello'],
  ])('signed ones that are %s get 400', async (_, given) => {
    expect((await here.receives(address, given, signed(given))).status).toBe(400)
  })

  it('large, deep and broken ones never hurt, and lose no neighbour', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const neighbour = body('neighbour')
    const bodies = [
      neighbour.replace('"messages":[', `"messages":[${deep},`),
      body('deep').replace('"text":{', `"referral":${deep},"text":{`),
      body('large').replace('"type":"text"', `"padding":"${'x'.repeat(2 * 1024 * 1024)}","type":"text"`),
      body('nul').replace('"body":"nul"', '"body":"n\\u0000ul\\ud800"'),
      body('typed')
        .replace('"contacts":[', '"contacts":{"a":1},"errors":7,"statuses":"none","other":[')
        .replace('"name":"Kim"', '"name":{"first":1}'),
      body('future').replaceAll('"text"', '"telepathy"'),
    ]
    for (const given of bodies) expect((await here.receives(address, given, signed(given))).status).toBe(200)
    const invalid = Buffer.concat([
      Buffer.from(body('utf8').replace('"body":"utf8"}', '"body":"utf')),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ])
    expect(
      (await here.receives(address, new Uint8Array(invalid), signed(new Uint8Array(invalid)))).status,
    ).toBeLessThan(500)
    await here.settle()
    expect(await texts()).toEqual(expect.arrayContaining(['neighbour', 'deep', 'large', 'nul\ufffd', 'typed']))
    expect(await here.rows('select error from inbound_events where state = 2')).toEqual([])
  })

  it('statuses never go back, whatever their order', async () => {
    const { id } = await conversationOf('+15550107700')
    number.statuses.sent = number.statuses.delivered = number.statuses.read = null
    await here.replies(id, 'Hello Kim')
    await until(() => number.sent.at(-1)?.to === '15550107700')
    const message = number.sent.at(-1)
    if (!message) throw new Error('nothing was sent')
    for (const status of ['read', 'delivered', 'sent', 'failed'] as const)
      await number.report(message, status, { code: 131000, title: 'late' })
    await here.settle()
    expect((await messagesOf('+15550107700')).at(-1).status).toBe('read')
  })
})

describe('while the plugin is off', () => {
  it('messages wait, and are there when it is on again', async () => {
    await here.disable('channel-whatsapp')
    expect(await number.customer({ waId: '15550106600', name: 'Lee' }).writes('Anybody there?').answer).toBe(200)
    expect(await conversationOf('+15550106600')).toBeUndefined()
    await here.enable('channel-whatsapp')
    await until(async () => (await conversationOf('+15550106600')) !== undefined)
  })
})

describe('what else the inbox offers', () => {
  it('tells how the number is, to its people alone', async () => {
    const health = await here.api('GET', `/inboxes/${inboxId}/health`)
    expect(health).toMatchObject({
      status: 200,
      body: { verified_name: 'Juniper Bikes', quality_rating: 'GREEN', business_id: juniper.businessAccountId },
    })
    expect((await here.api('GET', '/inboxes/999999/health')).status).toBe(404)
  })

  it('reads its templates on demand', async () => {
    expect((await here.api('POST', `/inboxes/${inboxId}/sync_templates`, {}, here.agent.token)).status).toBe(401)
    const answer = await here.api('POST', `/inboxes/${inboxId}/sync_templates`, {})
    expect(answer).toMatchObject({ status: 200, body: { message: 'Template sync initiated successfully' } })
    await until(async () => (await here.api('GET', `/inboxes/${inboxId}`)).body.message_templates.length === 3)
  })

  it('asks to connect again when the key died', async () => {
    number.script.next('messages', { error: { code: 190, message: 'Session has expired' }, status: 401 })
    await here.replies((await conversationOf('+15550109911')).id, 'Still there?')
    await until(async () => (await here.api('GET', `/inboxes/${inboxId}`)).body.reauthorization_required === true)
    await here.api('PATCH', `/inboxes/${inboxId}`, { channel: { provider_config: { api_key: juniper.token } } })
    expect((await here.api('GET', `/inboxes/${inboxId}`)).body.reauthorization_required).toBe(false)
  })
})
