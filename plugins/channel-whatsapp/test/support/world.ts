import { Readable } from 'node:stream'
import type {
  ChannelRecord,
  Outbound,
  OutboundAttachment,
  PluginChannels,
  PluginHttp,
  PluginProcesses,
} from '@cordboard/plugin-sdk'
import { createGraph } from '../../server/graph.ts'
import { createPace } from '../../server/send/pace.ts'
import type { Sender } from '../../server/send/send.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { juniper } from './juniper.ts'

/** The plugin's parts against the simulator, without a Cordboard around them. */
export async function startWorld() {
  const simulator = await startSimulator({ statuses: { sent: null, delivered: null, read: null } })
  const number = simulator.addNumber({ ...juniper })
  const channel: ChannelRecord = {
    accountId: 1,
    inboxId: 7,
    channelId: 9,
    type: 'Channel::Whatsapp',
    identity: '+15550104477',
    settings: {
      phone_number_id: juniper.phoneNumberId,
      business_account_id: juniper.businessAccountId,
      message_templates: juniper.templates,
    },
    secrets: { api_key: juniper.token, webhook_verify_token: 'let-me-in' },
  }
  const channels = channelsOf([channel])
  const files = new Map<number, Buffer>()
  const settings: Record<string, unknown> = {}
  const kept = new Map<string, unknown>()
  const troubles: number[] = []
  const graph = createGraph({ http, graphUrl: simulator.url, graphVersion: 'v24.0' })
  const sender: Sender = {
    channels,
    graph,
    pace: createPace(),
    trouble: { note: (_, code) => void (code !== undefined && troubles.push(code)) },
    settings: { for: async () => settings },
    files: { open: async (_, id) => Readable.from([files.get(id) ?? Buffer.alloc(0)]) },
    store: {
      get: async <Value>(key: string) => kept.get(key) as Value | undefined,
      set: async (key, value) => void kept.set(key, structuredClone(value)),
      delete: async (key) => void kept.delete(key),
    },
  }
  return { simulator, number, channel, channels, files, graph, sender, settings, troubles }
}

export type World = Awaited<ReturnType<typeof startWorld>>

/** Calls the simulator as the host's own client would. */
export const http: PluginHttp = {
  fetch: (url, { timeout = 20_000, ...init } = {}) =>
    fetch(url, { ...(init as RequestInit), signal: AbortSignal.timeout(timeout) }),
}

/** Stored channels in memory. */
export function channelsOf(list: ChannelRecord[]): PluginChannels {
  return {
    get: async (inboxId) => list.find((channel) => channel.inboxId === inboxId),
    find: async (_, identity) => list.filter((channel) => channel.identity === identity),
    findBySetting: async (_, key, value) => list.filter((channel) => channel.settings[key] === value),
    all: async () => list,
    update: async (inboxId, { settings, secrets, identity }) => {
      const channel = list.find((one) => one.inboxId === inboxId)
      Object.assign(channel?.settings ?? {}, settings)
      Object.assign(channel?.secrets ?? {}, secrets)
      if (channel && identity) channel.identity = identity
    },
    connect: async () => {
      throw new Error('These channels are all there are')
    },
  }
}

/** A message to send, to a customer who has just written. */
export const outbound = (changes: Partial<Outbound> = {}): Outbound => ({
  messageId: 4711,
  conversationId: 3,
  conversationDisplayId: 1,
  inboxId: 7,
  contactId: 5,
  to: '15550109911',
  content: '',
  contentType: 'text',
  attributes: {},
  attachments: [],
  lastIncomingAt: new Date().toISOString(),
  idempotencyKey: 'message:4711',
  attempt: 1,
  ...changes,
})

export const attachment = (changes: Partial<OutboundAttachment> = {}): OutboundAttachment => ({
  id: 1,
  kind: 'image',
  name: 'bike.png',
  contentType: 'image/png',
  bytes: 4,
  url: 'https://desk.juniper.example/files/bike.png',
  ...changes,
})

/** A Cordboard where no process ever runs. */
export const noProcesses: PluginProcesses = {
  progress: async () => undefined,
  tell: async () => {},
  ask: async () => 'queued',
  snapshots: async () => [],
  link: () => undefined,
}
