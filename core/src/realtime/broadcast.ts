import type { Core } from '../core.ts'
import { loadContactEvents } from '../domain/contact/load-contacts.ts'
import { loadConversationEvents } from '../domain/conversation/load-conversations.ts'
import { loadMessageEvents } from '../domain/message/load-messages.ts'
import { presentUserEvent } from '../domain/user/user.presenter.ts'
import { loadUserViews } from '../domain/user/user-view.ts'
import type { LoggedEvent } from '../events/dispatcher.ts'
import { type Audience, audiencesOf } from './recipients.ts'
import type { Streams } from './streams.ts'

/** How a fact of the log becomes a frame of the contract. */
interface Frame {
  event: string
  shape: 'message' | 'conversation' | 'contact'
  /** Whether the customer hears of it too. */
  contact: boolean
  /** Whether the frame tells who did it. The update group carries the state at send time and leaves it out. */
  performer: boolean
}

const message = { shape: 'message', contact: true, performer: true } as const
const conversation = { shape: 'conversation', contact: true, performer: false } as const
const inside = { shape: 'conversation', contact: false, performer: false } as const
const contact = { shape: 'contact', contact: false, performer: true } as const

const frames: Readonly<Record<string, Frame>> = {
  'message.created': { ...message, event: 'message.created' },
  'message.updated': { ...message, event: 'message.updated' },
  'message.deleted': { ...message, event: 'message.updated' },
  'message.firstReply': { ...message, event: 'first.reply.created', contact: false },
  'conversation.created': { ...conversation, event: 'conversation.created', performer: true },
  'conversation.updated': { ...conversation, event: 'conversation.updated' },
  'conversation.statusChanged': { ...conversation, event: 'conversation.status_changed' },
  'conversation.read': { ...inside, event: 'conversation.read' },
  'conversation.contactChanged': { ...inside, event: 'conversation.contact_changed' },
  'assignment.changed': { ...inside, event: 'assignee.changed' },
  'team.changed': { ...inside, event: 'team.changed' },
  'contact.created': { ...contact, event: 'contact.created' },
  'contact.updated': { ...contact, event: 'contact.updated' },
  'contact.merged': { ...contact, event: 'contact.merged' },
  'contact.deleted': { ...contact, event: 'contact.deleted' },
}

const activityType = 2

/** Sends the facts of a batch, in log order, to the sockets of this process that may hear of them. */
export async function broadcast(core: Core, streams: Streams, events: readonly LoggedEvent[]): Promise<void> {
  const heard = events.filter(({ name, accountId }) => name in frames && streams.hasAccount(accountId))
  for (const [accountId, batch] of Map.groupBy(heard, (event) => event.accountId))
    await broadcastOf(core, streams, accountId, batch)
}

async function broadcastOf(
  core: Core,
  streams: Streams,
  accountId: number,
  events: readonly LoggedEvent[],
): Promise<void> {
  const loaded = await load(core, accountId, events)
  for (const event of events) {
    const frame = frames[event.name] as Frame
    const data = loaded.dataOf(event)
    if (!data) continue
    const message = { event: frame.event, data: { ...data, ...loaded.extrasOf(event, frame), account_id: accountId } }
    streams.send(recipients(frame, accountId, data, loaded.audienceOf(event)), message)
  }
}

function recipients(
  frame: Frame,
  accountId: number,
  data: Record<string, unknown>,
  audience: Audience | undefined,
): string[] {
  if (frame.shape === 'contact') return [`account_${accountId}`]
  if (!audience) return []
  const hidden = data.private === true || data.message_type === activityType
  return frame.contact && !hidden ? [...audience.agents, ...audience.contact] : audience.agents
}

// Everything a batch needs, in one statement a kind.
async function load(core: Core, accountId: number, events: readonly LoggedEvent[]) {
  const ids = (shape: Frame['shape']) => [
    ...new Set(events.filter(({ name }) => frames[name]?.shape === shape).map(subjectOf)),
  ]
  const actors = [
    ...new Set(
      events
        .filter(({ name }) => frames[name]?.performer)
        .flatMap(({ actor }) => (actor?.kind === 'user' ? [Number(actor.id)] : [])),
    ),
  ]
  const about = [...new Set(events.flatMap(conversationOf))]
  const [messages, conversations, contacts, audiences, users] = await Promise.all([
    some(ids('message'), (wanted) => loadMessageEvents(core, accountId, wanted)),
    some(ids('conversation'), (wanted) => loadConversationEvents(core, accountId, wanted)),
    some(ids('contact'), (wanted) => loadContactEvents(core, accountId, wanted)),
    some(about, (wanted) => audiencesOf(core.pool, accountId, wanted)),
    some(
      actors,
      async (wanted) =>
        new Map(
          (await loadUserViews(core, core.orm.em.fork(), accountId, wanted)).map((user) => [
            user.id,
            presentUserEvent(user),
          ]),
        ),
    ),
  ])
  const byShape = { message: messages, conversation: conversations, contact: contacts } as Record<
    Frame['shape'],
    Map<number, Record<string, unknown>>
  >
  return {
    dataOf: (event: LoggedEvent) => {
      const shape = (frames[event.name] as Frame).shape
      return (
        byShape[shape].get(subjectOf(event)) ?? (event.name === 'contact.deleted' ? { id: event.subjectId } : undefined)
      )
    },
    audienceOf: (event: LoggedEvent) => conversationOf(event).map((id) => audiences.get(id))[0],
    extrasOf: ({ name, payload, actor }: LoggedEvent, frame: Frame) => ({
      ...(frame.performer && actor?.kind === 'user' && { performer: users.get(Number(actor.id)) }),
      ...(name === 'message.created' && typeof payload.echoId === 'string' && { echo_id: payload.echoId }),
      ...(frame.event === 'message.updated' && { previous_changes: payload.changes ?? {} }),
    }),
  }
}

const some = <Found>(
  ids: number[],
  read: (ids: number[]) => Promise<Map<number, Found>>,
): Promise<Map<number, Found>> => (ids.length === 0 ? Promise.resolve(new Map()) : read(ids))

const subjectOf = ({ name, subjectId, payload }: LoggedEvent): number => {
  const shape = frames[name]?.shape
  if (shape === 'message') return Number(payload.messageId ?? subjectId)
  return shape === 'conversation' ? Number(payload.conversationId ?? subjectId) : subjectId
}
const conversationOf = ({ name, subjectId, payload }: LoggedEvent): number[] => {
  if (frames[name]?.shape === 'contact') return []
  const id = Number(payload.conversationId ?? (frames[name]?.shape === 'conversation' ? subjectId : Number.NaN))
  return Number.isSafeInteger(id) ? [id] : []
}
