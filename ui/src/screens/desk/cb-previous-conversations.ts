import { Task } from '@lit/task'
import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { listConversationsOf } from '../../data/contacts.ts'
import type { Conversation } from '../../data/conversation.ts'
import { define } from '../../elements/define.ts'
import { glyph } from '../../elements/glyph.ts'
import { channelColors, channelLook } from '../../registry/channels.ts'
import { t } from '../../shell/language.ts'
import { accountPath } from '../../shell/navigation.ts'
import { shortAge } from '../../shell/time.ts'
import { base } from '../../styles/base.ts'
import { reasonOf } from './conversation-actions.ts'
import { panelStyles } from './panel-styles.ts'
import { previewOf } from './preview.ts'

const shown = 5

/** What this contact wrote about before. */
export class CbPreviousConversations extends LitElement {
  static override styles = [
    base,
    panelStyles,
    channelColors,
    css`:host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-8); }`,
  ]

  @property({ type: Number }) account = 0
  @property({ type: Number }) contact = 0
  /** The one that is open, left out. */
  @property({ type: Number }) open = 0
  readonly #found = new Task(this, {
    args: () => [this.account, this.contact] as const,
    task: ([account, contact]) => listConversationsOf(account, contact),
  })

  override render() {
    return this.#found.render({
      complete: (all) => this.#list(all.filter(({ id }) => id !== this.open)),
      error: (error) => html`<p class="note">${reasonOf(error)}</p>`,
    })
  }

  #list(all: readonly Conversation[]) {
    if (all.length === 0) return html`<p class="note">${t('desk.previous.none')}</p>`
    return all.slice(0, shown).map(this.#card)
  }

  #card = (conversation: Conversation) => {
    const { icon, accent } = channelLook(conversation.meta.channel)
    const status = t(`desk.status.${conversation.status}`)
    return html`<a class="mini" href=${accountPath(`conversations/${conversation.id}`)}>
      <span><i class="channel-${accent}">${glyph(icon, 'sm')}</i><span class="truncate auto" dir="auto">${previewOf(conversation.messages.at(-1)).text}</span></span>
      <span class="detail"><span>#${conversation.id}, ${status}</span>${conversation.last_activity_at ? html`<time>${shortAge(conversation.last_activity_at)}</time>` : nothing}</span>
    </a>`
  }
}

define('cb-previous-conversations', CbPreviousConversations)

declare global {
  interface HTMLElementTagNameMap {
    'cb-previous-conversations': CbPreviousConversations
  }
}
