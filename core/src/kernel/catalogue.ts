import { AsyncParallelHook, AsyncSeriesBailHook, AsyncSeriesHook, AsyncSeriesWaterfallHook, HookMap } from 'tapable'
import type { RouteCollector } from './context.ts'
import type {
  AttachmentRequest,
  Capabilities,
  ChannelDraft,
  ConversationFact,
  Delivery,
  Fact,
  FetchedAttachment,
  Health,
  IdentityHints,
  Inbound,
  InboxPresentation,
  MessageDraft,
  MessageFact,
  Outbound,
  RawInbound,
  ReadRequest,
  TypingRequest,
} from './payloads.ts'
import type { Scope } from './scope.ts'

type Waterfall<Value> = AsyncSeriesWaterfallHook<[Value, Scope], Value | undefined>
type Bail<Question, Answer> = AsyncSeriesBailHook<[Question, Scope], Answer>
type Keyed<Question, Answer> = HookMap<Bail<Question, Answer>>
type FactHook<Payload> = AsyncParallelHook<[Fact<Payload>, Scope]>

export interface CordboardHooks {
  'http.routes': AsyncSeriesHook<[RouteCollector, Scope]>
  'inbox.beforeCreate': HookMap<Waterfall<ChannelDraft>>
  'inbox.present': Keyed<InboxPresentation, Record<string, unknown>>
  'inbox.health': Keyed<{ inboxId: number }, Health>
  'channel.receive': Keyed<RawInbound, Inbound[]>
  'channel.capabilities': Keyed<{ inboxId: number }, Capabilities>
  'contact.identify': Bail<IdentityHints & { inboxId: number }, { contactId: number }>
  'conversation.resolveTarget': Bail<{ inboxId: number; contactInboxId: number }, { conversationId: number }>
  'message.beforeCreate': Waterfall<MessageDraft>
  'message.created': FactHook<MessageFact>
  'message.updated': FactHook<MessageFact>
  'conversation.created': FactHook<ConversationFact>
  'conversation.updated': FactHook<ConversationFact>
  'attachment.fetch': Keyed<AttachmentRequest, FetchedAttachment>
  'outbound.beforeSend': Waterfall<Outbound>
  'outbound.send': Keyed<Outbound, Delivery>
  'outbound.typing': Keyed<TypingRequest, true>
  'outbound.markRead': Keyed<ReadRequest, true>
}

export const createHooks = (): CordboardHooks =>
  Object.freeze<CordboardHooks>({
    'http.routes': new AsyncSeriesHook<[RouteCollector, Scope]>(['collector', 'scope'], 'http.routes'),
    'inbox.beforeCreate': byKey('inbox.beforeCreate', waterfall<ChannelDraft>),
    'inbox.present': byKey('inbox.present', bail<InboxPresentation, Record<string, unknown>>),
    'inbox.health': byKey('inbox.health', bail<{ inboxId: number }, Health>),
    'channel.receive': byKey('channel.receive', bail<RawInbound, Inbound[]>),
    'channel.capabilities': byKey('channel.capabilities', bail<{ inboxId: number }, Capabilities>),
    'contact.identify': bail('contact.identify'),
    'conversation.resolveTarget': bail('conversation.resolveTarget'),
    'message.beforeCreate': waterfall('message.beforeCreate'),
    'message.created': fact('message.created'),
    'message.updated': fact('message.updated'),
    'conversation.created': fact('conversation.created'),
    'conversation.updated': fact('conversation.updated'),
    'attachment.fetch': byKey('attachment.fetch', bail<AttachmentRequest, FetchedAttachment>),
    'outbound.beforeSend': waterfall('outbound.beforeSend'),
    'outbound.send': byKey('outbound.send', bail<Outbound, Delivery>),
    'outbound.typing': byKey('outbound.typing', bail<TypingRequest, true>),
    'outbound.markRead': byKey('outbound.markRead', bail<ReadRequest, true>),
  })

const waterfall = <Value>(name: string): Waterfall<Value> =>
  new AsyncSeriesWaterfallHook<[Value, Scope], Value | undefined>(['value', 'scope'], name)
const bail = <Question, Answer>(name: string): Bail<Question, Answer> =>
  new AsyncSeriesBailHook<[Question, Scope], Answer>(['question', 'scope'], name)
const fact = <Payload>(name: string): FactHook<Payload> =>
  new AsyncParallelHook<[Fact<Payload>, Scope]>(['fact', 'scope'], name)
const byKey = <Kind>(name: string, make: (name: string) => Kind) => new HookMap<Kind>((key) => make(`${name}:${key}`))
