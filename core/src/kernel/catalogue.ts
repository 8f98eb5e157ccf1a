import { answers } from './answers.ts'
import type { RouteCollector } from './context.ts'
import type {
  AccountFact,
  AssignmentFact,
  ChannelHealthFact,
  ChannelOnboardedFact,
  ContactChangedFact,
  ContactFact,
  ContactMergedFact,
  ConversationFact,
  InboxFact,
  LabelsChangedFact,
  MentionFact,
  MessageFact,
  PriorityChangedFact,
  ReplyFact,
  SettingsFact,
  StatusChangedFact,
} from './facts.ts'
import { bail, collect, fact, type HookDefinition, keyed, series, waterfall } from './hook-kinds.ts'
import type {
  Assignment,
  AssignmentRequest,
  AttachmentRequest,
  BotAnswer,
  BotTurn,
  Capabilities,
  ChannelAction,
  ChannelDraft,
  ContactDraft,
  ConversationDraft,
  Delivery,
  FetchedAttachment,
  GenerationChange,
  Health,
  IdentityHints,
  Inbound,
  InboxPresentation,
  MessageDraft,
  Outbound,
  PluginChange,
  Problem,
  RawInbound,
  ReadRequest,
  SettingsDraft,
  StatusChange,
  TranslationRequest,
  TypingRequest,
  UploadDraft,
  WebhookDraft,
} from './payloads.ts'

const second = 1_000

/** Every hook there is: what it carries, when it runs, how long a tap may take and what its failure means. */
export const catalogue = {
  // The kernel itself
  'kernel.starting': series<GenerationChange>({
    about: 'A generation is about to serve.',
    carries: '`{generation}`',
    moment: 'life cycle',
    limit: [1 * second, 10 * second],
    onFailure: 'pluginFailed',
  }),
  'kernel.stopping': series<GenerationChange>({
    about: 'A generation has drained and is about to be disposed of.',
    carries: '`{generation}`',
    moment: 'life cycle',
    limit: [1 * second, 10 * second],
    onFailure: 'skip',
  }),
  'plugin.enabled': keyed(
    series<PluginChange>({
      about: 'The plugin is about to be switched on for an account; throw to keep it off.',
      carries: '`{pluginId, accountId}`',
      moment: 'life cycle',
      limit: [5 * second, 60 * second],
      onFailure: 'fail',
      needs: 'owner',
    }),
  ),
  'plugin.disabled': keyed(
    series<PluginChange>({
      about: 'The plugin was switched off for an account.',
      carries: '`{pluginId, accountId}`',
      moment: 'life cycle',
      limit: [5 * second, 60 * second],
      onFailure: 'skip',
      needs: 'owner',
    }),
  ),
  'http.routes': collect<RouteCollector>({
    about: 'Hand over the handlers of the routes that the manifest lists.',
    carries: '`RouteCollector`',
    moment: 'build',
    limit: [0.1 * second, 1 * second],
    onFailure: 'pluginFailed',
  }),
  'settings.validate': keyed(
    bail<SettingsDraft, Problem[]>({
      about: 'Check settings beyond their schema before they are stored.',
      carries: '`{settings, previous}` → `Problem[]`',
      moment: 'on demand',
      limit: [1 * second, 5 * second],
      onFailure: 'fail',
      needs: 'owner',
      answer: answers.problems,
    }),
  ),
  'settings.changed': fact<SettingsFact>({
    about: 'Settings of a plugin were stored; `pluginId` says of which.',
    carries: '`{pluginId, keys}`',
  }),

  // Accounts and inboxes
  'account.created': fact<AccountFact>({
    about: 'An account exists.',
    carries: '`{accountId}`',
    needs: 'accounts:read',
  }),
  'account.deleted': fact<AccountFact>({
    about: 'An account is gone.',
    carries: '`{accountId}`',
    needs: 'accounts:read',
    reserved: true,
  }),
  'inbox.created': fact<InboxFact>({
    about: 'An inbox was connected.',
    carries: '`{inboxId, channelType}`',
    needs: 'inboxes:read',
  }),
  'inbox.updated': fact<InboxFact>({
    about: 'An inbox or its channel was changed.',
    carries: '`{inboxId, channelType, changes}`',
    needs: 'inboxes:read',
  }),
  'inbox.deleted': fact<InboxFact>({
    about: 'An inbox is gone.',
    carries: '`{inboxId, channelType}`',
    needs: 'inboxes:read',
  }),
  'inbox.beforeCreate': keyed(
    waterfall<ChannelDraft>({
      about: 'Check and complete what an administrator entered for a channel, new (`inboxId` absent) or changed.',
      carries: '`ChannelDraft`',
      moment: 'before commit',
      limit: [5 * second, 20 * second],
      onFailure: 'fail',
      needs: 'owner',
      answer: answers.channelDraft,
    }),
  ),
  'inbox.present': keyed(
    bail<InboxPresentation, Record<string, unknown>>({
      about: 'Extra keys of an inbox on the wire. Never the value of a secret.',
      carries: '`InboxPresentation` → object',
      moment: 'on demand',
      limit: [20, 100],
      onFailure: 'skip',
      needs: 'owner',
      answer: answers.presentation,
      breaker: false,
    }),
  ),
  'inbox.health': keyed(
    bail<{ inboxId: number }, Health>({
      about: 'Ask the provider how the channel of an inbox is.',
      carries: '`{inboxId}` → `Health`',
      moment: 'on demand',
      limit: [5 * second, 20 * second],
      onFailure: 'skip',
      needs: 'owner',
      reserved: true,
      answer: answers.health,
    }),
  ),

  'inbox.disconnect': keyed(
    series<{ inboxId: number }>({
      about: 'An inbox is about to be deleted: leave the provider in order. Secrets can still be read.',
      carries: '`{inboxId}`',
      moment: 'before commit',
      limit: [5 * second, 20 * second],
      onFailure: 'skip',
      needs: 'owner',
      breaker: false,
    }),
  ),

  // Channels
  'channel.observe': keyed(
    bail<{ inboxId: number }, Record<string, unknown>>({
      about: 'Look at the provider for how a channel is. Throw `ProcessFailure` when it can not be seen.',
      carries: '`{inboxId}` → facts',
      moment: 'job',
      limit: [10 * second, 30 * second],
      onFailure: 'fail',
      needs: 'owner',
      answer: answers.facts,
      breaker: false,
    }),
  ),
  'channel.act': keyed(
    bail<ChannelAction, Record<string, unknown>>({
      about: 'Carry out one action of a channel’s process. Throw `ProcessFailure` with the provider’s answer.',
      carries: '`ChannelAction` → result',
      moment: 'job',
      limit: [20 * second, 60 * second],
      onFailure: 'fail',
      needs: 'owner',
      answer: answers.facts,
      breaker: false,
    }),
  ),
  'channel.onboarded': fact<ChannelOnboardedFact>({
    about: 'A channel is live: its onboarding is done.',
    carries: '`{inboxId, channelType}`',
    needs: 'inboxes:read',
  }),
  'channel.healthChanged': fact<ChannelHealthFact>({
    about: 'The health of a live channel changed.',
    carries: '`{inboxId, channelType, changes: [{field, from, to}]}`',
    needs: 'inboxes:read',
  }),
  'channel.receive': keyed(
    bail<RawInbound, Inbound[]>({
      about: 'Parse what a provider sent. Pure: raw bytes in, neutral facts out.',
      carries: '`RawInbound` → `Inbound[]`',
      moment: 'job',
      limit: [5 * second, 30 * second],
      onFailure: 'retry',
      needs: 'owner',
      answer: answers.inbound,
      breaker: false,
    }),
  ),
  'channel.capabilities': keyed(
    bail<{ inboxId: number }, Capabilities>({
      about: 'What an inbox can do where it differs from the manifest.',
      carries: '`{inboxId}` → `Capabilities`',
      moment: 'on demand',
      limit: [20, 100],
      onFailure: 'skip',
      needs: 'owner',
      answer: answers.capabilities,
    }),
  ),
  'attachment.fetch': keyed(
    bail<AttachmentRequest, FetchedAttachment>({
      about: "Fetch the file behind an inbound attachment's `reference` as a stream.",
      carries: '`AttachmentRequest` → `FetchedAttachment`',
      moment: 'job',
      limit: [20 * second, 60 * second],
      onFailure: 'retry',
      needs: 'owner',
      answer: answers.fetched,
    }),
  ),

  // Contacts
  'contact.identify': bail<IdentityHints & { inboxId: number }, { contactId: number }>({
    about: 'Who wrote? Without an answer the core looks for the source id.',
    carries: '`IdentityHints` → `{contactId}`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'contacts:read',
    answer: answers.contact,
  }),
  'contact.beforeSave': waterfall<ContactDraft>({
    about: 'Change a contact before it is stored.',
    carries: '`ContactDraft`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'contacts:write',
    answer: answers.contactDraft,
  }),
  'contact.created': fact<ContactFact>({
    about: 'A contact exists.',
    carries: '`{contactId}`',
    needs: 'contacts:read',
  }),
  'contact.updated': fact<ContactFact>({
    about: 'A contact was changed.',
    carries: '`{contactId, changes}`',
    needs: 'contacts:read',
  }),
  'contact.merged': fact<ContactMergedFact>({
    about: 'A contact was merged into another.',
    carries: '`{contactId, mergedInto}`',
    needs: 'contacts:read',
  }),
  'contact.deleted': fact<ContactFact>({
    about: 'A contact is gone.',
    carries: '`{contactId}`',
    needs: 'contacts:read',
  }),

  // Conversations
  'conversation.resolveTarget': bail<{ inboxId: number; contactInboxId: number }, { conversationId: number }>({
    about: 'Which conversation does an inbound message belong to? Without an answer: the open one, or a new one.',
    carries: '`{inboxId, contactInboxId}` → `{conversationId}`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'conversations:write',
    answer: answers.conversation,
  }),
  'conversation.beforeCreate': waterfall<ConversationDraft>({
    about: 'Change a conversation before it is stored.',
    carries: '`ConversationDraft`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'conversations:write',
    answer: answers.conversationDraft,
  }),
  'conversation.beforeStatusChange': waterfall<StatusChange>({
    about: 'Change or refuse a change of status.',
    carries: '`StatusChange`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'conversations:write',
    answer: answers.statusChange,
  }),
  'conversation.created': fact<ConversationFact>({
    about: 'A conversation began.',
    carries: '`{conversationId, inboxId}`',
    needs: 'conversations:read',
  }),
  'conversation.updated': fact<ConversationFact>({
    about: 'A conversation was changed.',
    carries: '`{conversationId, inboxId, changes}`',
    needs: 'conversations:read',
  }),
  'conversation.read': fact<ConversationFact>({
    about: 'An agent has seen a conversation.',
    carries: '`{conversationId, inboxId}`',
    needs: 'conversations:read',
  }),
  'conversation.deleted': fact<ConversationFact>({
    about: 'A conversation is gone.',
    carries: '`{conversationId, inboxId}`',
    needs: 'conversations:read',
  }),
  'conversation.statusChanged': fact<StatusChangedFact>({
    about: 'A conversation was opened, resolved, snoozed or set to pending.',
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),
  'conversation.contactChanged': fact<ContactChangedFact>({
    about: 'A conversation belongs to another contact now.',
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),
  'conversation.labelsChanged': fact<LabelsChangedFact>({
    about: "A conversation's labels were changed.",
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),
  'conversation.priorityChanged': fact<PriorityChangedFact>({
    about: "A conversation's priority was changed.",
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),
  'conversation.botHandoff': fact<ConversationFact>({
    about: 'A bot gave a conversation to people.',
    carries: '`{conversationId, inboxId}`',
    needs: 'conversations:read',
    reserved: true,
  }),
  'conversation.mentioned': fact<MentionFact>({
    about: 'A private note names agents.',
    carries: '`{conversationId, inboxId, messageId, userIds}`',
    needs: 'conversations:read',
    reserved: true,
  }),
  'assignment.pick': bail<AssignmentRequest, Assignment>({
    about: 'Who takes a new conversation? Without an answer it stays unassigned.',
    carries: '`AssignmentRequest` → `{assigneeId?, teamId?}`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'conversations:write',
    answer: answers.assignment,
    reserved: true,
  }),
  'assignment.changed': fact<AssignmentFact>({
    about: 'A conversation has another assignee.',
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),
  'team.changed': fact<AssignmentFact>({
    about: 'A conversation has another team.',
    carries: '`{conversationId, inboxId, from, to}`',
    needs: 'conversations:read',
  }),

  // Messages
  'message.beforeCreate': waterfall<MessageDraft>({
    about: 'Change or refuse a message before it is stored. No slow calls: a person or a provider waits.',
    carries: '`MessageDraft`',
    moment: 'before commit',
    limit: [50, 250],
    onFailure: 'skip',
    needs: 'messages:write',
    answer: answers.messageDraft,
  }),
  'message.created': fact<MessageFact>({
    about: 'A message is stored and visible.',
    carries: '`{messageId, conversationId, inboxId}`',
    needs: 'messages:read',
  }),
  'message.updated': fact<MessageFact>({
    about: 'A message was changed: content, status, attachments.',
    carries: '`{messageId, conversationId, inboxId, changes}`',
    needs: 'messages:read',
  }),
  'message.deleted': fact<MessageFact>({
    about: "A message's content was deleted.",
    carries: '`{messageId, conversationId, inboxId}`',
    needs: 'messages:read',
  }),
  'message.firstReply': fact<ReplyFact>({
    about: 'The first reply of a person in a conversation.',
    carries: '`{messageId, conversationId, inboxId, waitedSeconds}`',
    needs: 'messages:read',
  }),
  'message.reply': fact<ReplyFact>({
    about: 'A reply to a contact who waited.',
    carries: '`{messageId, conversationId, inboxId, waitedSeconds}`',
    needs: 'messages:read',
  }),
  'message.translate': bail<TranslationRequest, { content: string }>({
    about: 'Translate a message.',
    carries: '`{messageId, to}` → `{content}`',
    moment: 'on demand',
    limit: [5 * second, 15 * second],
    onFailure: 'fail',
    needs: 'messages:read',
    answer: answers.translation,
    reserved: true,
  }),
  'message.present': waterfall<Record<string, unknown>>({
    about: "Change a message's JSON that is about to leave.",
    carries: 'the presented message',
    moment: 'on demand',
    limit: [5, 20],
    onFailure: 'skip',
    needs: 'messages:write',
    answer: answers.presentation,
    reserved: true,
  }),
  'attachment.beforeStore': waterfall<UploadDraft>({
    about: 'Rename or refuse a file before it is stored.',
    carries: '`UploadDraft`',
    moment: 'before commit',
    limit: [2 * second, 10 * second],
    onFailure: 'fail',
    needs: 'messages:write',
    answer: answers.uploadDraft,
    reserved: true,
  }),

  // Sending
  'outbound.beforeSend': waterfall<Outbound>({
    about: 'Format a message for its channel, or refuse it with a reason that agents see.',
    carries: '`Outbound`',
    moment: 'job',
    limit: [1 * second, 5 * second],
    onFailure: 'fail',
    needs: 'messages:write',
    answer: answers.outbound,
  }),
  'outbound.send': keyed(
    bail<Outbound, Delivery>({
      about: 'Hand a message to the provider. Exactly one plugin answers.',
      carries: '`Outbound` → `Delivery`',
      moment: 'job',
      limit: [20 * second, 60 * second],
      onFailure: 'retry',
      needs: 'owner',
      answer: answers.delivery,
    }),
  ),
  'outbound.typing': keyed(
    bail<TypingRequest, true>({
      about: 'Show or hide "is typing" at the provider.',
      carries: '`TypingRequest` → `true`',
      moment: 'job',
      limit: [2 * second, 5 * second],
      onFailure: 'skip',
      needs: 'owner',
      answer: answers.yes,
    }),
  ),
  'outbound.markRead': keyed(
    bail<ReadRequest, true>({
      about: 'Tell the provider that a person has read the conversation.',
      carries: '`ReadRequest` → `true`',
      moment: 'job',
      limit: [2 * second, 5 * second],
      onFailure: 'skip',
      needs: 'owner',
      answer: answers.yes,
    }),
  ),

  // Automatic answers and callbacks
  'ai.reply': bail<BotTurn, BotAnswer>({
    about: 'Answer in a pending conversation. Without an answer, or on failure, people take over.',
    carries: '`BotTurn` → `BotAnswer`',
    moment: 'job',
    limit: [20 * second, 60 * second],
    onFailure: 'skip',
    needs: 'ai:reply',
    answer: answers.botAnswer,
    reserved: true,
  }),
  'webhook.outgoing': waterfall<WebhookDraft>({
    about: 'Change a callback before it is sent to its address.',
    carries: '`{event, url, payload}`',
    moment: 'job',
    limit: [0.2 * second, 1 * second],
    onFailure: 'skip',
    needs: 'events:webhook',
    answer: answers.webhook,
    reserved: true,
  }),
}

type Catalogue = typeof catalogue
type HooksOf<Definitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends HookDefinition<infer Hook> ? Hook : never
}

/** The hooks by name. Plugins that declare hooks of their own merge them into this interface. */
export interface CordboardHooks extends HooksOf<Catalogue> {}

export type HookName = keyof Catalogue

/** A fresh set of hooks for one generation. */
export const createHooks = (): CordboardHooks =>
  Object.freeze(
    Object.fromEntries(Object.entries(catalogue).map(([name, definition]) => [name, definition.create(name)])),
  ) as unknown as CordboardHooks
