import { css, html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { AccountData } from '../../data/account-data.ts'
import type { Conversation } from '../../data/conversation.ts'
import { markSeen } from '../../data/conversations.ts'
import { isIncoming } from '../../data/message.ts'
import { Watch } from '../../data/store.ts'
import type { Thread } from '../../data/thread.ts'
import '../../elements/cb-error-card.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import './cb-composer.ts'
import type { CbComposer } from './cb-composer.ts'
import type { MessageAction } from './cb-message.ts'
import './cb-messages.ts'
import type { CbMessages } from './cb-messages.ts'
import './cb-thread-head.ts'
import { reasonOf } from './conversation-actions.ts'

/** One conversation: its head, its messages, and where the answer is written. */
export class CbThread extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 0; container-type: inline-size; position: relative; background: var(--cb-surface); }
      .drop { position: absolute; inset: var(--cb-space-8); display: grid; place-items: center; border: 2px dashed var(--cb-brand); border-radius: var(--cb-radius-lg); background: color-mix(in oklab, var(--cb-surface) 88%, transparent); color: var(--cb-brand-text); font-weight: var(--cb-weight-strong); z-index: 4; pointer-events: none; }
      cb-error-card { margin: auto; max-inline-size: 26rem; }
      .wait { flex: 1; }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ type: Number }) open!: number
  @property() listPath = ''
  @property({ type: Boolean }) panelOpen = false
  @state() private failure: unknown
  @state() private isDragged = false
  @state() private seenAt: number | undefined
  @query('cb-composer') private composer!: CbComposer | null
  @query('cb-messages') private messages!: CbMessages | null
  readonly #conversations = new Watch(this, () => this.data.conversations)
  readonly #thread = new Watch(this, () => this.thread)
  thread: Thread | undefined
  #seenFor: number | undefined
  #seenMessage = 0

  /** Puts the caret into the reply or a private note. */
  write(mode: 'reply' | 'note'): void {
    void this.composer?.write(mode)
  }

  get conversation(): Conversation | undefined {
    return this.#conversations.value?.get(this.open)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#see)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#see)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('open') || changed.has('data')) this.#enter()
    const { conversation } = this
    if (conversation && this.#seenFor !== conversation.id) {
      this.#seenFor = conversation.id
      this.seenAt = conversation.unread_count > 0 ? conversation.agent_last_seen_at || undefined : undefined
    }
  }

  override updated(): void {
    this.#see()
  }

  #enter(): void {
    this.failure = undefined
    this.#seenMessage = 0
    this.#seenFor = undefined
    this.thread = this.data.thread(this.open)
    void this.thread.load()
    if (!this.conversation) this.#loadConversation()
  }

  #loadConversation(): void {
    const { open } = this
    this.data.conversations.load(open).catch((error) => {
      if (this.open === open) this.failure = error
    })
  }

  /** What stands on a visible screen counts as seen. */
  #see = (): void => {
    const { conversation } = this
    const last = this.#thread.value?.messages.findLast((message) => message.id > 0 && isIncoming(message))
    if (!conversation || !last || document.visibilityState !== 'visible' || last.id <= this.#seenMessage) return
    const isFirst = this.#seenMessage === 0
    this.#seenMessage = last.id
    if (isFirst && conversation.unread_count === 0 && last.created_at <= conversation.agent_last_seen_at) return
    this.data.conversations.change(conversation.id, { unread_count: 0 })
    markSeen(this.data.id, conversation.id)
      .then(({ id, agent_last_seen_at }) => this.data.conversations.change(id, { agent_last_seen_at, unread_count: 0 }))
      .catch(() => {})
  }

  override render() {
    const { conversation } = this
    if (!conversation)
      return this.failure
        ? this.#failed()
        : html`<div class="wait" role="status" aria-label=${t('desk.thread.loading')}></div>`
    return html`
      <cb-thread-head .data=${this.data} .conversation=${conversation} .listPath=${this.listPath} ?panelOpen=${this.panelOpen}></cb-thread-head>
      <cb-messages .data=${this.data} .thread=${this.thread} .conversation=${conversation} .seenAt=${this.seenAt} @cb-message-action=${this.#act}></cb-messages>
      <cb-composer .data=${this.data} .conversation=${conversation} .thread=${this.thread} @cb-sent=${() => this.messages?.toBottom()}></cb-composer>
      ${this.isDragged ? html`<div class="drop" aria-hidden="true">${t('desk.files.drop')}</div>` : nothing}
    `
  }

  #failed() {
    return html`<cb-error-card heading=${t('desk.thread.missing')} .detail=${reasonOf(this.failure)} @cb-retry=${() => this.#enter()}>${t('desk.thread.missing.text')}</cb-error-card>`
  }

  constructor() {
    super()
    this.addEventListener('dragover', this.#over)
    this.addEventListener('dragleave', this.#leave)
    this.addEventListener('drop', this.#drop)
  }

  #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.isDragged = true
  }

  #leave = (event: DragEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) this.isDragged = false
  }

  #drop = (event: DragEvent): void => {
    this.isDragged = false
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0 || event.defaultPrevented) return
    event.preventDefault()
    this.composer?.addFiles(files)
  }

  #act = async (
    event: CustomEvent<{ action: MessageAction; message: Parameters<CbComposer['quote']>[0] }>,
  ): Promise<void> => {
    const { action, message } = event.detail
    try {
      if (action === 'reply') this.composer?.quote(message)
      else if (action === 'retry') await this.thread?.retry(message)
      else if (action === 'delete') await this.thread?.remove(message)
    } catch (error) {
      toast({ tone: 'bad', text: reasonOf(error) })
    }
  }
}

define('cb-thread', CbThread)

declare global {
  interface HTMLElementTagNameMap {
    'cb-thread': CbThread
  }
}
