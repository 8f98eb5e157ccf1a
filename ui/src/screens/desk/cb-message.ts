import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import bot from 'lucide-static/icons/bot.svg?raw'
import check from 'lucide-static/icons/check.svg?raw'
import checkCheck from 'lucide-static/icons/check-check.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import clock from 'lucide-static/icons/clock.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import cornerUpLeft from 'lucide-static/icons/corner-up-left.svg?raw'
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw'
import layoutTemplate from 'lucide-static/icons/layout-template.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import {
  type Attachment,
  isActivity,
  isIncoming,
  isPending,
  type Message,
  MessageType,
  senderName,
} from '../../data/message.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-menu.ts'
import type { MenuEntry } from '../../elements/cb-menu.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { t } from '../../shell/language.ts'
import { clockTime, exactTime } from '../../shell/time.ts'
import { base } from '../../styles/base.ts'
import './cb-attachment.ts'
import './cb-rich-text.ts'
import { messageStyles } from './message-styles.ts'
import { plainText, previewOf } from './preview.ts'

export type MessageAction = 'reply' | 'retry' | 'delete' | 'copy'

declare global {
  interface HTMLElementEventMap {
    'cb-message-action': CustomEvent<{ action: MessageAction; message: Message }>
    'cb-message-jump': CustomEvent<{ id: number }>
  }
}

const media = new Set<Attachment['file_type']>(['image', 'video', 'audio', 'story_mention', 'ig_reel'])

/**
 * One message: a bubble on its sender's side, a note, or a line that says what happened.
 * @fires cb-message-action - reply, retry, delete or copy was chosen
 * @fires cb-message-jump - the quoted message was pressed
 */
export class CbMessage extends LitElement {
  static override styles = [base, messageStyles, css`:host { display: block; }`]

  @property({ attribute: false }) message!: Message
  /** The one that this answers, if it is at hand. */
  @property({ attribute: false }) quoted: Message | undefined
  @property() contactName = ''
  @property({ type: Boolean }) first = false
  @property({ type: Boolean }) last = false
  @property({ type: Boolean }) replyable = false
  /** Tab stops at its tools: one message of a thread at a time, so that the way through it stays short. */
  @property({ type: Boolean }) reached = false

  override render() {
    if (isActivity(this.message)) return html`<p class="activity">${this.message.content}</p>`
    const isIn = isIncoming(this.message)
    const name = senderName(this.message.sender) || (isIn ? this.contactName : t('desk.message.bot'))
    const avatar = this.last ? this.#avatar(name) : html`<span></span>`
    const body = html`<div class="body">${this.#bubbles(name)}${this.#foot()}</div>`
    return html`<article class="message ${isIn ? 'in' : 'out'} ${this.first ? 'first' : ''}" aria-label=${t('desk.message.from', { name, time: clockTime(this.message.created_at) })}>${isIn ? [avatar, body] : [body, avatar]}</article>`
  }

  #avatar(name: string) {
    const { sender } = this.message
    if (!sender || sender.type === 'agent_bot' || sender.type === 'captain_assistant')
      return html`<span class="machine" title=${name}>${glyph(bot, 'sm')}</span>`
    return html`<cb-avatar .name=${name} .src=${sender.thumbnail || sender.avatar_url || ''} title=${name}></cb-avatar>`
  }

  /** Media stand alone, words and cards in a bubble. */
  #bubbles(name: string) {
    const { message } = this
    if (message.content_attributes?.deleted)
      return this.#bubble(html`<span class="muted">${t('desk.message.deleted')}</span>`, true)
    const attachments = message.attachments ?? []
    const pictures = attachments.filter(({ file_type }) => media.has(file_type))
    const cards = attachments.filter(({ file_type }) => !media.has(file_type))
    const words = this.#words(name, cards)
    const isSticker = message.content_type === 'sticker'
    return [
      ...pictures.map((attachment, index) =>
        this.#bubble(
          html`<cb-attachment .attachment=${attachment} ?sticker=${isSticker}></cb-attachment>`,
          !words && index === pictures.length - 1,
          'media',
        ),
      ),
      words ? this.#bubble(words, true) : nothing,
    ]
  }

  #words(name: string, cards: readonly Attachment[]) {
    const { message } = this
    const hasWords = Boolean(message.content) && !(message.content_type === 'sticker' && message.attachments?.length)
    const isEmpty = !hasWords && cards.length === 0
    if (isEmpty && message.attachments?.length && !message.private && !this.quoted) return undefined
    const head = message.private
      ? html`<div class="note-head">${glyph(lock, 'xs')}${t('desk.message.note', { name })}</div>`
      : message.message_type === MessageType.template
        ? html`<div class="kind">${glyph(layoutTemplate, 'xs')}${t('desk.message.automatic')}</div>`
        : nothing
    return html`${head}${this.#quote()}${hasWords ? html`<cb-rich-text .text=${message.content ?? ''} dir="auto"></cb-rich-text>` : nothing}${this.#choices()}${cards.map(
      (attachment) => html`<cb-attachment .attachment=${attachment}></cb-attachment>`,
    )}${isEmpty && !message.attachments?.length ? html`<span class="muted">${t(message.content_attributes?.is_unsupported ? 'desk.message.unsupported' : 'desk.message.empty')}</span>` : nothing}`
  }

  #bubble(content: unknown, isTail: boolean, kind = '') {
    const { message } = this
    const isFailed = message.status === 'failed'
    const classes = [
      'bubble',
      kind,
      this.last && isTail ? 'tail' : '',
      message.private ? 'note' : '',
      isFailed ? 'failed' : '',
      isPending(message) && !isFailed ? 'pending' : '',
    ]
    return html`<div class=${classes.filter(Boolean).join(' ')}>${content}${isTail ? this.#tools() : nothing}</div>`
  }

  #quote() {
    const id = this.message.content_attributes?.in_reply_to
    if (!id) return nothing
    const { quoted } = this
    const name = quoted
      ? senderName(quoted.sender) || (isIncoming(quoted) ? this.contactName : t('desk.message.bot'))
      : t('desk.message.earlier')
    const words = quoted ? previewOf(quoted).text : ''
    return html`<button type="button" class="quote" @click=${() => this.#jump(id)}><b>${glyph(cornerUpLeft, 'xs', true)}<span dir="auto">${name}</span></b><span class="truncate" dir="auto">${words}</span></button>`
  }

  /** Questions with answers to choose from, forms, articles: what was asked and what came back. */
  #choices() {
    const { items = [], submitted_values = [], submitted_email } = this.message.content_attributes ?? {}
    if (items.length === 0 && !submitted_email) return nothing
    const chosen = new Set(submitted_values.map(({ value }) => value))
    return html`<ul class="choices">${items.map(
      ({ title, label, name, value }) =>
        html`<li class=${chosen.has(value) ? 'chosen' : ''} dir="auto">${title ?? label ?? name ?? value}</li>`,
    )}${submitted_values.filter(({ name }) => name).map(({ name, value }) => html`<li class="chosen" dir="auto">${name}: ${value}</li>`)}${submitted_email ? html`<li class="chosen">${submitted_email}</li>` : nothing}</ul>`
  }

  #foot() {
    const { message } = this
    if (message.status === 'failed') return this.#failure()
    if (!this.last) return nothing
    return html`<div class="meta"><time datetime=${new Date(message.created_at * 1000).toISOString()} title=${exactTime(message.created_at)}>${clockTime(message.created_at)}</time>${isIncoming(message) || message.private ? (isPending(message) ? this.#tick() : nothing) : this.#tick()}</div>`
  }

  #failure() {
    const reason = this.message.content_attributes?.external_error || t('desk.failed.unreachable')
    return html`<div class="fail" role="group" aria-label=${t('desk.message.failed')}>${glyph(circleAlert, 'xs')}<span><b>${t('desk.message.failed')}</b> <span dir="auto">${reason}</span></span><button type="button" @click=${() => this.#act('retry')}>${t('desk.message.retry')}</button></div>`
  }

  #tick() {
    const { status } = this.message
    const icon = status === 'progress' ? clock : status === 'sent' ? check : checkCheck
    return html`<span class="tick ${status}" title=${t(`desk.tick.${status}`)}>${glyph(icon, 'sm')}<span class="unseen">${t(`desk.tick.${status}`)}</span></span>`
  }

  /** Puts the focus on its tools; false where it has none. */
  focusTools(): boolean {
    const tool = this.renderRoot.querySelector<HTMLElement>('.tools cb-icon-button')
    tool?.focus()
    return tool !== null
  }

  #tools() {
    const { message } = this
    const stop = this.reached ? nothing : '-1'
    if (message.content_attributes?.deleted) return nothing
    return html`<div class="tools">${
      this.replyable && !isPending(message)
        ? html`<cb-icon-button size="s" tabindex=${stop} .icon=${cornerUpLeft} flip label=${t('desk.message.reply')} @click=${() => this.#act('reply')}></cb-icon-button>`
        : nothing
    }<cb-menu placement="end" label=${t('desk.message.menu')} .items=${this.#menu()} @cb-choose=${(event: CustomEvent<{ value: MessageAction }>) => this.#act(event.detail.value)}><cb-icon-button slot="trigger" size="s" tabindex=${stop} .icon=${ellipsis} label=${t('desk.message.menu')}></cb-icon-button></cb-menu></div>`
  }

  #menu(): MenuEntry[] {
    const { message } = this
    const items: (MenuEntry | false | undefined)[] = [
      this.replyable && !isPending(message) && { value: 'reply', label: t('desk.message.reply'), icon: cornerUpLeft },
      Boolean(message.content) && { value: 'copy', label: t('desk.message.copy'), icon: copy },
      {
        value: 'delete',
        label: t(isPending(message) ? 'desk.message.discard' : 'desk.message.delete'),
        icon: trash,
        danger: true,
      },
    ]
    return items.filter((item): item is MenuEntry => Boolean(item))
  }

  #act(action: MessageAction): void {
    if (action === 'copy') void navigator.clipboard.writeText(plainText(this.message.content ?? ''))
    this.dispatchEvent(
      new CustomEvent('cb-message-action', {
        bubbles: true,
        composed: true,
        detail: { action, message: this.message },
      }),
    )
  }

  #jump(id: number): void {
    this.dispatchEvent(new CustomEvent('cb-message-jump', { bubbles: true, composed: true, detail: { id } }))
  }
}

define('cb-message', CbMessage)

declare global {
  interface HTMLElementTagNameMap {
    'cb-message': CbMessage
  }
}
