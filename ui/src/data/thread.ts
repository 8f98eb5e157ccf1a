import { ApiError } from './api.ts'
import { type Message, type MessageEvent, MessageType } from './message.ts'
import { createMessage, listMessages, type NewMessage, removeMessage, retryMessage } from './messages.ts'
import type { User } from './session.ts'
import { Store } from './store.ts'

export interface ThreadState {
  /** Oldest first; what is being sent stands at the end. */
  messages: readonly Message[]
  loading: 'first' | 'older' | undefined
  hasOlder: boolean
  error: ApiError | undefined
  /** What the error kept from loading. */
  failed: 'first' | 'older' | undefined
}

export interface Outgoing {
  content: string
  isPrivate: boolean
  files: readonly File[]
  inReplyTo?: number
  template?: Record<string, unknown>
}

const pageSize = 20

/** The messages of one conversation: pages of the past, what arrives, and what is on its way out. */
export class Thread extends Store<ThreadState> {
  readonly #account: number
  readonly #conversation: number
  readonly #user: User
  readonly #unsent = new Map<string, Outgoing>()
  readonly #listening = new Set<Set<number>>()
  #lastPendingId = 0

  constructor(account: number, conversation: number, user: User) {
    super({ messages: [], loading: undefined, hasOlder: true, error: undefined, failed: undefined })
    this.#account = account
    this.#conversation = conversation
    this.#user = user
  }

  get isLoaded(): boolean {
    return this.value.messages.length > 0 || (!this.value.hasOlder && !this.value.error)
  }

  /** The newest page, or what was missed since the newest message here. */
  async load(): Promise<void> {
    if (this.value.loading) return
    this.value = { ...this.value, loading: 'first', error: undefined, failed: undefined }
    await this.#attempt(async () => {
      const after = this.isLoaded ? this.#stored().at(-1)?.id : undefined
      const cursor = after === undefined ? {} : { after }
      const { answer, heard } = await this.#listen(listMessages(this.#account, this.#conversation, cursor))
      const { payload } = answer
      const hasOlder = after === undefined ? payload.length >= pageSize : this.value.hasOlder
      this.value = { ...this.value, loading: undefined, hasOlder }
      this.#merge(payload.filter(({ id }) => !heard.has(id)))
    })
  }

  async loadOlder(): Promise<void> {
    const before = this.#stored()[0]?.id
    if (this.value.loading || !this.value.hasOlder || before === undefined) return
    this.value = { ...this.value, loading: 'older', error: undefined, failed: undefined }
    await this.#attempt(async () => {
      const { payload } = await listMessages(this.#account, this.#conversation, { before })
      this.value = { ...this.value, loading: undefined, hasOlder: payload.length >= pageSize }
      this.#merge(payload)
    })
  }

  /** Takes over a message that was created or changed. */
  receive(event: MessageEvent | Message): void {
    for (const heard of this.#listening) heard.add(event.id)
    this.#merge([event])
  }

  /** Shows it at once and sends it. What fails stays in the thread, to be sent again. */
  async send(outgoing: Outgoing): Promise<void> {
    const echo = crypto.randomUUID()
    this.#unsent.set(echo, outgoing)
    this.#merge([this.#preview(outgoing, echo)])
    await this.#deliver(echo, outgoing)
  }

  /** Sends a failed message again, whether the server has it or never got it. */
  async retry(message: Message): Promise<void> {
    const outgoing = message.echo_id ? this.#unsent.get(message.echo_id) : undefined
    if (outgoing && message.echo_id) {
      this.#merge([{ ...message, status: 'progress', content_attributes: {} }])
      await this.#deliver(message.echo_id, outgoing)
      return
    }
    this.#merge([{ ...message, status: 'progress' }])
    const retrying = retryMessage(this.#account, this.#conversation, message.id).catch(() => message)
    const { answer, heard } = await this.#listen(retrying)
    if (!heard.has(message.id)) this.#merge([answer])
  }

  /** Deletes it for everybody, or forgets what was never sent. */
  async remove(message: Message): Promise<void> {
    if (message.id < 0) {
      if (message.echo_id) this.#unsent.delete(message.echo_id)
      this.value = { ...this.value, messages: this.value.messages.filter(({ id }) => id !== message.id) }
      return
    }
    const removed = await removeMessage(this.#account, this.#conversation, message.id)
    this.#merge([removed ?? { ...message, content: null, content_attributes: { deleted: true }, attachments: [] }])
  }

  async #deliver(echo: string, { content, isPrivate, files, inReplyTo, template }: Outgoing): Promise<void> {
    const input: NewMessage = {
      content,
      private: isPrivate,
      echo_id: echo,
      files,
      ...(inReplyTo === undefined ? {} : { content_attributes: { in_reply_to: inReplyTo } }),
      ...(template ? { template_params: template } : {}),
    }
    try {
      const { answer, heard } = await this.#listen(createMessage(this.#account, this.#conversation, input))
      const known = heard.has(answer.id) ? this.value.messages.find(({ id }) => id === answer.id) : undefined
      this.#merge([{ ...(known ?? answer), echo_id: echo }])
      this.#unsent.delete(echo)
    } catch (error) {
      this.#fail(echo, error)
    }
  }

  /** Waits for an answer, and tells of which messages something newer was heard while it was on its way. */
  async #listen<Answer>(request: Promise<Answer>): Promise<{ answer: Answer; heard: ReadonlySet<number> }> {
    const heard = new Set<number>()
    this.#listening.add(heard)
    try {
      return { answer: await request, heard }
    } finally {
      this.#listening.delete(heard)
    }
  }

  #fail(echo: string, error: unknown): void {
    const pending = this.value.messages.find((message) => message.echo_id === echo && message.id < 0)
    if (!pending) return
    const reason = error instanceof ApiError ? error.message : String(error)
    this.#merge([{ ...pending, status: 'failed', content_attributes: { external_error: reason } }])
  }

  #preview({ content, isPrivate, files, inReplyTo }: Outgoing, echo: string): Message {
    this.#lastPendingId -= 1
    return {
      id: this.#lastPendingId,
      conversation_id: this.#conversation,
      inbox_id: 0,
      content,
      content_type: 'text',
      content_attributes: inReplyTo === undefined ? {} : { in_reply_to: inReplyTo },
      message_type: MessageType.outgoing,
      status: 'progress',
      private: isPrivate,
      created_at: Math.floor(Date.now() / 1000),
      source_id: null,
      echo_id: echo,
      sender: { id: this.#user.id, name: this.#user.name, available_name: this.#user.available_name, type: 'user' },
      attachments: files.map((file, index) => previewFile(file, index, this.#lastPendingId)),
    }
  }

  #stored = (): readonly Message[] => this.value.messages.filter(({ id }) => id > 0)

  #merge(found: readonly Message[]): void {
    const byId = new Map(this.value.messages.map((message) => [message.id, message]))
    for (const message of found) {
      if (message.id > 0) this.#dropPending(byId, message.echo_id)
      const known = byId.get(message.id)
      // Only the first words about a message name its echo, by which it is known on the page.
      const echo = message.echo_id ?? known?.echo_id
      byId.set(message.id, { ...message, ...(echo ? { echo_id: echo } : {}), status: forward(known, message) })
    }
    const messages = [...byId.values()].sort(byTime)
    this.value = { ...this.value, messages }
  }

  #dropPending(byId: Map<number, Message>, echo: string | undefined): void {
    if (!echo) return
    for (const [id, message] of byId) if (id < 0 && message.echo_id === echo) byId.delete(id)
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError(0, String(error))
      this.value = { ...this.value, loading: undefined, error: known, failed: this.value.loading }
    }
  }
}

/** Stored messages by id, those on their way after them in the order written. */
const byTime = (one: Message, other: Message): number => {
  if (one.id > 0 && other.id > 0) return one.id - other.id
  if (one.id < 0 && other.id < 0) return other.id - one.id
  return one.id > 0 ? -1 : 1
}

const progress = ['progress', 'sent', 'delivered', 'read']

// Two answers about one message can overtake each other; a tick never goes back.
function forward(known: Message | undefined, message: Message): Message['status'] {
  const isBehind = known !== undefined && progress.indexOf(message.status) < progress.indexOf(known.status)
  return isBehind && known.id > 0 && message.status !== 'progress' && message.status !== 'failed'
    ? known.status
    : message.status
}

const kinds = ['image', 'audio', 'video'] as const

const previewFile = (file: File, index: number, messageId: number) => ({
  id: -index - 1,
  message_id: messageId,
  file_type: kinds.find((kind) => file.type.startsWith(`${kind}/`)) ?? ('file' as const),
  data_url: URL.createObjectURL(file),
  thumb_url: '',
  file_size: file.size,
  extension: null,
  fallback_title: file.name,
})
