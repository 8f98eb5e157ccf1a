import { PermanentError, ReauthorizationError, RetryableError } from '@cordboard/plugin-sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { send } from '../server/send/send.ts'
import { attachment, outbound, startWorld, type World } from './support/world.ts'

let world: World
const scope = { signal: new AbortController().signal }
const deliver = (changes: Parameters<typeof outbound>[0]) => send(outbound(changes), scope, world.sender)
const failure = (changes: Parameters<typeof outbound>[0]) => deliver(changes).catch((error: unknown) => error)
const bodies = () => world.number.sent.map(({ body }) => body)

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.simulator.stop())
beforeEach(() => {
  world.number.sent.length = 0
  world.files.clear()
  for (const key of Object.keys(world.settings)) delete world.settings[key]
})
// Every request above and its answer fit the provider's own description of its API.
afterEach(() => expect(world.simulator.takeProblems()).toEqual([]))

describe('sending text', () => {
  it('goes out in WhatsApp’s markup, and names our message for its statuses', async () => {
    const delivery = await deliver({ content: 'Your **bike** is ready: https://juniper.example' })
    expect(bodies()).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: '15550109911',
        type: 'text',
        text: { body: 'Your *bike* is ready: https://juniper.example', preview_url: true },
        biz_opaque_callback_data: 'msg_4711',
      },
    ])
    expect(delivery).toEqual({ sourceId: world.number.sent[0]?.id, status: 'sent' })
  })

  it('quotes the message it replies to, without the suffix that tells contact cards apart', async () => {
    await deliver({ content: 'Yes', replyToSourceId: 'wamid.abc#2' })
    expect(bodies()).toMatchObject([{ context: { message_id: 'wamid.abc' } }])
  })

  it('reaches people who hide their number', async () => {
    await deliver({ content: 'Hello', to: 'US.13491208655302741918' })
    expect(bodies()).toMatchObject([{ recipient: 'US.13491208655302741918' }])
    expect(bodies()[0]).not.toHaveProperty('to')
  })

  it('is split when it is too long for one message; only the last part stands for the whole', async () => {
    const delivery = await deliver({ content: 'word '.repeat(1700) })
    expect(bodies()).toHaveLength(3)
    expect(bodies().map((body) => body.biz_opaque_callback_data)).toEqual([undefined, undefined, 'msg_4711'])
    expect(delivery.sourceIds).toEqual(world.number.sent.map(({ id }) => id))
  })

  it('fails before any call when nothing is in it', async () => {
    expect(await failure({ content: ' ' })).toMatchObject({ code: 'whatsapp.empty' })
  })
})

describe('the 24-hour window', () => {
  it.each([null, new Date(Date.now() - 24 * 3_600_000 - 1000).toISOString()])(
    'is closed after %s: nothing is sent',
    async (lastIncomingAt) => {
      const error = await failure({ content: 'Hello', lastIncomingAt })
      expect(error).toBeInstanceOf(PermanentError)
      expect(error).toMatchObject({
        code: 'whatsapp.window_closed',
        message: expect.stringMatching(/^131047: .*template/),
      })
      expect(bodies()).toEqual([])
    },
  )

  it('does not concern templates', async () => {
    await deliver({
      lastIncomingAt: null,
      template: { name: 'greeting', language: 'en_US', processedParams: { body: { first_name: 'Ana' } } },
    })
    expect(bodies()).toHaveLength(1)
  })
})

describe('sending files', () => {
  it('uploads an image and sends it with its caption', async () => {
    world.files.set(1, Buffer.from('fake'))
    await deliver({ content: 'The **blue** one', attachments: [attachment()] })
    const [{ image } = {}] = bodies() as { image: { id: string; caption: string } }[]
    expect(image?.caption).toBe('The *blue* one')
    expect(world.simulator.media.get(image?.id ?? '')).toMatchObject({ contentType: 'image/png', filename: 'bike.png' })
    expect(world.simulator.media.get(image?.id ?? '')?.bytes.toString()).toBe('fake')
  })

  it('sends every attachment, the text under the first', async () => {
    await deliver({
      content: 'Two files',
      attachments: [
        attachment({ id: 1 }),
        attachment({ id: 2, kind: 'file', name: 'a.pdf', contentType: 'application/pdf' }),
      ],
    })
    expect(bodies()).toMatchObject([
      { type: 'image', image: { caption: 'Two files' } },
      { type: 'document', document: { filename: 'a.pdf' } },
    ])
  })

  it.each([
    ['video', 'video/mp4', 'video'],
    ['audio', 'audio/ogg; codecs=opus', 'audio'],
    ['image', 'image/webp', 'sticker'],
    ['image', 'image/gif', 'document'],
    ['video', 'video/quicktime', 'document'],
    ['file', 'text/plain', 'document'],
  ] as const)('takes %s of type %s as %s', async (kind, contentType, type) => {
    await deliver({ attachments: [attachment({ kind, contentType })] })
    expect(bodies()).toMatchObject([{ type }])
  })

  it('puts text before a voice message, which has no caption', async () => {
    await deliver({ content: 'Listen', attachments: [attachment({ kind: 'audio', contentType: 'audio/mpeg' })] })
    expect(bodies()).toMatchObject([{ type: 'text' }, { type: 'audio' }])
  })

  it('sends an image that is too large for an image as a document, and refuses what is too large for anything', async () => {
    await deliver({ attachments: [attachment({ bytes: 6 * 1024 * 1024 })] })
    expect(bodies()).toMatchObject([{ type: 'document' }])
    expect(await failure({ attachments: [attachment({ bytes: 101 * 1024 * 1024 })] })).toMatchObject({
      code: 'whatsapp.file_too_large',
    })
  })

  it('sends links where the account prefers them', async () => {
    world.settings.sendFilesAsLinks = true
    await deliver({ attachments: [attachment({ url: 'https://desk.juniper.example/files/a b.png' })] })
    expect(bodies()).toMatchObject([{ image: { link: 'https://desk.juniper.example/files/a%20b.png' } }])
  })
})

describe('sending what is not text', () => {
  it('sends a place and a contact card', async () => {
    const place = attachment({ kind: 'location', latitude: 40.4, longitude: -3.7, title: 'Shop' })
    const card = attachment({
      kind: 'contact',
      title: '+46 70 174 06 05',
      meta: { firstName: 'Teo', lastName: 'Lind' },
    })
    await deliver({ attachments: [place, card] })
    expect(bodies()).toMatchObject([
      { location: { latitude: '40.4', longitude: '-3.7', name: 'Shop' } },
      {
        contacts: [
          { name: { formatted_name: 'Teo Lind', first_name: 'Teo' }, phones: [{ phone: '+46 70 174 06 05' }] },
        ],
      },
    ])
  })

  it('asks for a place', async () => {
    await deliver({ content: 'Where are you?', attributes: { request_location: true } })
    expect(bodies()).toMatchObject([
      { interactive: { type: 'location_request_message', action: { name: 'send_location' } } },
    ])
  })

  it('reacts to a message, and takes the reaction back', async () => {
    await deliver({ attributes: { reaction: '👍' }, replyToSourceId: 'wamid.abc' })
    await deliver({ attributes: { reaction: { emoji: '' } }, replyToSourceId: 'wamid.abc' })
    expect(bodies()).toMatchObject([
      { reaction: { message_id: 'wamid.abc', emoji: '👍' } },
      { reaction: { emoji: '' } },
    ])
    expect(await failure({ attributes: { reaction: '👍' } })).toMatchObject({ code: 'whatsapp.reaction_target' })
  })
})

describe('sending choices', () => {
  const items = (count: number, title = 'Choice') =>
    Array.from({ length: count }, (_, index) => ({ title: `${title} ${index}`, value: `v${index}` }))
  const ask = (list: object[], content = 'Which one?') => ({
    content,
    contentType: 'input_select',
    attributes: { items: list },
  })

  it('makes buttons of up to three', async () => {
    await deliver(ask(items(3)))
    expect(bodies()).toMatchObject([
      {
        interactive: {
          type: 'button',
          body: { text: 'Which one?' },
          action: { buttons: [{ type: 'reply', reply: { id: 'v0', title: 'Choice 0' } }, {}, {}] },
        },
      },
    ])
  })

  it('makes a list of more, or of long ones', async () => {
    await deliver(ask(items(10)))
    await deliver(ask(items(2, 'Tomorrow, early in the morning')))
    expect(bodies()).toMatchObject([
      { interactive: { type: 'list', action: { sections: [{ rows: { length: 10 } }] } } },
      {
        interactive: {
          type: 'list',
          action: {
            sections: [
              { rows: [{ title: 'Tomorrow, early in the…', description: 'Tomorrow, early in the morning 0' }, {}] },
            ],
          },
        },
      },
    ])
  })

  it('refuses what WhatsApp would refuse', async () => {
    expect(await failure(ask(items(11)))).toMatchObject({ code: 'whatsapp.too_many_choices' })
    expect(await failure(ask([]))).toMatchObject({ code: 'whatsapp.no_choices' })
    expect(await failure(ask(items(2), 'x'.repeat(1025)))).toMatchObject({ code: 'whatsapp.question_too_long' })
  })

  it('makes a button of a card with one link, and text of other cards', async () => {
    const card = {
      title: 'Juniper 3',
      description: 'Blue',
      actions: [{ type: 'link', text: 'See it', uri: 'https://juniper.example/3' }],
    }
    await deliver({ contentType: 'cards', attributes: { items: [card] } })
    await deliver({ contentType: 'cards', attributes: { items: [card, card] } })
    expect(bodies()).toMatchObject([
      {
        interactive: {
          type: 'cta_url',
          action: { parameters: { display_text: 'See it', url: 'https://juniper.example/3' } },
        },
      },
      { type: 'text', text: { body: expect.stringContaining('See it: https://juniper.example/3') } },
    ])
  })
})

describe('sending templates', () => {
  const ready = (processedParams: unknown, changes = {}) => ({
    template: { name: 'order_ready', language: 'en_US', processedParams, ...changes },
  })
  const full = {
    body: { 2: 'A-1042', 1: ' Ana\n<Ruiz> ' },
    header: { media_url: 'https://files.example.com/bike.jpg', media_type: 'image' },
    buttons: [
      { type: 'url', parameter: 'A-1042' },
      { type: 'copy_code', parameter: 'RIDE20' },
    ],
  }

  it('fills header, body and buttons in their order', async () => {
    await deliver(ready(full))
    expect(bodies()).toMatchObject([
      {
        type: 'template',
        template: {
          name: 'order_ready',
          language: { policy: 'deterministic', code: 'en_US' },
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { link: 'https://files.example.com/bike.jpg' } }] },
            {
              type: 'body',
              parameters: [
                { type: 'text', text: 'Ana Ruiz' },
                { type: 'text', text: 'A-1042' },
              ],
            },
            { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'A-1042' }] },
            {
              type: 'button',
              sub_type: 'copy_code',
              index: '1',
              parameters: [{ type: 'coupon_code', coupon_code: 'RIDE20' }],
            },
          ],
        },
      },
    ])
  })

  it('names its values where the template does', async () => {
    await deliver({
      template: { name: 'greeting', language: 'en_US', processedParams: { body: { first_name: 'Ana' } } },
    })
    expect(bodies()).toMatchObject([
      { template: { components: [{ parameters: [{ parameter_name: 'first_name', text: 'Ana' }] }] } },
    ])
  })

  it.each([[{ first_name: 'Ana' }], [{ body: { first_name: 'Ana' } }]])(
    'understands values as %j',
    async (processedParams) => {
      await deliver({ template: { name: 'greeting', processedParams } })
      expect(bodies()).toHaveLength(1)
    },
  )

  it.each([
    ['a missing value', { ...full, body: { 1: 'Ana' } }, 'whatsapp.template_parameter'],
    ['a missing header', { ...full, header: {} }, 'whatsapp.template_parameter'],
    [
      'an address that is none',
      { ...full, header: { media_url: 'javascript:alert(1)' } },
      'whatsapp.template_parameter',
    ],
    ['a button without its value', { ...full, buttons: [] }, 'whatsapp.template_parameter'],
    [
      'a coupon that is too long',
      { ...full, buttons: [full.buttons[0], { type: 'copy_code', parameter: 'x'.repeat(16) }] },
      'whatsapp.template_parameter',
    ],
  ])('is refused with %s before any call', async (_, params, code) => {
    expect(await failure(ready(params))).toMatchObject({ code })
    expect(bodies()).toEqual([])
  })

  it.each([{ name: 'unknown' }, { language: 'pt_BR' }, { name: 'greeting', language: 'es' }])(
    'is refused when %j is not approved',
    async (changes) => {
      expect(await failure(ready(full, changes))).toMatchObject({ code: 'whatsapp.template_missing' })
    },
  )
})

describe('when the provider says no', () => {
  it('fails the message with the provider’s words', async () => {
    world.number.script.next('messages', { error: { code: 131026, message: 'Message undeliverable' } })
    const error = await failure({ content: 'Hello' })
    expect(error).toBeInstanceOf(PermanentError)
    expect(error).toMatchObject({ message: '131026: Message undeliverable' })
  })

  it('comes back when it was too much', async () => {
    world.number.script.next('messages', {
      error: { code: 130429, message: 'Rate limit hit' },
      status: 429,
      retryAfterSeconds: 9,
    })
    const error = await failure({ content: 'Hello' })
    expect(error).toBeInstanceOf(RetryableError)
    expect(error).toMatchObject({ retryAfterSeconds: 9 })
  })

  it('asks to connect again when the token is dead', async () => {
    world.number.script.next('messages', { error: { code: 190, message: 'Session has expired' }, status: 401 })
    expect(await failure({ content: 'Hello' })).toBeInstanceOf(ReauthorizationError)
  })

  it('waits for a status before it tries again when the answer was lost', async () => {
    world.number.script.next('messages', { drop: 'after' })
    expect(await failure({ content: 'Hello' })).toMatchObject({
      code: 'whatsapp.unknownOutcome',
      retryAfterSeconds: 60,
    })
    expect(bodies()).toHaveLength(1)
  })

  it('goes on with the parts that are missing', async () => {
    const content = 'word '.repeat(1700)
    world.number.script.next('messages', {}, { error: { code: 131000, message: 'Something went wrong' }, status: 500 })
    expect(await failure({ content })).toBeInstanceOf(RetryableError)
    const delivery = await deliver({ content, attempt: 2 })
    expect(world.number.sent).toHaveLength(3)
    expect(delivery.sourceIds).toEqual(world.number.sent.map(({ id }) => id))
  })
})
