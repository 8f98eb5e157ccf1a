import type { Client } from '@temporalio/client'
import { accountPath, createAccountWithAdministrator, createAgent } from '../../tests/support/people.ts'
import {
  type ProcessOptions,
  processConfiguration,
  type RunningProcesses,
  runProcesses,
} from '../../tests/support/processes.ts'
import { startProduct } from '../../tests/support/product.ts'

export interface WorldOptions {
  /** Folder of the plugin under test; `import.meta.dirname` and a few `..`. */
  plugin: string
  /** Further plugin folders that it needs. */
  beside?: readonly string[]
  /** The operator's variables, e.g. the address of a simulator. */
  environment?: Record<string, string>
  /** Run durable processes too, on a real Temporal server; `pace` divides their waiting times. */
  processes?: true | ProcessOptions
}

const lookMilliseconds = 50

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
type Body = any

export interface Answer {
  status: number
  headers: Headers
  body: Body
}

export interface Inbox {
  id: number
  /** The inbox as the API presents it. */
  presented: Body
}

/** A whole Cordboard with one plugin, one account and its people. */
export interface World extends AsyncDisposable {
  /** Address of the product, for simulators that call webhooks. */
  readonly url: string
  readonly accountId: number
  /** Tokens for the header `api_access_token`. */
  readonly administrator: { id: number; token: string }
  readonly agent: { id: number; token: string }
  /** Calls the API as the administrator, or as whoever holds `token`; paths without a leading `/api` are the account's. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answer>
  /** Connects an inbox of the plugin's channel; throws with the answer when the channel refuses. */
  inbox(channel: Record<string, unknown> & { type: string }, name?: string): Promise<Inbox>
  /** What a provider sends: bytes or text as they are, anything else as JSON. Answers what the provider gets. */
  receives(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** Waits until journal, event log and due jobs have nothing left to do. */
  settle(): Promise<void>
  conversations(): Promise<Body[]>
  /** Messages of a conversation by its number, oldest first. */
  messages(conversation: number): Promise<Body[]>
  /** An agent's answer in a conversation; the presented message. */
  replies(conversation: number, content: string, more?: Record<string, unknown>): Promise<Body>
  /** Waits until `look` answers something true, and answers it; what it throws meanwhile counts as no. */
  until<Found>(look: () => Found | Promise<Found>, options?: { within?: number }): Promise<Found>
  /** What durable processes run on, where the world has them. */
  readonly processes: ProcessesOfWorld
  enable(plugin: string): Promise<Answer>
  disable(plugin: string): Promise<Answer>
  /** Rows of the database, for what no API shows. */
  rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

export interface ProcessesOfWorld {
  /** Temporal's client, in the namespace of this world. */
  readonly client: Client
  /** A worker that goes away, as for a restart. */
  stop(): Promise<void>
  start(): Promise<void>
}

/**
 * Starts a real Cordboard on a database of its own, with the plugin loaded from its folder. Nothing is faked but what the
 * plugin talks to: give it the address of a simulator by `environment`.
 */
export async function world({ plugin, beside = [], environment = {}, processes }: WorldOptions): Promise<World> {
  const product = await startProduct({
    pluginsDirectory: '',
    pluginFolders: [plugin, ...beside],
    environment,
    ...(processes && (await processConfiguration(processes === true ? {} : processes))),
  })
  const failed = product.core.kernel.plugins().find(({ state }) => state === 'failed')
  if (failed) {
    await product.stop()
    throw new Error(failed.error)
  }
  let running: RunningProcesses | undefined
  if (processes)
    running = await runProcesses(product).catch(async (error) => {
      await product.stop()
      throw error
    })
  const { account, administrator, token } = await createAccountWithAdministrator(product)
  const agent = await createAgent(product, account)
  const base = `${product.url}${accountPath(account)}`

  const api: World['api'] = async (method, path, body, as = token) => {
    const response = await fetch(path.startsWith('/api') ? `${product.url}${path}` : `${base}${path}`, {
      method,
      headers: {
        api_access_token: as,
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
  const demand = async (answer: Promise<Answer>): Promise<Body> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  const rows: World['rows'] = async <Row>(text: string, values: unknown[] = []) =>
    (await product.core.pool.query(text, values)).rows as Row[]
  const { journal, dispatcher } = product.core

  const dueJobs = async (): Promise<boolean> => {
    const [found] = await rows<{ exists: boolean }>(
      `select exists (select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts)`,
    )
    return found?.exists ?? false
  }
  const settle = async (): Promise<void> => {
    do {
      await journal.settle()
      await dispatcher.settle()
      while (await dueJobs()) await new Promise((resolve) => setTimeout(resolve, 10))
      await dispatcher.settle()
    } while (await dueJobs())
  }
  const stop = async () => {
    await running?.end()
    await product.stop()
  }

  return {
    url: product.url,
    accountId: account.id,
    administrator: { id: administrator.id, token },
    agent: { id: agent.user.id, token: agent.token },
    api,
    async inbox(channel, name = 'Shop') {
      const presented = await demand(api('POST', '/inboxes', { name, channel }))
      const members = { inbox_id: presented.id, user_ids: [administrator.id, agent.user.id] }
      await demand(api('POST', '/inbox_members', members))
      return { id: presented.id, presented }
    },
    receives: (path, body, headers = {}) =>
      fetch(`${product.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
    settle,
    conversations: async () => (await demand(api('GET', '/conversations?status=all&assignee_type=all'))).data.payload,
    messages: async (conversation) => (await demand(api('GET', `/conversations/${conversation}/messages`))).payload,
    replies: (conversation, content, more = {}) =>
      demand(api('POST', `/conversations/${conversation}/messages`, { content, ...more })),
    async until(look, { within = 20_000 } = {}) {
      const deadline = performance.now() + within
      for (let cause: unknown; ; ) {
        const found = await Promise.try(look).catch((error) => {
          cause = error
        })
        if (found) return found
        if (performance.now() > deadline)
          throw new Error(`It did not come true within ${within / 1000} s`, cause === undefined ? {} : { cause })
        await new Promise((resolve) => setTimeout(resolve, lookMilliseconds))
      }
    },
    get processes() {
      if (!running) throw new Error('This world has no durable processes: world({ …, processes: true })')
      return running
    },
    enable: (id) => api('POST', `/plugins/${id}/enable`),
    disable: (id) => api('POST', `/plugins/${id}/disable`),
    rows,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
