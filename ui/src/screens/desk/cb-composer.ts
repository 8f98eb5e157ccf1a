import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw'
import cornerUpLeft from 'lucide-static/icons/corner-up-left.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import layoutTemplate from 'lucide-static/icons/layout-template.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import maximize from 'lucide-static/icons/maximize-2.svg?raw'
import minimize from 'lucide-static/icons/minimize-2.svg?raw'
import paperclip from 'lucide-static/icons/paperclip.svg?raw'
import smile from 'lucide-static/icons/smile.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import type { Conversation } from '../../data/conversation.ts'
import { tellTyping } from '../../data/conversations.ts'
import type { ComposerMode } from '../../data/drafts.ts'
import type { Message } from '../../data/message.ts'
import { session } from '../../data/session.ts'
import type { Thread } from '../../data/thread.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-keys.ts'
import '../../elements/cb-menu.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelLook } from '../../registry/channels.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import './cb-file-strip.ts'
import './cb-format-bar.ts'
import { composerStyles } from './composer-styles.ts'
import { ConversationActions } from './conversation-actions.ts'
import type { Editor, Format } from './editor.ts'
import { editorStyles } from './editor-styles.ts'
import { lengthLimit } from './length-limit.ts'
import { previewOf } from './preview.ts'
import { TypingSignal } from './typing-signal.ts'

const draftWait = 300
const fewLeft = 50
const largestFile = 40_000_000

/** Where an answer or a private note is written. Its words outlive a reload. */
export class CbComposer extends LitElement {
  static override styles = [base, composerStyles, editorStyles]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) conversation!: Conversation
  @property({ attribute: false }) thread!: Thread
  @state() private mode: ComposerMode = 'reply'
  @state() private files: readonly File[] = []
  @state() private quoted: Message | undefined
  @state() private length = 0
  @state() private isLarge = false
  @state() private emojiOpen = false
  @state() private templatesOpen = false
  @query('.place') private place!: HTMLElement | null
  @query('textarea') private plain!: HTMLTextAreaElement | null
  @query('input[type=file]') private picker!: HTMLInputElement
  #editor: Editor | undefined
  #loading: Promise<void> | undefined
  #draftTimer: ReturnType<typeof setTimeout> | undefined
  readonly #typing = new TypingSignal(this, (isTyping) =>
    tellTyping(this.data.id, this.conversation.id, isTyping, this.mode === 'note'),
  )

  /** Puts the caret here, in a mode if one is named. */
  async write(mode?: ComposerMode): Promise<void> {
    if (mode) this.#setMode(mode)
    await this.updateComplete
    await this.#loading
    if (this.#editor) this.#editor.focus()
    else this.plain?.focus()
  }

  /** Answers a message. */
  quote(message: Message): void {
    this.quoted = message
    void this.write('reply')
  }

  addFiles(files: readonly File[]): void {
    const fitting = files.filter((file) => file.size <= largestFile)
    if (fitting.length < files.length) toast({ tone: 'bad', text: t('desk.files.tooLarge') })
    this.files = [...this.files, ...fitting]
    void this.write()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('pagehide', this.#keepDraft)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('pagehide', this.#keepDraft)
    this.#keepDraft()
    this.#editor?.destroy()
    this.#editor = undefined
    this.#loading = undefined
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('conversation')
    if (changed.has('conversation') && before?.id !== this.conversation.id) this.#enter(before)
  }

  override updated(): void {
    if (this.#isClosed || !this.place) this.#dropEditor()
    else this.#loading ??= this.#loadEditor()
  }

  #enter(before: Conversation | undefined): void {
    if (before) this.#keepDraft(undefined, before.id)
    this.files = []
    this.quoted = undefined
    this.mode = this.conversation.can_reply || !this.data.drafts.read(this.conversation.id, 'note') ? 'reply' : 'note'
    this.#showDraft()
  }

  #showDraft(): void {
    const text = this.data.drafts.read(this.conversation.id, this.mode)
    this.length = text.length
    if (this.#editor) this.#editor.text = text
  }

  async #loadEditor(): Promise<void> {
    // Without it the plain field stays: an answer can be written all the same.
    const module = await import('./editor.ts').catch(() => undefined)
    const { place } = this
    if (!module || !place || !this.isConnected) return
    const hadFocus = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement === this.plain
    const text = this.plain?.value ?? ''
    this.#editor = new module.Editor(place, {
      label: this.#label,
      text,
      sendsOnEnter: () => session.value?.ui_settings.editor_message_key === 'enter',
      onChange: this.#changed,
      onSubmit: () => void this.#send(),
      onFiles: (files) => this.addFiles(files),
    })
    if (hadFocus) this.#editor.focus()
    this.requestUpdate()
  }

  #dropEditor(): void {
    this.#editor?.destroy()
    this.#editor = undefined
    this.#loading = undefined
  }

  get #text(): string {
    return (this.#editor?.text ?? this.plain?.value ?? '').trim()
  }

  get #isClosed(): boolean {
    return this.mode === 'reply' && !this.conversation.can_reply
  }

  get #label(): string {
    return t(this.mode === 'note' ? 'desk.composer.note' : 'desk.composer.reply')
  }

  get #limit(): number {
    return this.mode === 'note' ? lengthLimit(undefined) : lengthLimit(this.conversation.meta.channel)
  }

  get #canSend(): boolean {
    return (this.length > 0 || this.files.length > 0) && this.length <= this.#limit && !this.#isClosed
  }

  #setMode(mode: ComposerMode): void {
    if (mode === this.mode) return
    this.#keepDraft()
    this.mode = mode
    this.#showDraft()
    if (this.#editor) this.#editor.label = this.#label
  }

  #changed = (): void => {
    this.length = this.#text.length
    this.#typing.typed()
    clearTimeout(this.#draftTimer)
    this.#draftTimer = setTimeout(this.#keepDraft, draftWait)
  }

  #keepDraft = (_event?: Event, conversation = this.conversation.id): void => {
    clearTimeout(this.#draftTimer)
    if (this.#editor || this.plain) this.data.drafts.keep(conversation, this.mode, this.#text)
  }

  async #send(thenResolve = false): Promise<void> {
    if (!this.#canSend) return
    const { conversation, quoted, files } = this
    const content = this.#text
    const isPrivate = this.mode === 'note'
    this.#clear()
    const sending = this.thread.send({ content, isPrivate, files, ...(quoted ? { inReplyTo: quoted.id } : {}) })
    this.dispatchEvent(new CustomEvent('cb-sent', { bubbles: true, composed: true }))
    if (thenResolve) await sending.then(() => new ConversationActions(this.data).setStatus(conversation, 'resolved'))
  }

  #clear(): void {
    if (this.#editor) this.#editor.text = ''
    else if (this.plain) this.plain.value = ''
    this.length = 0
    this.files = []
    this.quoted = undefined
    this.#typing.stop()
    this.#keepDraft()
  }

  override render() {
    const classes = ['composer', this.mode === 'note' ? 'note' : '', this.isLarge ? 'large' : ''].join(' ')
    return html`<div class=${classes} @keydown=${this.#shrink} @dragover=${this.#over} @drop=${this.#drop}>
      ${this.#top()}
      ${this.#quoteStrip()}
      ${this.#isClosed ? this.#closed() : this.#edit()}
      <cb-file-strip .files=${this.files} @cb-remove=${(event: CustomEvent<{ index: number }>) => this.#removeFile(event.detail.index)}></cb-file-strip>
      ${this.#isClosed ? nothing : this.#bottom()}
      ${this.emojiOpen ? html`<cb-emoji @cb-emoji=${this.#insertEmoji} @cb-close=${this.#closeEmoji}></cb-emoji>` : nothing}
      ${this.templatesOpen ? html`<cb-templates .inbox=${this.data.inboxes.byId(this.conversation.inbox_id)} @cb-template=${this.#sendTemplate} @cb-close=${() => (this.templatesOpen = false)}></cb-templates>` : nothing}
    </div>`
  }

  #top() {
    const button = (mode: ComposerMode, icon: unknown, label: string) =>
      html`<button type="button" aria-pressed=${this.mode === mode ? 'true' : 'false'} @click=${() => this.write(mode)}>${icon}${label}</button>`
    return html`<div class="bar">
      <div class="modes" role="group" aria-label=${t('desk.composer.kind')}>${button('reply', nothing, t('desk.composer.reply'))}${button('note', glyph(lock, 'xs'), t('desk.composer.note'))}</div>
      <span class="spacer"></span>
      ${
        this.#isClosed
          ? nothing
          : html`<span class="formats wide-only"><cb-format-bar @cb-format=${this.#format} @cb-link=${this.#link} @cb-link-end=${() => this.write()}></cb-format-bar><i class="line"></i></span>
      <cb-icon-button size="s" .icon=${this.isLarge ? minimize : maximize} label=${t(this.isLarge ? 'desk.composer.smaller' : 'desk.composer.larger')} @click=${() => (this.isLarge = !this.isLarge)}></cb-icon-button>`
      }
    </div>`
  }

  #quoteStrip() {
    if (!this.quoted) return nothing
    const { text } = previewOf(this.quoted)
    return html`<div class="quoted">${glyph(cornerUpLeft, 'xs', true)}<span class="truncate" dir="auto">${t('desk.composer.answering')} <bdi>${text}</bdi></span><span class="spacer"></span><cb-icon-button size="xs" .icon=${x} label=${t('desk.composer.answering.end')} @click=${() => (this.quoted = undefined)}></cb-icon-button></div>`
  }

  #edit() {
    const placeholder = this.#placeholder()
    const fallback = this.#editor
      ? nothing
      : html`<textarea rows="2" dir="auto" aria-label=${this.#label} placeholder=${placeholder} .value=${this.data.drafts.read(this.conversation.id, this.mode)} @input=${this.#changed} @keydown=${this.#plainKey}></textarea>`
    return html`<div class="edit ${this.#editor && this.length === 0 ? 'empty' : ''}" data-placeholder=${placeholder} @click=${this.#focusEditor}>${fallback}<div class="place"></div></div>`
  }

  #placeholder(): string {
    if (this.mode === 'note') return t('desk.composer.note.placeholder')
    const { name } = channelLook(this.conversation.meta.channel)
    return name ? t('desk.composer.placeholder.on', { channel: name }) : t('desk.composer.placeholder')
  }

  #closed() {
    const hasTemplates = Boolean(this.data.inboxes.byId(this.conversation.inbox_id)?.message_templates?.length)
    return html`<div class="closed" role="note">
      ${glyph(hourglass)}
      <p><b>${t('desk.window.closed')}</b> ${t(hasTemplates ? 'desk.window.template' : 'desk.window.wait')}</p>
      <span class="actions">${hasTemplates ? html`<cb-button kind="primary" @click=${this.#openTemplates}>${t('desk.window.choose')}</cb-button>` : nothing}<cb-button @click=${() => this.write('note')}>${t('desk.window.note')}</cb-button></span>
    </div>`
  }

  #bottom() {
    const left = this.#limit - this.length
    const hasTemplates =
      this.mode === 'reply' && Boolean(this.data.inboxes.byId(this.conversation.inbox_id)?.message_templates?.length)
    return html`<div class="bar">
      <cb-icon-button size="s" .icon=${smile} label=${t('desk.composer.emoji')} .expanded=${this.emojiOpen} haspopup="dialog" @click=${this.#openEmoji}></cb-icon-button>
      <cb-icon-button size="s" .icon=${paperclip} label=${t('desk.composer.attach')} @click=${() => this.picker.click()}></cb-icon-button>
      <input type="file" multiple hidden tabindex="-1" aria-label=${t('desk.composer.attach')} @change=${this.#picked}>
      ${hasTemplates ? html`<i class="line"></i><cb-icon-button size="s" .icon=${layoutTemplate} label=${t('desk.composer.templates')} @click=${this.#openTemplates}></cb-icon-button>` : nothing}
      <span class="spacer"></span>
      ${left < fewLeft ? html`<span class="left ${left < 0 ? 'over' : ''}" role="status">${t('desk.composer.left', { count: left })}</span>` : nothing}
      ${this.#sendButton()}
    </div>`
  }

  #sendButton() {
    const isNote = this.mode === 'note'
    const keys = session.value?.ui_settings.editor_message_key === 'enter' ? 'Enter' : '$mod+Enter'
    return html`<span class="split"><cb-button class="send" kind="primary" ?disabled=${!this.#canSend} @click=${() => this.#send()}>${t(isNote ? 'desk.composer.addNote' : 'desk.composer.send')}<cb-keys slot="end" keys=${keys} aria-hidden="true"></cb-keys></cb-button>${
      isNote
        ? nothing
        : html`<cb-menu placement="end" label=${t('desk.composer.otherSends')} .items=${[{ value: 'resolve', label: t('desk.composer.sendResolve') }]} @cb-choose=${() => this.#send(true)}><cb-button slot="trigger" class="more" kind="primary" ?disabled=${!this.#canSend}>${glyph(chevronDown, 'sm')}<span class="unseen">${t('desk.composer.otherSends')}</span></cb-button></cb-menu>`
    }</span>`
  }

  #focusEditor = (event: Event): void => {
    if ((event.target as Element).matches('.edit, .place')) void this.write()
  }

  #plainKey = (event: KeyboardEvent): void => {
    const sendsOnEnter = session.value?.ui_settings.editor_message_key === 'enter' && !event.shiftKey
    if (event.key !== 'Enter' || event.isComposing || !(event.metaKey || event.ctrlKey || sendsOnEnter)) return
    event.preventDefault()
    void this.#send()
  }

  #picked = (): void => {
    this.addFiles([...(this.picker.files ?? [])])
    this.picker.value = ''
  }

  #over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }

  #drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    this.addFiles(files)
  }

  #removeFile(index: number): void {
    this.files = this.files.toSpliced(index, 1)
  }

  #format = ({ detail }: CustomEvent<{ format: Format }>): void => this.#editor?.format(detail.format)

  #link = ({ detail }: CustomEvent<{ address: string }>): void => this.#editor?.link(detail.address)

  /** Back to the usual size. */
  #shrink = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isLarge || event.defaultPrevented) return
    event.preventDefault()
    this.isLarge = false
    void this.write()
  }

  #openEmoji = async (): Promise<void> => {
    await import('./cb-emoji.ts')
    this.emojiOpen = !this.emojiOpen
  }

  #closeEmoji = (): void => {
    this.emojiOpen = false
    void this.write()
  }

  #insertEmoji = (event: CustomEvent<{ emoji: string }>): void => {
    this.emojiOpen = false
    if (this.#editor) this.#editor.insert(event.detail.emoji)
    else this.plain?.setRangeText(event.detail.emoji)
    this.#changed()
  }

  #openTemplates = async (): Promise<void> => {
    await import('./cb-templates.ts')
    this.templatesOpen = true
  }

  #sendTemplate = (event: CustomEvent<{ content: string; template: Record<string, unknown> }>): void => {
    this.templatesOpen = false
    const { content, template } = event.detail
    void this.thread.send({ content, isPrivate: false, files: [], template })
    this.dispatchEvent(new CustomEvent('cb-sent', { bubbles: true, composed: true }))
  }
}

define('cb-composer', CbComposer)

declare global {
  interface HTMLElementTagNameMap {
    'cb-composer': CbComposer
  }
}
