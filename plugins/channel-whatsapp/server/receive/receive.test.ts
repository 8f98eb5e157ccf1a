import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { receive } from './receive.ts'

const cases = new URL('../../test/fixtures/', import.meta.url)
const names = readdirSync(cases)
const receivedAt = '2026-11-23T10:00:00.000Z'
const bytesOf = (name: string) => readFileSync(new URL(`${name}/in.json`, cases))
const read = (payload: unknown) => receive({ body: Buffer.from(JSON.stringify(payload)), receivedAt })
const envelope = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field, value }] }],
})
const text = (id: string, body = 'hello') => ({
  from: '15550109911',
  id,
  timestamp: '1790000000',
  type: 'text',
  text: { body },
})

describe('reading a webhook', () => {
  it.each(names)('gives the facts of %s', (name) => {
    expect(receive({ body: bytesOf(name), receivedAt })).toEqual(
      JSON.parse(readFileSync(new URL(`${name}/out.json`, cases), 'utf8')),
    )
  })

  it('reads every entry, change, message and status of one body', () => {
    const value = {
      messages: [text('a'), text('b')],
      statuses: [
        { id: 'c', status: 'read' },
        { id: 'd', status: 'sent' },
      ],
    }
    const entry = {
      id: '1',
      changes: [
        { field: 'messages', value },
        { field: 'messages', value: { messages: [text('e')] } },
      ],
    }
    const facts = read({
      object: 'whatsapp_business_account',
      entry: [entry, { id: '2', changes: [{ field: 'messages', value: { messages: [text('f')] } }] }],
    })
    expect(facts.map((fact) => 'sourceId' in fact && fact.sourceId)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('finds who wrote by id, not by position', () => {
    const contacts = [
      { wa_id: '15550109922', profile: { name: 'Teo' } },
      { wa_id: '15550109911', profile: { name: 'Ana' } },
    ]
    expect(read(envelope({ contacts, messages: [text('a')] }))).toMatchObject([{ contact: { name: 'Ana' } }])
  })

  it('names a contact without a profile by the number', () => {
    expect(read(envelope({ messages: [text('a')] }))).toMatchObject([{ contact: { name: '+1 555 010 9911' } }])
  })

  it('keeps a placeholder for a type it does not know', () => {
    const message = { ...text('a'), type: 'hologram', hologram: {} }
    expect(read(envelope({ messages: [message] }))).toMatchObject([
      { content: '', contentAttributes: { is_unsupported: true, unsupported: { type: 'hologram' } } },
    ])
  })

  it.each(['ephemeral', 'request_welcome'])('takes no notice of %s', (type) => {
    expect(read(envelope({ messages: [{ ...text('a'), type }] }))).toEqual([])
  })

  it('leaves group messages out', () => {
    expect(read(envelope({ messages: [{ ...text('a'), group_id: 'g1' }, text('b')] }))).toMatchObject([
      { sourceId: 'b' },
    ])
  })

  it('reads edits and withdrawals', () => {
    const edit = {
      ...text('x'),
      type: 'edit',
      edit: { original_message_id: 'a', message: { type: 'text', text: { body: 'better' } } },
    }
    const revoke = { ...text('y'), type: 'revoke', revoke: { original_message_id: 'b' } }
    expect(read(envelope({ messages: [edit, revoke] }))).toMatchObject([
      { kind: 'edit', sourceId: 'a', content: 'better' },
      { kind: 'delete', sourceId: 'b' },
    ])
  })

  it('takes a listened voice message as read and ignores statuses it does not know', () => {
    const statuses = [
      { id: 'a', status: 'played' },
      { id: 'b', status: 'warning' },
      { id: 'c', status: 'constructor' },
    ]
    expect(read(envelope({ statuses }))).toMatchObject([{ sourceId: 'a', status: 'read' }])
  })

  it('uses the time of arrival where the clock of the provider cannot be right', () => {
    for (const timestamp of ['99999999999999', '-5', 'soon', null, undefined])
      expect(read(envelope({ messages: [{ ...text('a'), timestamp }] }))).toMatchObject([{ sentAt: receivedAt }])
  })

  it('reads nothing but messages out of a status that carries contacts', () => {
    expect(
      read(envelope({ contacts: [{ wa_id: '15550109911' }], statuses: [{ id: 'a', status: 'sent' }] })),
    ).toHaveLength(1)
  })

  it('throws for a body that is not JSON', () => {
    expect(() => receive({ body: Buffer.from('{"object":'), receivedAt })).toThrow(SyntaxError)
  })
})

describe('hostile bodies', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '\0', '\ud800', 1e308, -0, [], {}, null, true, '__proto__'),
  )

  it('survive a wrong value at any place, and lose no neighbour', () => {
    const payloads = names.map((name) => JSON.parse(bytesOf(name).toString()))
    fc.assert(
      fc.property(fc.constantFrom(...payloads), fc.nat(), anything, (payload, position, value) => {
        const broken = structuredClone(payload)
        const places = placesOf(broken)
        const place = places[position % places.length]
        if (place) place.holder[place.key] = value
        expect(Array.isArray(read(broken))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('a broken message does not take its neighbours with it', () => {
    fc.assert(
      fc.property(anything, (broken) => {
        const facts = read(
          envelope({
            contacts: broken,
            messages: [broken, text('kept'), broken],
            statuses: [broken, { id: 's', status: 'sent' }],
          }),
        )
        expect(facts.map((fact) => 'sourceId' in fact && fact.sourceId)).toEqual(expect.arrayContaining(['kept', 's']))
      }),
    )
  })

  it('nested 10,000 deep are read and not carried on', () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const body = JSON.stringify(
      envelope({ messages: [{ ...text('a'), context: '@', order: '@', referral: '@' }] }),
    ).replaceAll('"@"', deep)
    const facts = receive({ body: Buffer.from(body), receivedAt })
    expect(() => JSON.stringify(facts)).not.toThrow()
    expect(facts).toHaveLength(1)
  })

  it('with NUL, half characters and invalid UTF-8 give text that can be stored', () => {
    const body = Buffer.concat([
      Buffer.from(JSON.stringify(envelope({ messages: [text('a', 'a\0b\ud800c@')] })).split('@')[0] ?? ''),
      Buffer.from([0xff]),
      Buffer.from('"}}]}}]}]}'),
    ])
    const [fact] = receive({ body: Buffer.from(body.toString('latin1').includes('ÿ') ? body : body), receivedAt })
    expect(fact).toMatchObject({ content: expect.stringMatching(/^ab/) })
    expect((fact as { content: string }).content.isWellFormed()).toBe(true)
  })

  it('with an id that no index could hold are left out', () => {
    expect(read(envelope({ messages: [text('x'.repeat(300)), text('b')] }))).toMatchObject([{ sourceId: 'b' }])
  })
})

interface Place {
  holder: Record<string | number, unknown>
  key: string | number
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    { holder: value as Place['holder'], key },
    ...placesOf(inner),
  ])
}
