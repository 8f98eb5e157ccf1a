import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { nameOf } from '../../data/contacts.ts'
import type { Conversation } from '../../data/conversation.ts'
import type { Label } from '../../data/labels.ts'
import type { Sender } from '../../data/message.ts'
import type { Availability } from '../../data/session.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-count.ts'
import '../../elements/cb-label.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { clock } from '../../shell/clock.ts'
import { t } from '../../shell/language.ts'
import { exactTime, shortAge } from '../../shell/time.ts'
import { base } from '../../styles/base.ts'
import { previewOf } from './preview.ts'
import { priorityMark, priorityStyles } from './priority-mark.ts'
import { typingDots, typingStyles } from './typing-dots.ts'

const shownLabels = 2

/** One conversation in the list: who, what last, since when, and on whom it waits. */
export class CbConversationRow extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [
    base,
    channelColors,
    priorityStyles,
    typingStyles,
    css`
      :host { display: block; inline-size: 100%; }
      /* All as tall as with labels: rows that change places keep their measure, and a label moves nothing. */
      a:not(.compact) { min-block-size: calc(2 * var(--cb-row-pad-block) + var(--cb-leading-md) + var(--cb-leading-sm) + 1.25rem + 2 * var(--cb-row-gap) + 1px); }
      a { position: relative; display: grid; align-content: center; grid-template-columns: auto minmax(0, 1fr); column-gap: var(--cb-space-12); padding: var(--cb-row-pad-block) var(--cb-row-pad-inline); border-block-end: 1px solid var(--cb-line); color: var(--cb-text); }
      a:hover { background: var(--cb-hover); }
      a:focus-visible { outline-offset: -2px; border-radius: 0; }
      a[aria-current] { background: var(--cb-selected); }
      a[aria-current]::after { content: ''; position: absolute; z-index: 2; inset-inline-end: calc(var(--cb-jack-size) / -2 - 0.5px); inset-block-start: calc(50% - var(--cb-jack-size) / 2); inline-size: var(--cb-jack-size); block-size: var(--cb-jack-size); border-radius: 50%; border: var(--cb-jack-ring) solid var(--cb-brand); background: var(--cb-surface); }
      .body { display: grid; gap: var(--cb-row-gap); min-inline-size: 0; }
      .line { display: flex; align-items: center; gap: var(--cb-space-6); min-inline-size: 0; }
      .name { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
      time { font-size: var(--cb-size-xs); line-height: var(--cb-leading-md); color: var(--cb-text-subtle); font-variant-numeric: tabular-nums; flex: none; }
      .preview { flex: 1; min-inline-size: 0; display: flex; align-items: center; gap: var(--cb-space-4); font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); min-block-size: var(--cb-leading-sm); color: var(--cb-text-muted); }
      .preview > bdi, .preview > .words { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .preview > .glyph { color: var(--cb-text-subtle); }
      [aria-current] time, [aria-current] .preview { color: var(--cb-text-muted); }
      .unread .name { font-weight: var(--cb-weight-strong); }
      .unread .preview { color: var(--cb-text); }
      .unread time { color: var(--cb-brand-text); font-weight: var(--cb-weight-medium); }
      .preview.typing { color: var(--cb-brand-text); }
      .tags { display: flex; align-items: center; gap: var(--cb-space-4); min-inline-size: 0; min-block-size: 1.25rem; }
      .tags cb-label { flex: 0 1 auto; }
      .tags > cb-avatar { margin-inline-start: auto; }
      [aria-current] .tags > cb-avatar { background: var(--cb-surface); }
      .more { font-size: var(--cb-size-2xs); color: var(--cb-text-subtle); font-weight: var(--cb-weight-medium); }
      [aria-current] .more { color: var(--cb-text-muted); }
      .channel { position: absolute; inset-block-end: -5px; inset-inline-end: -6px; inline-size: 1.0625rem; block-size: 1.0625rem; border-radius: 50%; display: grid; place-items: center; background: var(--cb-surface); box-shadow: 0 0 0 1px var(--cb-line); }
      .channel .glyph { inline-size: 0.625rem; block-size: 0.625rem; stroke-width: 2.5; }
      .compact .channel { inline-size: 0.8125rem; block-size: 0.8125rem; }
      .compact .channel .glyph { inline-size: 0.5rem; block-size: 0.5rem; }
      .compact .line:nth-child(2):last-child { grid-column: 1 / -1; }
      .compact .body { grid-template-columns: minmax(0, 1fr) auto; column-gap: var(--cb-space-8); align-content: center; }
      .compact .line:first-child { grid-column: 1 / -1; }
      .compact .tags cb-label, .compact .more { display: none; }
      .compact .tags { min-block-size: 0; }
      @media (max-width: 767px) {
        :host { --cb-row-pad-block: 0.75rem; }
        a { padding-inline: var(--cb-space-16); }
        a[aria-current] { background: none; }
        a[aria-current]::after { display: none; }
      }
      @media (forced-colors: active) { a[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; } }
    `,
  ]

  @property({ attribute: false }) conversation!: Conversation
  @property({ attribute: false }) labels: readonly Label[] = []
  @property({ attribute: false }) typists: readonly Sender[] = []
  @property() presence: Availability = 'offline'
  @property() href = ''
  @property({ type: Boolean }) current = false
  @property({ type: Boolean }) compact = false
  /** Unsent words of this reader. */
  @property() draft = ''
  readonly #clock = new Watch(this, () => clock)

  override render() {
    const { conversation } = this
    const { sender, channel } = conversation.meta
    const look = channelLook(channel)
    const name = nameOf(sender)
    return html`<a
      href=${this.href} aria-current=${this.current ? 'true' : nothing}
      class="${conversation.unread_count > 0 ? 'unread' : ''} ${this.compact ? 'compact' : ''}"
    >
      <cb-avatar .name=${name} .src=${sender.thumbnail ?? ''} .presence=${this.presence === 'offline' ? '' : this.presence}>
        <span class="channel channel-${look.accent}">${glyph(look.icon)}</span>
      </cb-avatar>
      <div class="body">
        <div class="line"><span class="name auto" dir="auto">${name}</span>${conversation.priority ? priorityMark(conversation.priority) : nothing}<time datetime=${new Date(conversation.last_activity_at * 1000).toISOString()} title=${exactTime(conversation.last_activity_at)}>${shortAge(conversation.last_activity_at, this.#clock.value)}</time></div>
        <div class="line">${this.#preview()}${conversation.unread_count > 0 ? html`<cb-count .value=${conversation.unread_count} short aria-label=${t('desk.row.unread', { count: conversation.unread_count })}></cb-count>` : nothing}</div>
        ${this.#tags()}
      </div>
    </a>`
  }

  #preview() {
    if (this.typists.length > 0)
      return html`<div class="preview typing">${typingDots}<span class="words">${t('desk.row.typing')}</span></div>`
    if (this.draft)
      return html`<div class="preview"><span class="words"><b>${t('desk.row.draft')}</b> <bdi>${this.draft}</bdi></span></div>`
    const { icon, text, flip } = previewOf(this.conversation.messages.at(-1))
    return html`<div class="preview">${icon ? glyph(icon, 'sm', flip) : nothing}<bdi>${text}</bdi></div>`
  }

  #tags() {
    const { labels, meta } = this.conversation
    const more = labels.length - shownLabels
    if (labels.length === 0 && !meta.assignee) return nothing
    return html`<div class="tags">${labels.slice(0, shownLabels).map((title) => html`<cb-label .color=${this.#color(title)}>${title}</cb-label>`)}${
      more > 0 ? html`<bdi class="more">+${more}</bdi>` : nothing
    }${
      meta.assignee
        ? html`<cb-avatar size="xs" .name=${meta.assignee.available_name ?? meta.assignee.name} .src=${meta.assignee.thumbnail ?? ''} role="img" aria-label=${t('desk.row.assigned', { name: meta.assignee.name })}></cb-avatar>`
        : nothing
    }</div>`
  }

  #color = (title: string): string => this.labels.find((label) => label.title === title)?.color ?? ''
}

define('cb-conversation-row', CbConversationRow)

declare global {
  interface HTMLElementTagNameMap {
    'cb-conversation-row': CbConversationRow
  }
}
