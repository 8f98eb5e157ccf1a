import type { Deployment, Input } from './deployment.ts'

interface Case {
  /** Fresh input that the server must accept. */
  valid(here: Deployment): Promise<Input> | Input
  /** Of success; 200 unless the contract says otherwise. */
  status?: number
}

const nothing = (): Input => ({})
const account = 'accounts/{account_id}'
const aConversation = (body?: object): Case => ({
  valid: async (here) => ({ parameters: { conversation_id: await here.conversation() }, ...(body && { body }) }),
})
const aContact = (body?: object): Case => ({
  valid: async (here) => ({ parameters: { id: await here.contact() }, ...(body && { body }) }),
})
const anInbox = (body?: object): Case => ({
  valid: async (here) => ({ parameters: { id: await here.inbox() }, ...(body && { body }) }),
})
const aTeam = (body?: object): Case => ({
  valid: async (here) => ({ parameters: { team_id: await here.team() }, ...(body && { body }) }),
})
const teamWithAgent: Case = {
  valid: async (here) => ({ parameters: { team_id: await here.team() }, body: { user_ids: [await here.agent()] } }),
}
const inboxWithAgent: Case = {
  valid: async (here) => ({ body: { inbox_id: await here.inbox(), user_ids: [await here.agent()] } }),
}
const attribute = (here: Deployment) => ({
  attribute_display_name: `Plan ${here.unique()}`,
  attribute_display_type: 0,
  attribute_description: 'What they pay for',
  attribute_key: `plan_${here.unique()}`,
  attribute_values: ['gold'],
  attribute_model: 0,
})
const anAttribute = (body: boolean): Case => ({
  valid: async (here) => {
    const { id } = await here.make('/custom_attribute_definitions', attribute(here))
    return { parameters: { id }, ...(body && { body: { attribute_display_name: 'Tariff' } }) }
  },
})
const filter = [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'], query_operator: null }]

/** One case for each documented operation of the core's groups. */
export const cases: Record<string, Case> = {
  'GET profile': { valid: nothing },
  'GET accounts/{id}': { valid: nothing },
  'PATCH accounts/{id}': {
    valid: (here) => ({
      body: {
        name: `Acme ${here.unique()}`,
        locale: 'en',
        support_email: 'help@acme.test',
        auto_resolve_after: 1440,
        industry: 'Software',
      },
    }),
  },

  [`GET ${account}/agents`]: { valid: nothing },
  [`POST ${account}/agents`]: {
    valid: (here) => ({
      body: {
        name: 'Grace',
        email: `grace${here.unique()}@acme.test`,
        role: 'agent',
        availability: 'online',
        auto_offline: true,
      },
    }),
  },
  [`PATCH ${account}/agents/{id}`]: {
    valid: async (here) => ({
      parameters: { id: await here.agent() },
      body: { role: 'administrator', availability: 'busy', auto_offline: false },
    }),
  },
  [`DELETE ${account}/agents/{id}`]: { valid: async (here) => ({ parameters: { id: await here.agent() } }) },

  [`GET ${account}/custom_attribute_definitions`]: { valid: () => ({ query: 'attribute_model=0' }) },
  [`POST ${account}/custom_attribute_definitions`]: { valid: (here) => ({ body: attribute(here) }) },
  [`GET ${account}/custom_attribute_definitions/{id}`]: anAttribute(false),
  [`PATCH ${account}/custom_attribute_definitions/{id}`]: anAttribute(true),
  [`DELETE ${account}/custom_attribute_definitions/{id}`]: { ...anAttribute(false), status: 204 },

  [`GET ${account}/contacts`]: { valid: () => ({ query: 'page=1&sort=-last_activity_at' }) },
  [`POST ${account}/contacts`]: {
    valid: async (here) => ({
      body: {
        inbox_id: await here.inbox(),
        name: 'Ana',
        email: `ana${here.unique()}@x.test`,
        phone_number: `+1555${String(Date.now()).slice(-7)}`,
        identifier: here.unique(),
        blocked: false,
        additional_attributes: { city: 'Lisbon' },
        custom_attributes: { plan: 'gold' },
      },
    }),
  },
  [`GET ${account}/contacts/{id}`]: aContact(),
  [`PUT ${account}/contacts/{id}`]: aContact({ name: 'Josephine', custom_attributes: { plan: 'silver' } }),
  [`DELETE ${account}/contacts/{id}`]: aContact(),
  [`GET ${account}/contacts/{id}/conversations`]: aContact(),
  [`GET ${account}/contacts/{id}/labels`]: aContact(),
  [`POST ${account}/contacts/{id}/labels`]: aContact({ labels: ['vip'] }),
  [`GET ${account}/contacts/search`]: { valid: () => ({ query: 'q=joe&sort=name' }) },
  [`POST ${account}/contacts/filter`]: {
    valid: () => ({
      query: 'page=1',
      body: { payload: [{ attribute_key: 'name', filter_operator: 'contains', values: ['jo'], query_operator: null }] },
    }),
  },
  [`POST ${account}/contacts/{id}/contact_inboxes`]: {
    valid: async (here) => ({
      parameters: { id: await here.contact() },
      body: { inbox_id: await here.inbox(), source_id: here.unique() },
    }),
  },
  [`GET ${account}/contacts/{id}/contactable_inboxes`]: aContact(),

  [`GET ${account}/conversations/meta`]: { valid: () => ({ query: 'status=open' }) },
  [`GET ${account}/conversations`]: {
    valid: async (here) => {
      await here.conversation()
      return { query: 'assignee_type=all&status=open&page=1' }
    },
  },
  [`POST ${account}/conversations`]: {
    valid: async (here) => ({
      body: {
        inbox_id: await here.inbox(),
        contact_id: await here.contact(),
        source_id: here.unique(),
        status: 'open',
        additional_attributes: {},
        custom_attributes: { order: '7' },
        message: { content: 'Hi' },
      },
    }),
  },
  [`POST ${account}/conversations/filter`]: {
    valid: async (here) => {
      await here.conversation()
      return { query: 'page=1', body: { payload: filter } }
    },
  },
  [`GET ${account}/conversations/{conversation_id}`]: aConversation(),
  [`PATCH ${account}/conversations/{conversation_id}`]: aConversation({ priority: 'high' }),
  [`POST ${account}/conversations/{conversation_id}/toggle_status`]: aConversation({ status: 'resolved' }),
  [`POST ${account}/conversations/{conversation_id}/toggle_priority`]: aConversation({ priority: 'urgent' }),
  [`POST ${account}/conversations/{conversation_id}/custom_attributes`]: aConversation({
    custom_attributes: { order: '8' },
  }),
  [`POST ${account}/conversations/{conversation_id}/assignments`]: {
    valid: async (here) => ({
      parameters: { conversation_id: await here.conversation() },
      body: { assignee_id: here.administrator.userId },
    }),
  },
  [`GET ${account}/conversations/{conversation_id}/labels`]: aConversation(),
  [`POST ${account}/conversations/{conversation_id}/labels`]: aConversation({ labels: ['billing'] }),
  [`GET ${account}/conversations/{conversation_id}/messages`]: aConversation(),
  [`POST ${account}/conversations/{conversation_id}/messages`]: aConversation({
    content: 'Hello',
    private: false,
    message_type: 'outgoing',
    content_type: 'text',
    content_attributes: {},
  }),
  [`DELETE ${account}/conversations/{conversation_id}/messages/{message_id}`]: {
    valid: async (here) => {
      const conversation_id = await here.conversation()
      const { id } = await here.make(`/conversations/${conversation_id}/messages`, { content: 'Gone soon' })
      return { parameters: { conversation_id, message_id: id } }
    },
  },

  [`GET ${account}/inboxes`]: { valid: nothing },
  [`GET ${account}/inboxes/{id}`]: anInbox(),
  [`POST ${account}/inboxes`]: {
    valid: (here) => ({ body: { name: `Desk ${here.unique()}`, channel: { type: 'test', address: here.unique() } } }),
  },
  [`PATCH ${account}/inboxes/{id}`]: anInbox({
    name: 'Front desk',
    enable_auto_assignment: false,
    greeting_enabled: true,
    greeting_message: 'Hello',
  }),
  [`GET ${account}/inboxes/{id}/agent_bot`]: anInbox(),
  [`POST ${account}/inboxes/{id}/set_agent_bot`]: anInbox({ agent_bot: null }),
  [`GET ${account}/inbox_members/{inbox_id}`]: {
    valid: async (here) => ({ parameters: { inbox_id: await here.inbox() } }),
  },
  [`POST ${account}/inbox_members`]: inboxWithAgent,
  [`PATCH ${account}/inbox_members`]: inboxWithAgent,
  [`DELETE ${account}/inbox_members`]: inboxWithAgent,

  [`GET ${account}/teams`]: { valid: nothing },
  [`POST ${account}/teams`]: {
    valid: (here) => ({ body: { name: `team ${here.unique()}`, description: 'They help', allow_auto_assign: true } }),
  },
  [`GET ${account}/teams/{team_id}`]: aTeam(),
  [`PATCH ${account}/teams/{team_id}`]: aTeam({ description: 'They help more' }),
  [`DELETE ${account}/teams/{team_id}`]: aTeam(),
  [`GET ${account}/teams/{team_id}/team_members`]: aTeam(),
  [`POST ${account}/teams/{team_id}/team_members`]: teamWithAgent,
  [`PATCH ${account}/teams/{team_id}/team_members`]: teamWithAgent,
  [`DELETE ${account}/teams/{team_id}/team_members`]: teamWithAgent,
}
