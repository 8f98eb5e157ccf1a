import type {
  AttachmentRequest,
  Capabilities,
  ChannelAction,
  ChannelDraft,
  Delivery,
  FetchedAttachment,
  Health,
  Inbound,
  InboxPresentation,
  Outbound,
  PluginContext,
  RawInbound,
  ReadRequest,
  Scope,
  TypingRequest,
} from '@cordboard/core/kernel/index.ts'

/** The hands and eyes of a channel's durable process; its head is the table that `workflows.entry` exports. */
export interface ChannelProcess<Facts extends Record<string, unknown> = Record<string, unknown>> {
  /** Looks at the provider. Throw `ProcessFailure` when nothing can be seen or the answer makes no sense. */
  observe(request: { inboxId: number }, scope: Scope): Promise<Facts>
  /** Carries out one action of the table. Throw `ProcessFailure`; `kind: 'unanswered'` when nobody knows what became of it. */
  act(request: ChannelAction, scope: Scope): Promise<Record<string, unknown>>
  /** The inbox is about to be deleted: sign off at the provider. Failing keeps nobody from deleting it. */
  disconnect?(request: { inboxId: number }, scope: Scope): Promise<void>
}

/** A channel in a handful of verbs. Each becomes a tap on the hook of the same name, keyed by `type`. */
export interface Channel {
  /** As on the wire, e.g. `Channel::Whatsapp`. Must be listed in the manifest's `contributes.channels`. */
  type: string
  /** Checks what an administrator entered, with the provider where possible, and fills identity, settings and secrets. Throw `Refusal` to refuse. */
  connect(draft: ChannelDraft, scope: Scope): Promise<ChannelDraft>
  /** Extra keys of the inbox on the wire. Never a secret's value. */
  present(inbox: InboxPresentation): Record<string, unknown>
  /** Pure: raw bytes in, neutral facts out. Throws only when the whole payload is unreadable; unknown parts become placeholders. */
  receive(raw: RawInbound): Inbound[]
  /** Hands one message to the provider. Throw `PermanentError` or `RetryableError`. */
  send(message: Outbound, scope: Scope): Promise<Delivery>
  /** Fetches the file behind an inbound attachment's `reference`. Throw `PermanentError` when it is gone. */
  fetchAttachment?(request: AttachmentRequest, scope: Scope): Promise<FetchedAttachment>
  markRead?(request: ReadRequest, scope: Scope): Promise<true>
  typing?(request: TypingRequest, scope: Scope): Promise<true>
  health?(request: { inboxId: number }, scope: Scope): Promise<Health>
  capabilities?(request: { inboxId: number }, scope: Scope): Promise<Capabilities>
  /** For channels that are onboarded and watched by durable processes. */
  process?: ChannelProcess
}

/** Taps the channel hooks of `channel.type`. Call it in `setup`. */
export function defineChannel({ hooks, pluginId }: Pick<PluginContext, 'hooks' | 'pluginId'>, channel: Channel): void {
  const { type } = channel
  hooks['inbox.beforeCreate'].for(type).tapPromise(pluginId, (draft, scope) => channel.connect(draft, scope))
  hooks['inbox.present'].for(type).tap(pluginId, (inbox) => channel.present(inbox))
  hooks['channel.receive'].for(type).tap(pluginId, (raw) => channel.receive(raw))
  hooks['outbound.send'].for(type).tapPromise(pluginId, (message, scope) => channel.send(message, scope))
  if (channel.fetchAttachment) hooks['attachment.fetch'].for(type).tapPromise(pluginId, channel.fetchAttachment)
  if (channel.markRead) hooks['outbound.markRead'].for(type).tapPromise(pluginId, channel.markRead)
  if (channel.typing) hooks['outbound.typing'].for(type).tapPromise(pluginId, channel.typing)
  if (channel.health) hooks['inbox.health'].for(type).tapPromise(pluginId, channel.health)
  const { process } = channel
  if (process) {
    hooks['channel.observe'].for(type).tapPromise(pluginId, (request, scope) => process.observe(request, scope))
    hooks['channel.act'].for(type).tapPromise(pluginId, (request, scope) => process.act(request, scope))
    if (process.disconnect)
      hooks['inbox.disconnect'].for(type).tapPromise(pluginId, async (request, scope) => {
        await process.disconnect?.(request, scope)
      })
  }
  if (channel.capabilities) hooks['channel.capabilities'].for(type).tapPromise(pluginId, channel.capabilities)
}
