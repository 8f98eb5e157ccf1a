import type { Readable } from 'node:stream'
import type { ChannelProgress } from '../processes/progress.ts'
import type { CordboardHooks } from './catalogue.ts'
import type { ChannelRecord } from './payloads.ts'

/**
 * Everything a plugin may touch. A member is there only if the manifest asks for its permission; using one that was not
 * asked for throws `plugin.permission`.
 */
export interface PluginContext<Settings = Record<string, unknown>> {
  readonly pluginId: string
  readonly version: string
  /** The hook catalogue. Taps register under the plugin's id whatever name they give. */
  readonly hooks: CordboardHooks
  readonly log: PluginLog
  /** Settings of the manifest's schema, defaults filled in. Permission: none. */
  readonly settings: { for(accountId: number): Promise<Settings> }
  /** Small values of the plugin's own, 64 kB each. Permission `storage:own`. */
  readonly store: PluginStore
  /** Outgoing HTTP, limited to the hosts of `http:egress:<host>`. */
  readonly http: PluginHttp
  /** Channels of the types that the plugin declares, secrets included. Permission `secrets:own`. */
  readonly channels: PluginChannels
  /** Files of the messages that the plugin is asked to send. For channel plugins. */
  readonly files: PluginFiles
  /** Hands provider payloads to the journal. For channel plugins. */
  readonly inbound: PluginInbound
  /** Jobs with retries. Permission `jobs:own`. */
  readonly jobs: PluginJobs
  /** The durable processes of the plugin's channels. Permission `workflow:start`. */
  readonly processes: PluginProcesses
  /** What an account's administrators are told. Permission `users:notify`. */
  readonly notices: PluginNotices
  /** Raises a domain fact's realtime side: tells dashboards to read the inbox again. */
  readonly realtime: { inboxChanged(accountId: number, inboxId: number): Promise<void> }
  /** Installation-wide variables whose names begin with a prefix the manifest's id owns, e.g. `WHATSAPP_`. */
  readonly environment: Readonly<Record<string, string>>
  /** Absolute base address of the installation, without a trailing slash. */
  readonly baseUrl: string
  /** Runs when the generation starts to serve; what it returns is disposed when the generation has drained. */
  onStart(start: () => Promise<Disposable | AsyncDisposable | undefined>): void
}

export interface PluginLog {
  debug(message: string, detail?: object): void
  info(message: string, detail?: object): void
  warn(message: string, detail?: object): void
  error(message: string, detail?: object): void
}

export interface PluginStore {
  get<Value>(key: string, options: { accountId: number }): Promise<Value | undefined>
  set(key: string, value: unknown, options: { accountId: number; ttlSeconds?: number }): Promise<void>
  delete(key: string, options: { accountId: number }): Promise<void>
}

export interface PluginHttp {
  /** Like `fetch`; refuses hosts that the manifest does not list, private addresses, and redirects to either. */
  fetch(url: string, init?: PluginFetchInit): Promise<Response>
}

export interface PluginFetchInit {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array | FormData | Readable | ReadableStream
  /** Milliseconds; default 20,000. */
  timeout?: number
  signal?: AbortSignal
}

export interface PluginChannels {
  get(inboxId: number): Promise<ChannelRecord | undefined>
  /** By identity across accounts, for webhooks that name only the provider's side. Only enabled or held inboxes are returned. */
  find(type: string, identity: string): Promise<ChannelRecord[]>
  /** By one setting across accounts. */
  findBySetting(type: string, key: string, value: string): Promise<ChannelRecord[]>
  all(type: string): Promise<ChannelRecord[]>
  /**
   * Changes what is named; settings and secrets are merged into those that are stored. A new `identity` must be free, as in
   * the API. With `news` the channel's process hears of it, in the same transaction.
   */
  update(inboxId: number, changes: ChannelChanges, news?: ProcessNews & TellOptions): Promise<void>
  /** Makes an inbox of a channel that its plugin has checked already, with the checks of the API; answers its id. */
  connect(channel: NewChannel): Promise<number>
}

export interface ChannelChanges {
  settings?: Record<string, unknown>
  /** An empty one is taken away. */
  secrets?: Record<string, string>
  identity?: string
  /** Name of the inbox. */
  name?: string
}

export interface NewChannel {
  accountId: number
  /** Name of the inbox. */
  name: string
  type: string
  identity: string
  settings: Record<string, unknown>
  secrets: Record<string, string>
  /** Who asked for it. */
  userId?: number
}

/** Something that happened outside, as in `Onboarding.news`. */
export interface ProcessNews {
  name: string
  /** Id of the person who did it. */
  by?: number
  /** Never a secret and never a customer's words: it stays in the workflow's history. */
  detail?: Record<string, unknown>
}

export interface TellOptions {
  /** News of the same key of an inbox reach its process once, e.g. the id of a provider's event. */
  key?: string
  /** Starts onboarding, for this reason, when none runs. Otherwise the health monitor hears the news. */
  onboard?: string
}

/** What a person asks for and waits for, as in `Onboarding.wishes`. */
export interface ProcessWish {
  name: string
  by?: number
  /** Never a secret: references only. */
  detail?: Record<string, unknown>
}

/** Processes of the channels whose type the plugin declares; other inboxes are as if they were not there. */
export interface PluginProcesses {
  /** How far the process of an inbox is. `stale`: what durable processes run on is away, so this may be old. */
  progress(inboxId: number): Promise<(ChannelProgress & { stale: boolean }) | undefined>
  /** Durable when it resolves; news of one inbox arrive in order, each once, whatever is away at the moment. */
  tell(inboxId: number, news: ProcessNews, options?: TellOptions): Promise<void>
  /**
   * Starts onboarding where none runs, hands over the wish and waits for its answer. `queued`: nobody answered in time
   * (default 20 s) or processes are paused; the wish is kept and carried out later. Throws `ProcessRefused` when the
   * onboarding refuses it.
   */
  ask(
    inboxId: number,
    wish: ProcessWish,
    options?: { withinMilliseconds?: number },
  ): Promise<Record<string, unknown> | 'queued'>
  /** What was seen of the channel, oldest first: one a change, at least one a day, for at most 90 days. */
  snapshots(inboxId: number, days: number): Promise<{ at: string; facts: Record<string, unknown> }[]>
  /** Address of a workflow in the Temporal UI, where the operator has one. */
  link(workflowId: string): string | undefined
}

/** A wish that the process does not carry out: `code` and `message` are the table's own words. */
export interface ProcessRefused extends Error {
  readonly name: 'ProcessRefused'
  readonly code: string
  /** Milliseconds since 1970, where the same wish may be granted later. */
  readonly retryAt: number | undefined
}

export interface PluginNotice {
  /** A notice of the same key is told once, for ever: make it as particular as the occasion. */
  key: string
  severity: 'info' | 'warning' | 'critical'
  title: string
  text: string
  /** `<message>.title` and `<message>.text` in the plugin's locales say the same in other languages, filled with `values`. */
  message?: string
  values?: Record<string, unknown>
  inboxId?: number
}

export interface PluginNotices {
  /** In the application and by e-mail, to the account's administrators. */
  raise(accountId: number, notice: PluginNotice): Promise<void>
  /** What it told is over: it leaves the list of open notices. */
  settle(accountId: number, key: string): Promise<void>
}

export interface PluginFiles {
  /** The bytes of an outbound message's attachment, read from storage and not over the network. */
  open(accountId: number, attachmentId: number): Promise<Readable>
}

export interface InboundEntry {
  accountId: number
  inboxId: number
  /** Unique per provider event within the inbox; a second entry with the same id is a no-op. */
  providerId: string
  headers?: Record<string, string>
  body: Uint8Array
}

export interface PluginInbound {
  /** Resolves when the entries are durable. Parsing follows in order, in process. */
  receive(entries: InboundEntry[]): Promise<void>
}

export type JobHandler = (
  payload: Record<string, unknown>,
  job: { accountId: number; attempt: number; signal: AbortSignal },
) => Promise<void>

export interface PluginJobs {
  /** Declares what a job of the manifest's `contributes.jobs` does. */
  define(name: string, handler: JobHandler): void
  enqueue(
    name: string,
    payload: Record<string, unknown>,
    options: { accountId: number; runAt?: Date; key?: string; queue?: string },
  ): Promise<void>
}

export interface PluginRequest {
  method: string
  path: string
  params: Record<string, string>
  query: Record<string, string>
  /** Lower-case names. */
  headers: Record<string, string>
  /** The bytes as received, for routes with `rawBody`. */
  rawBody: Uint8Array
  /** Parsed JSON or form body for routes without `rawBody`. */
  body: Record<string, unknown>
  /** Set where `auth` is agent or administrator. */
  accountId?: number
  userId?: number
  role?: 'agent' | 'administrator'
  /**
   * Set where the path has `:inbox_id` and `auth` is agent or administrator: the account's inbox of that id, of any type.
   * The host has answered 404 already when there is none, and 401 when the caller may not see it.
   */
  inbox?: { id: number; type: string }
}

export interface PluginResponse {
  status?: number
  headers?: Record<string, string>
  /** A string is sent as text, bytes as they are, anything else as JSON; absent = empty. */
  body?: unknown
}

export type PluginRouteHandler = (request: PluginRequest) => Promise<PluginResponse> | PluginResponse

/** Collects the handlers of the manifest's routes. */
export interface RouteCollector {
  handle(method: string, path: string, handler: PluginRouteHandler): void
}
