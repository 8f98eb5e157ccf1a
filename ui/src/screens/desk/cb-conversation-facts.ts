import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import plus from 'lucide-static/icons/plus.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import type { Conversation } from '../../data/conversation.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-label.ts'
import '../../elements/cb-menu.ts'
import type { MenuItem } from '../../elements/cb-menu.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { ConversationActions } from './conversation-actions.ts'
import { agentEntries, chooseForConversation, labelEntries, priorityEntries, teamEntries } from './conversation-menu.ts'
import { panelStyles } from './panel-styles.ts'
import { priorityMark, priorityStyles } from './priority-mark.ts'

/** On whom it waits, how urgent it is, under which labels: each a press away from another value. */
export class CbConversationFacts extends LitElement {
  static override styles = [base, panelStyles, priorityStyles, css`:host { display: block; }`]

  @property({ attribute: false }) data!: AccountData
  @property({ attribute: false }) conversation!: Conversation
  constructor() {
    super()
    new Watch(this, () => this.data.assignable(this.conversation.inbox_id))
    new Watch(this, () => this.data.presence)
  }

  readonly #teams = new Watch(this, () => this.data.teams)
  readonly #labels = new Watch(this, () => this.data.labels)

  override render() {
    const { meta, priority } = this.conversation
    const agents = agentEntries(this.conversation, this.data)
    const teams = this.#teams.value?.length ? teamEntries(this.data, meta.team?.id) : []
    const assignee = meta.assignee
      ? html`<cb-avatar size="xs" .name=${meta.assignee.available_name ?? meta.assignee.name} .src=${meta.assignee.thumbnail ?? ''}></cb-avatar><span class="truncate" dir="auto">${meta.assignee.available_name ?? meta.assignee.name}</span>`
      : html`<span class="subtle">${t('desk.nobody')}</span>`
    return html`<dl class="props">
      ${this.#fact(t('desk.assignee'), assignee, agents)}
      ${teams.length > 0 ? this.#fact(t('desk.team'), meta.team ? html`<span class="truncate" dir="auto">${meta.team.name}</span>` : html`<span class="subtle">${t('desk.noTeam')}</span>`, teams) : nothing}
      ${this.#fact(t('desk.priority'), priority ? html`${priorityMark(priority, false)}${t(`desk.priority.${priority}`)}` : html`<span class="subtle">${t('desk.priority.none')}</span>`, priorityEntries(priority))}
      <dt>${t('desk.labels')}</dt><dd>${this.#chips()}</dd>
    </dl>`
  }

  #fact(name: string, value: unknown, items: readonly MenuItem[]) {
    return html`<dt>${name}</dt><dd><cb-menu label=${name} .items=${items} @cb-choose=${this.#choose}><button slot="trigger" type="button" class="value" aria-haspopup="menu"><span class="unseen">${name}:</span>${value}</button></cb-menu></dd>`
  }

  #chips() {
    const known = this.#labels.value ?? []
    const items = labelEntries(this.data, this.conversation.labels)
    const chips = this.conversation.labels.map(
      (title) =>
        html`<cb-label removable .color=${known.find((label) => label.title === title)?.color ?? ''} @cb-remove=${() => this.#toggle(title)}>${title}</cb-label>`,
    )
    if (items.length === 0) return chips.length > 0 ? chips : html`<span class="subtle">${t('desk.labels.none')}</span>`
    return html`${chips}<cb-menu label=${t('desk.labels')} .items=${items} @cb-choose=${this.#choose}><cb-icon-button slot="trigger" size="xs" .icon=${plus} label=${t('desk.labels.add')}></cb-icon-button></cb-menu>`
  }

  #toggle = (title: string) => new ConversationActions(this.data).toggleLabel(this.conversation, title)

  #choose = (event: CustomEvent<{ value: string }>): void => {
    void chooseForConversation(event.detail.value, this.conversation, this.data)
  }
}

define('cb-conversation-facts', CbConversationFacts)

declare global {
  interface HTMLElementTagNameMap {
    'cb-conversation-facts': CbConversationFacts
  }
}
