import { accountUrl, api } from './api.ts'

/** A fact that a plugin did not take: waiting for its next try, or given up. */
export interface FailedDelivery {
  event_id: number
  plugin_id: string
  /** Name of the fact, e.g. `message.created`. */
  name: string
  attempts: number
  state: 'waiting' | 'dead' | 'delivered' | 'skipped'
  /** ISO 8601. */
  next_at: string
  last_error: string | null
  payload: Record<string, unknown> | null
  /** ISO 8601. */
  occurred_at: string | null
}

/** What a provider sent and could not be stored, or waits for its channel to be switched on. */
export interface InboundEvent {
  id: number
  inbox_id: number
  state: 'received' | 'done' | 'failed' | 'held'
  attempts: number
  error: string | null
  /** The body as text, secrets cut out. */
  payload: string
  /** ISO 8601. */
  received_at: string
}

interface Page<Row> {
  payload: Row[]
  meta: { next: number | null }
}

const deliveries = (account: number, path = '') => accountUrl(account, `deliveries${path}`)
const inbound = (account: number, path = '') => accountUrl(account, `inbound_events${path}`)
const of = (pluginId: string) => `?plugin_id=${encodeURIComponent(pluginId)}`

export const listDeliveries = async (account: number, pluginId: string): Promise<FailedDelivery[]> =>
  (await api.get<Page<FailedDelivery>>(deliveries(account, of(pluginId)))).payload

export const settleDelivery = (
  account: number,
  { event_id, plugin_id }: FailedDelivery,
  how: 'retry' | 'skip',
): Promise<void> => api.post(deliveries(account, `/${event_id}/${plugin_id}/${how}`), {})

export const listInboundEvents = async (account: number, pluginId: string): Promise<InboundEvent[]> =>
  (await api.get<Page<InboundEvent>>(inbound(account, of(pluginId)))).payload

export const settleInboundEvent = (account: number, { id }: InboundEvent, how: 'retry' | 'skip'): Promise<void> =>
  api.post(inbound(account, `/${id}/${how}`), {})
