import { readdirSync, readFileSync } from 'node:fs'
import type { ChannelRecord, InboundEntry, PluginRequest, ProcessNews, TellOptions } from '@cordboard/plugin-sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { settingsAfter } from '../server/account-changes.ts'
import { receive } from '../server/receive/receive.ts'
import { sign } from '../server/signature.ts'
import { acceptWebhook } from '../server/webhook/accept.ts'
import { createKnownChannels } from '../server/webhook/known-channels.ts'
import { changesOf } from '../server/webhook/payload.ts'
import { juniper } from './support/juniper.ts'
import { channelsOf, noProcesses } from './support/world.ts'

const channelOf = (inboxId: number, identity: string, phoneNumberId: string, secrets = {}): ChannelRecord => ({
  accountId: inboxId * 10,
  inboxId,
  channelId: inboxId,
  type: 'Channel::Whatsapp',
  identity,
  settings: {
    phone_number_id: phoneNumberId,
    business_account_id: juniper.businessAccountId,
    message_templates: juniper.templates,
  },
  secrets: { api_key: 'k', ...secrets },
})

let channels: ChannelRecord[]
let kept: InboundEntry[]
let jobs: { name: string; payload: Record<string, unknown> }[]
let told: ({ inboxId: number } & ProcessNews & TellOptions)[]
let troubles: unknown[]
let queries: number

beforeEach(() => {
  channels = [channelOf(1, '+15550104477', '111'), channelOf(2, '+15550104488', '222')]
  kept = []
  jobs = []
  told = []
  troubles = []
  queries = 0
})

function accept(
  body: object | string,
  { secret, url = '+15550104477', appSecret }: { secret?: string; url?: string; appSecret?: string } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const request = {
    params: { phone_number: url },
    headers: secret ? { 'x-hub-signature-256': sign(secret, text) } : {},
    rawBody: Buffer.from(text),
  }
  return acceptWebhook(request as unknown as PluginRequest, { ...parts(), appSecret })
}

const parts = () => {
  const stored = channelsOf(channels)
  return {
    known: createKnownChannels(stored),
    inbound: { receive: async (entries: InboundEntry[]) => void kept.push(...entries) },
    jobs: {
      define: () => {},
      enqueue: async (name: string, payload: Record<string, unknown>) => void jobs.push({ name, payload }),
    },
    processes: {
      ...noProcesses,
      tell: async (inboxId: number, news: ProcessNews, options: TellOptions = {}) =>
        void told.push({ inboxId, ...news, ...options }),
    },
    sendingTrouble: { note: (_: number, code: number | undefined) => void troubles.push(code) },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  }
}

const change = (phoneNumberId: string, id: string) => ({
  field: 'messages',
  value: {
    metadata: { phone_number_id: phoneNumberId, display_phone_number: '1' },
    messages: [{ from: '15550109911', id, timestamp: '1790000000', type: 'text', text: { body: id } }],
  },
})
const envelope = (...changes: object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: juniper.businessAccountId, changes }],
})
const readBack = (entry: InboundEntry | undefined) =>
  receive({ body: entry?.body ?? new Uint8Array(), receivedAt: '2026-11-23T10:00:00Z' }).map(
    (fact) => 'sourceId' in fact && fact.sourceId,
  )

describe('one body for several numbers', () => {
  it('is split: nobody keeps what others were told', async () => {
    expect(
      await accept(envelope(change('111', 'a'), change('222', 'b'), change('111', 'c'), change('999', 'd'))),
    ).toMatchObject({ status: 200 })
    expect(kept.map(({ inboxId, accountId }) => [inboxId, accountId])).toEqual([
      [1, 10],
      [2, 20],
    ])
    expect(kept.map(readBack)).toEqual([['a', 'c'], ['b']])
  })

  it('is kept byte for byte when it is for one', async () => {
    const body = `${JSON.stringify(envelope(change('111', 'a')))}  `
    await accept(body)
    expect(Buffer.from(kept[0]?.body ?? []).toString()).toBe(body)
  })

  it('goes to the number it names, whatever address it came to', async () => {
    await accept(envelope(change('222', 'b')), { url: '+15550104477' })
    expect(kept.map(({ inboxId }) => inboxId)).toEqual([2])
  })

  it('has the same name every time it comes', async () => {
    const body = envelope(change('111', 'a'))
    await accept(body)
    await accept(body)
    await accept(envelope(change('111', 'b')))
    expect(kept[0]?.providerId).toBe(kept[1]?.providerId)
    expect(kept[0]?.providerId).not.toBe(kept[2]?.providerId)
  })

  it('without an envelope belongs to the address', async () => {
    await accept({ messages: [{ from: '15550109911', id: 'a', type: 'text', text: { body: 'x' } }] })
    expect(kept.map(({ inboxId }) => inboxId)).toEqual([1])
  })
})

describe('an inbox with an app secret of its own', () => {
  beforeEach(() => {
    channels[1] = channelOf(2, '+15550104488', '222', { app_secret: 'its own' })
  })

  it('believes nothing that was not signed with it, at any address', async () => {
    for (const options of [{}, { secret: 'wrong' }, { secret: 'app', appSecret: 'app' }])
      for (const url of ['+15550104477', '+15550104488', '+19995550000'])
        expect(await accept(envelope(change('222', 'b')), { ...options, url })).toMatchObject({ status: 401 })
    expect(kept).toEqual([])
    expect(await accept(envelope(change('222', 'b')), { secret: 'its own', url: '+15550104488' })).toMatchObject({
      status: 200,
    })
  })

  it('does not let its owner write into the inbox of somebody else', async () => {
    channels[0] = channelOf(1, '+15550104477', '111', { app_secret: 'another' })
    await accept(envelope(change('111', 'forged'), change('222', 'b')), { secret: 'its own', url: '+15550104488' })
    expect(kept.map(({ inboxId }) => inboxId)).toEqual([2])
    expect(kept.map(readBack)).toEqual([['b']])
  })
})

describe('the connected numbers', () => {
  it('are looked up once a second, and never remembered as missing', async () => {
    const stored = channelsOf(channels)
    let now = 0
    const findBySetting: typeof stored.findBySetting = (...words) => {
      queries += 1
      return stored.findBySetting(...words)
    }
    const known = createKnownChannels({ ...stored, findBySetting }, () => now)
    for (let times = 0; times < 100; times++) await known.byPhoneNumberId('111')
    expect(queries).toBe(1)
    now = 1_001
    await known.byPhoneNumberId('111')
    expect(queries).toBe(2)
    expect(await known.byPhoneNumberId('333')).toBeUndefined()
    channels.push(channelOf(3, '+15550104499', '333'))
    expect(await known.byPhoneNumberId('333')).toMatchObject({ inboxId: 3 })
    known.forget()
    await known.byPhoneNumberId('111')
    await known.byPhoneNumberId('111')
    expect(queries).toBe(6)
  })
})

describe('news about the account', () => {
  const fixtures = new URL('fixtures/', import.meta.url)
  const names = readdirSync(fixtures).filter((name) => /^4\d_|^50_/.test(name))
  const read = (name: string) => readFileSync(new URL(`${name}/in.json`, fixtures), 'utf8')

  it.each(names)('%s is kept, and followed when it is surely the provider’s', async (name) => {
    await accept(read(name), { url: '' })
    expect(kept.map(({ inboxId }) => inboxId)).toEqual([1, 2])
    expect(jobs).toEqual([])
    await accept(read(name), { url: '', secret: 'app', appSecret: 'app' })
    expect(jobs.map(({ name: job }) => job)).toEqual(['applyAccountChange', 'applyAccountChange'])
  })

  it.each([
    ['40_account_update_disabled', 'accountUpdate', { event: 'SCHEDULE_FOR_DISABLE' }],
    ['41_account_update_partner_removed', 'accountUpdate', { event: 'PARTNER_REMOVED' }],
    ['42_account_update_restriction', 'accountUpdate', { event: 'ACCOUNT_RESTRICTION' }],
    ['43_phone_number_name_update_approved', 'displayNameDecision', { decision: 'APPROVED' }],
    ['44_phone_number_name_update_rejected', 'displayNameDecision', { decision: 'REJECTED' }],
    ['45_phone_number_quality_update', 'qualityUpdate', {}],
    ['48_account_review_update', 'accountReview', { decision: 'APPROVED' }],
  ])('%s is told to the processes as %s, once', async (name, news, detail) => {
    await accept(read(name), { url: '' })
    await accept(read(name), { url: '', secret: 'forged', appSecret: 'app' })
    expect(told).toEqual([])
    await accept(read(name), { url: '', secret: 'app', appSecret: 'app' })
    await accept(read(name), { url: '', secret: 'app', appSecret: 'app' })
    expect(told[0]).toMatchObject({ inboxId: 1, name: news, detail })
    expect(new Set(told.map(({ inboxId, key }) => `${inboxId} ${key}`)).size).toBe(told.length / 2)
  })

  it('about another number of the account concerns that one alone', async () => {
    const body = JSON.parse(read('43_phone_number_name_update_approved'))
    body.entry[0].changes[0].value.display_phone_number = '15550104488'
    await accept(body, { url: '', secret: 'app', appSecret: 'app' })
    expect(told.map(({ inboxId }) => inboxId)).toEqual([2])
  })

  it('passes on words of the provider’s own and nothing else', async () => {
    const body = JSON.parse(read('43_phone_number_name_update_approved'))
    Object.assign(body.entry[0].changes[0].value, {
      decision: 'APPROVED by Ana Ruiz, 15550109911',
      rejection_reason: {},
    })
    await accept(body, { url: '', secret: 'app', appSecret: 'app' })
    expect(told[0]).toMatchObject({ name: 'displayNameDecision', detail: {} })
  })

  it('messages that fail later say so', async () => {
    const statuses = [
      { id: 'wamid.1', status: 'failed', errors: [{ code: 131042, title: 'Payment' }] },
      { status: 'sent' },
    ]
    await accept(envelope({ field: 'messages', value: { metadata: { phone_number_id: '111' }, statuses } }), {})
    expect(troubles).toEqual([131042])
  })

  const after = (name: string) => {
    const [change] = changesOf(JSON.parse(read(name)))
    return settingsAfter(channels[0] as ChannelRecord, change?.field ?? '', change?.value ?? {}, '2026-11-23T10:00:00Z')
  }

  it('asks to connect again when our access was taken away', () => {
    expect(after('41_account_update_partner_removed')).toMatchObject({ reauthorization_required: true })
    expect(after('40_account_update_disabled')).not.toHaveProperty('reauthorization_required', true)
  })

  it('is shown to administrators', () => {
    expect(after('42_account_update_restriction')).toMatchObject({
      account_notices: [{ event: 'ACCOUNT_RESTRICTION', detail: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }],
    })
    expect(after('44_phone_number_name_update_rejected')).toMatchObject({ account_notices: [{ event: 'REJECTED' }] })
    expect(after('48_account_review_update')).toMatchObject({ account_notices: [{ event: 'APPROVED' }] })
  })

  it('changes the template that was refused', () => {
    const { entry } = JSON.parse(read('49_template_status_rejected'))
    const { message_template_id, message_template_name, message_template_language } = entry[0].changes[0].value
    const mine = {
      id: String(message_template_id),
      name: message_template_name,
      language: message_template_language,
      status: 'APPROVED',
    }
    ;(channels[0] as ChannelRecord).settings.message_templates = [mine, { ...mine, id: '0', name: 'another' }]
    expect(after('49_template_status_rejected')?.message_templates).toMatchObject([
      { status: 'REJECTED' },
      { status: 'APPROVED' },
    ])
  })
})
