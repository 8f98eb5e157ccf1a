import { createAccountWithAdministrator, createAgent, type Member } from '../support/people.ts'
import type { Product } from '../support/product.ts'
import type { Operation } from './reference.ts'

export interface Input {
  /** Path parameters beside the account. */
  parameters?: Record<string, string | number>
  query?: string
  body?: unknown
  /** Another account's id in the path. */
  account?: number
}

export interface Answer {
  status: number
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server answered
  body: any
}

/** A Cordboard with an account in it, and the means to call its API as the description names it. */
export interface Deployment {
  product: Product
  administrator: { account: Member['account']; token: string; userId: number }
  stranger: { account: Member['account']; token: string }
  call(operation: Pick<Operation, 'method' | 'path'>, input: Input, token: string | undefined): Promise<Answer>
  /** Makes something through the API and answers with what was said. */
  make(path: string, body: object): Promise<Answer['body']>
  agent(): Promise<number>
  inbox(): Promise<number>
  contact(): Promise<number>
  conversation(): Promise<number>
  team(): Promise<number>
  unique(): string
}

export async function furnish(product: Product): Promise<Deployment> {
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  const other = await createAccountWithAdministrator(product, { name: 'Elsewhere' })
  let count = 0
  const unique = () => {
    count += 1
    return `${count}x${account.id}`
  }
  const call: Deployment['call'] = async ({ method, path }, input, apiToken) => {
    const parameters: Record<string, string | number> = { ...input.parameters, account_id: input.account ?? account.id }
    if (path.startsWith('/api/v1/accounts/{id}')) parameters.id = input.account ?? account.id
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name]))
    const headers: Record<string, string> = { ...(apiToken !== undefined && { api_access_token: apiToken }) }
    const init: RequestInit = { method, headers }
    if (input.body !== undefined && method !== 'GET') {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(input.body)
    }
    const response = await fetch(`${product.url}${filled}${input.query ? `?${input.query}` : ''}`, init)
    const text = await response.text()
    return { status: response.status, text, body: parsed(text) }
  }
  const make = async (path: string, body: object) => {
    const answer = await call({ method: 'POST', path: `/api/v1/accounts/{account_id}${path}` }, { body }, token)
    if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const inbox = async () =>
    (await make('/inboxes', { name: `Inbox ${unique()}`, channel: { type: 'test', address: unique() } })).id as number
  const contact = async () =>
    (await make('/contacts', { name: 'Joe', email: `joe${unique()}@x.test` })).payload.contact.id as number
  return {
    product,
    administrator: { account, token, userId: administrator.id },
    stranger: { account: other.account, token: other.token },
    call,
    make,
    unique,
    inbox,
    contact,
    agent: async () => (await createAgent(product, account)).user.id,
    conversation: async () => {
      const made = await make('/conversations', {
        inbox_id: await inbox(),
        contact_id: await contact(),
        source_id: unique(),
        message: { content: 'Hello' },
      })
      return made.id as number
    },
    team: async () => (await make('/teams', { name: `team ${unique()}` })).id as number,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
