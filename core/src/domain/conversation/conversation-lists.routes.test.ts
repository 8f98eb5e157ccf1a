import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../../../tests/support/desk.ts'
import { type Product, startProduct } from '../../../../tests/support/product.ts'
import { conversationStatuses, priorities } from './conversation.names.ts'

describe('the list of conversations', () => {
  let product: Product
  let desk: Desk
  let shop: number
  let hidden: number
  const labels = ['billing', 'vip', 'later']
  beforeAll(async () => {
    product = await startProduct()
    desk = await openDesk(product)
    shop = await desk.createInbox({ members: [desk.agent] })
    hidden = await desk.createInbox({ name: 'Back office' })
    for (let n = 0; n < 60; n += 1) await seed(n)
    await desk.rows(
      `insert into custom_attribute_definitions (account_id, attribute_key, attribute_model, attribute_display_type)
       values ($1, 'plan', 0, 0), ($1, 'seats', 0, 1), ($1, 'due', 0, 5), ($1, 'paid', 0, 7)`,
      [desk.account.id],
    )
  })
  afterAll(() => product.stop())

  async function seed(n: number) {
    const at = new Date(Date.UTC(2026, 0, 1 + n))
    const { id } = await desk.createConversation({
      inboxId: n % 3 === 0 ? hidden : shop,
      columns: {
        status: n % 4,
        priority: n % 5 === 4 ? null : n % 5,
        assignee_id: [null, desk.agent.user.id, desk.administrator.user.id][n % 3],
        labels: labels.filter((_, place) => (n >> place) % 2 === 1),
        last_activity_at: at,
        created_at: at,
        waiting_since: n % 2 === 0 ? at : null,
        first_reply_created_at: n % 7 === 0 ? null : at,
        custom_attributes: {
          ...(n % 2 === 0 ? { plan: n % 4 === 0 ? 'Gold' : 'free' } : {}),
          seats: n,
          due: n === 9 ? 'soon' : '2026-05-01',
          paid: n % 2 === 0,
        },
        additional_attributes: { referer: `https://shop.test/${n}` },
      },
    })
    if (n === 8) await desk.createMessage(id, { content: 'a 100% broken Parcel' })
  }

  interface Listed {
    id: number
    inbox_id: number
    status: string
    priority: string | null
    labels: string[]
    last_activity_at: number
    created_at: number
    waiting_since: number
    first_reply_created_at: number
    meta: { assignee?: { id: number } }
  }
  const list = async (search = '', who = desk.administrator) => {
    const { body } = await desk.call('GET', `/conversations${search}`, undefined, who)
    return body.data as { meta: Record<string, number>; payload: Listed[] }
  }
  const everything = async () => (await list('?status=all&updated_within=100000000')).payload

  it('shows open ones first, twenty-five a page, newest activity on top, with four counts', async () => {
    const first = await list('?status=all')
    const last = await list('?status=all&page=3')
    const opened = await list()

    expect(first.payload).toHaveLength(25)
    expect(last.payload).toHaveLength(10)
    expect(first.payload.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, n) => 60 - n))
    expect(first.meta).toEqual({ mine_count: 20, assigned_count: 40, unassigned_count: 20, all_count: 60 })
    expect(opened.payload.every(({ status }) => status === 'open')).toBe(true)
    expect(opened.meta.all_count).toBe(15)
    expect((await desk.call('GET', '/conversations/meta?status=all')).body).toEqual({ meta: first.meta })
  })

  it('counts without regard to whose conversations are shown', async () => {
    const { all_count } = (await list('?status=all')).meta
    const mine = await list('?status=all&assignee_type=me')
    const unassigned = await list('?status=all&assignee_type=unassigned')
    const assigned = await list('?status=all&assignee_type=assigned')

    expect([mine.meta.all_count, unassigned.meta.all_count, assigned.meta.all_count]).toEqual([
      all_count,
      all_count,
      all_count,
    ])
    expect(mine.payload.every(({ meta }) => meta.assignee?.id === desk.administrator.user.id)).toBe(true)
    expect(unassigned.payload.every(({ meta }) => !('assignee' in meta))).toBe(true)
    expect(assigned.payload.every(({ meta }) => meta.assignee)).toBe(true)
  })

  it('shows agents only the inboxes that they are members of, whatever they ask for', async () => {
    const visible = (await everything()).filter(({ inbox_id }) => inbox_id === shop).length

    const seen = await list('?status=all', desk.agent)
    const asked = await list(`?status=all&inbox_id=${hidden}`, desk.agent)
    const filtered = await desk.call(
      'POST',
      '/conversations/filter',
      { payload: [{ attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [hidden] }] },
      desk.agent,
    )

    expect(seen.meta.all_count).toBe(visible)
    expect(asked).toMatchObject({ payload: [], meta: { all_count: 0 } })
    expect(filtered.body.payload).toEqual([])
  })

  it.each([
    ['created_at_asc', (a: Listed, b: Listed) => a.created_at - b.created_at],
    ['sort_on_created_at', (a: Listed, b: Listed) => a.created_at - b.created_at],
    ['last_activity_at_asc', (a: Listed, b: Listed) => a.last_activity_at - b.last_activity_at],
    ['priority_desc', (a: Listed, b: Listed) => rank(b, -1) - rank(a, -1) || b.last_activity_at - a.last_activity_at],
    ['priority_asc', (a: Listed, b: Listed) => rank(a, 9) - rank(b, 9) || b.last_activity_at - a.last_activity_at],
    ['waiting_since_asc', (a: Listed, b: Listed) => since(a) - since(b) || a.created_at - b.created_at],
    ['nonsense', (a: Listed, b: Listed) => b.last_activity_at - a.last_activity_at],
  ])('is sorted by %s', async (sort, compare) => {
    const { payload } = await list(`?status=all&sort_by=${sort}`)

    const sorted = (await everything()).toSorted(compare).slice(0, 25)
    expect(payload.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
  })
  const rank = ({ priority }: Listed, without: number) =>
    priority === null ? without : priorities.indexOf(priority as never)
  const since = ({ waiting_since }: Listed) => waiting_since || Number.POSITIVE_INFINITY

  it('is narrowed by label, inbox, attention, source and words', async () => {
    const all = await everything()
    const ids = (rows: Listed[]) => rows.map(({ id }) => id).toSorted()
    const matching = (wanted: (row: Listed) => boolean) => ids(all.filter(wanted))
    const found = async (search: string) => ids((await list(`?status=all&updated_within=100000000&${search}`)).payload)

    expect(await found('labels[]=vip&labels[]=later')).toEqual(
      matching((row) => row.labels.some((label) => label !== 'billing')),
    )
    expect(await found(`inbox_id=${hidden}`)).toEqual(matching((row) => row.inbox_id === hidden))
    expect(await found('conversation_type=unattended')).toEqual(
      matching((row) => !row.first_reply_created_at || row.waiting_since > 0),
    )
    expect(await found('conversation_type=mention')).toEqual([])
    expect(await found('team_id=abc')).toEqual([])
    expect(await found('source_id=nobody')).toEqual([])
    expect((await list('?q=100%25%20broken')).payload.map(({ id }) => id)).toEqual([9])
  })

  it('finds conversations by what was written, with the messages that hold it', async () => {
    const { body } = await desk.call('GET', '/conversations/search?q=parcel')

    expect(body).toMatchObject({
      meta: { all_count: 1 },
      payload: [
        {
          id: 9,
          contact: { name: 'Ana Silva' },
          inbox: { channel_type: 'Channel::Test' },
          messages: [{ content: 'a 100% broken Parcel', message_type: 0 }],
        },
      ],
    })
    expect((await desk.call('GET', '/conversations/search')).status).toBe(422)
    expect((await desk.call('GET', '/conversations?status=closed')).status).toBe(422)
  })

  describe('is filtered', () => {
    const filter = async (...payload: object[]) => {
      const found: number[] = []
      for (let page = 1; page < 9; page += 1) {
        const { status, body } = await desk.call('POST', `/conversations/filter?page=${page}`, { payload })
        if (status !== 200) return { status, ...body }
        found.push(...body.payload.map(({ id }: Listed) => id))
        if (body.payload.length < 25) break
      }
      return found.toSorted((a, b) => a - b)
    }
    const condition = (
      attribute_key: string,
      filter_operator: string,
      values: unknown = [],
      query_operator: string | null = null,
    ) => ({ attribute_key, filter_operator, values, query_operator })
    const numbers = (wanted: (n: number) => boolean) =>
      Array.from({ length: 60 }, (_, n) => n)
        .filter(wanted)
        .map((n) => n + 1)

    it('by what is stored of them', async () => {
      expect(await filter(condition('status', 'equal_to', ['open', 'pending']))).toEqual(numbers((n) => n % 2 === 0))
      expect(await filter(condition('status', 'equal_to', ['all']))).toHaveLength(60)
      expect(await filter(condition('priority', 'not_equal_to', ['high']))).toEqual(
        numbers((n) => n % 5 !== 2 && n % 5 !== 4),
      )
      expect(await filter(condition('priority', 'equal_to', ['nil']))).toEqual(numbers((n) => n % 5 === 4))
      expect(await filter(condition('assignee_id', 'is_not_present'))).toEqual(numbers((n) => n % 3 === 0))
      expect(await filter(condition('display_id', 'contains', '6'))).toEqual([6, 16, 26, 36, 46, 56, 60])
      expect(await filter(condition('created_at', 'is_greater_than', ['2026-02-20']))).toEqual(numbers((n) => n >= 51))
      expect(await filter(condition('referer', 'contains', ['/5']))).toEqual(numbers((n) => String(n).startsWith('5')))
      expect(await filter(condition('labels', 'is_not_present'))).toEqual(numbers((n) => n % 8 === 0))
    })

    it('by fields of the account, where a missing value is unequal to every other', async () => {
      expect(await filter(condition('plan', 'equal_to', ['gold']))).toEqual(numbers((n) => n % 4 === 0))
      expect(
        await filter(condition('plan', 'not_equal_to', ['gold'], 'and'), condition('seats', 'is_less_than', [4])),
      ).toEqual([2, 3, 4])
      expect(await filter(condition('due', 'is_not_present'))).toEqual([10])
      expect(await filter(condition('due', 'is_less_than', ['2026-06-01']))).toHaveLength(59)
      expect(await filter(condition('paid', 'equal_to', [true]))).toEqual(numbers((n) => n % 2 === 0))
    })

    it('with AND before OR, from left to right', async () => {
      const found = await filter(
        condition('status', 'equal_to', ['open'], 'AND'),
        condition('display_id', 'equal_to', [2], 'OR'),
        condition('display_id', 'equal_to', ['7'], 'or'),
      )

      expect(found).toEqual([7])
    })

    it('by nothing at all: everything', async () => {
      expect(await filter()).toHaveLength(60)
    })

    it.each([
      ['an unknown attribute', [condition('nope', 'equal_to', [1])], '[nope]'],
      ['an operator that does not suit', [condition('status', 'contains', ['o'])], '[equal_to,not_equal_to]'],
      ['no value', [condition('status', 'equal_to', [])], 'status'],
      ['a date that is none', [condition('created_at', 'is_less_than', ['2026-02-31'])], 'created_at'],
      ['a number that is none', [condition('assignee_id', 'equal_to', ['me'])], 'assignee_id'],
      ['an object as value', [condition('referer', 'contains', [{}])], 'referer'],
      ['a joint that is none', [condition('status', 'equal_to', ['open'], 'xor')], 'AND'],
      ['conditions that are texts', ['status'], 'condition'],
      ['a key of every object', [condition('constructor', 'equal_to', ['x'])], '[constructor]'],
    ])('not by %s: 422 with a sentence', async (_, payload, words) => {
      expect(await filter(...(payload as object[]))).toEqual({ status: 422, error: expect.stringContaining(words) })
    })

    it('so that equal and unequal share out what has a value', async () => {
      const row = fc.record({
        key: fc.constantFrom('status', 'priority', 'labels', 'plan', 'seats'),
        value: fc.constantFrom(...conversationStatuses, ...priorities, ...labels, 'gold', '7'),
      })
      const sets = async (key: string, value: string) =>
        Promise.all(['equal_to', 'not_equal_to'].map((operator) => filter(condition(key, operator, [value]))))

      await fc.assert(
        fc.asyncProperty(row, async ({ key, value }) => {
          fc.pre(key !== 'seats' || value === '7')
          const [equal, unequal] = (await sets(key, value)) as [number[], number[]]
          const whole = key === 'priority' ? numbers((n) => n % 5 !== 4) : numbers(() => true)
          expect([...equal, ...unequal].toSorted((a, b) => a - b)).toEqual(whole)
        }),
        { numRuns: 20 },
      )
    })
  })

  it('answers no request with a 5xx, whatever it holds', async () => {
    const junk = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.integer()),
      fc.constant(1e30),
      fc.constant('\u0000\ud800'),
    )
    const body = (keys: string[]) => fc.record(Object.fromEntries(keys.map((key) => [key, junk])), { requiredKeys: [] })
    const targets: [string, string, fc.Arbitrary<unknown>][] = [
      [
        'POST',
        '/conversations/filter',
        fc.record({
          payload: fc.array(body(['attribute_key', 'filter_operator', 'values', 'query_operator'])),
          page: junk,
        }),
      ],
      ['POST', '/contacts/filter', fc.record({ payload: junk })],
      [
        'POST',
        '/contacts',
        body([
          'name',
          'email',
          'phone_number',
          'identifier',
          'custom_attributes',
          'additional_attributes',
          'inbox_id',
          'avatar',
        ]),
      ],
      [
        'POST',
        '/conversations',
        body([
          'inbox_id',
          'contact_id',
          'source_id',
          'status',
          'assignee_id',
          'snoozed_until',
          'message',
          'custom_attributes',
        ]),
      ],
      [
        'POST',
        '/conversations/1/messages',
        body([
          'content',
          'private',
          'content_attributes',
          'attachments',
          'template_params',
          'echo_id',
          'content_type',
          'source_id',
          'campaign_id',
        ]),
      ],
      ['POST', '/conversations/1/toggle_status', body(['status', 'snoozed_until'])],
      ['POST', '/conversations/1/assignments', body(['assignee_id', 'team_id'])],
      ['POST', '/conversations/1/labels', body(['labels'])],
      ['PUT', '/conversations/1/participants', body(['user_ids'])],
      ['POST', '/conversations/1/custom_attributes', body(['custom_attributes'])],
      ['PATCH', '/conversations/1/draft_messages', body(['draft_message'])],
      ['POST', '/bulk_actions', body(['type', 'ids', 'fields', 'labels', 'snoozed_until'])],
      ['POST', '/actions/contact_merge', body(['base_contact_id', 'mergee_contact_id'])],
      ['POST', '/contact_inboxes/filter', body(['inbox_id', 'source_id'])],
    ]

    for (const [method, path, arbitrary] of targets)
      await fc.assert(
        fc.asyncProperty(arbitrary, async (sent) => {
          const { status } = await desk.call(method, path, sent)
          expect(status, `${path} ${JSON.stringify(sent)}`).toBeLessThan(500)
        }),
        { numRuns: 25 },
      )
  })
})
