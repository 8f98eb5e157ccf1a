import { type Delivery, type Outbound, PermanentError, type PluginContext, type Scope } from '@cordboard/plugin-sdk'
import { type Connection, connectionOf } from '../connection.ts'
import { failureOf } from '../errors.ts'
import type { Graph } from '../graph.ts'
import { GraphError } from '../graph-error.ts'
import { records, text } from '../json.ts'
import type { SendingTrouble } from '../onboarding/sending-trouble.ts'
import { compose } from './compose.ts'
import type { Pace } from './pace.ts'
import type { Part } from './part.ts'
import { partsOf } from './parts.ts'
import { templatePart } from './template.ts'
import { upload } from './upload.ts'
import { requireOpenWindow } from './window.ts'

const progressSeconds = 86_400

export interface Sender {
  channels: PluginContext['channels']
  files: PluginContext['files']
  store: PluginContext['store']
  settings: PluginContext['settings']
  graph: Graph
  pace: Pace
  trouble: SendingTrouble
}

/** Hands a message to the provider, part by part. A retry goes on where the last try stopped. */
export async function send(message: Outbound, scope: Pick<Scope, 'signal'>, sender: Sender): Promise<Delivery> {
  const channel = await sender.channels.get(message.inboxId)
  if (!channel) throw new PermanentError('whatsapp.inbox_missing', 'This inbox is no longer connected')
  const connection = connectionOf(channel)
  const parts = message.template
    ? [templatePart(message.template, channel.settings.message_templates)]
    : freeParts(message)
  const sent = await progress(message, parts, connection, sender)
  for (const [index, part] of parts.entries()) {
    if (index < sent.length) continue
    sent.push(
      await sendPart(
        { message, part, position: { index, count: parts.length }, connection, signal: scope.signal },
        sender,
      ),
    )
    if (parts.length > 1) await remember(message, sent, connection, sender)
  }
  return { sourceId: sent[0] as string, status: 'sent', ...(sent.length > 1 ? { sourceIds: sent } : {}) }
}

function freeParts(message: Outbound): Part[] {
  requireOpenWindow(message)
  return partsOf(message)
}

const progressKey = ({ messageId }: Outbound): string => `send:${messageId}`

async function progress(
  message: Outbound,
  parts: Part[],
  { accountId }: Connection,
  { store }: Sender,
): Promise<string[]> {
  if (parts.length === 1 || message.attempt === 1) return []
  return (await store.get<string[]>(progressKey(message), { accountId })) ?? []
}

const remember = (message: Outbound, sent: string[], { accountId }: Connection, { store }: Sender): Promise<void> =>
  store.set(progressKey(message), sent, { accountId, ttlSeconds: progressSeconds })

interface Sending {
  message: Outbound
  part: Part
  position: { index: number; count: number }
  connection: Connection
  signal: AbortSignal
}

async function sendPart({ message, part, position, connection, signal }: Sending, sender: Sender): Promise<string> {
  const { graph, pace } = sender
  await pace.take(connection.phoneNumberId, message.to, signal)
  try {
    const media = part.type === 'file' ? await mediaOf(part, connection, sender) : undefined
    const answer = await graph.post(
      connection,
      `${connection.phoneNumberId}/messages`,
      compose(message, part, position, media),
    )
    const id = text(records(answer.messages)[0]?.id)
    if (id) return id
  } catch (error) {
    if (error instanceof GraphError) sender.trouble.note(message.inboxId, error.code)
    throw failureOf(error, message.attempt)
  }
  throw new PermanentError('whatsapp.no_id', 'WhatsApp took the message but gave it no id')
}

async function mediaOf(
  { attachment }: Extract<Part, { type: 'file' }>,
  connection: Connection,
  sender: Sender,
): Promise<object> {
  const { sendFilesAsLinks } = await sender.settings.for(connection.accountId)
  if (sendFilesAsLinks === true) return { link: new URL(attachment.url).href }
  return { id: await upload(attachment, { connection, graph: sender.graph, files: sender.files }) }
}
