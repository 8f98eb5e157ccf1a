import { Task } from '@lit/task'
import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import userPlus from 'lucide-static/icons/user-plus.svg?raw'
import type { AccountData } from '../../data/account-data.ts'
import type { Agent } from '../../data/agents.ts'
import { listParticipants, replaceParticipants } from '../../data/conversations.ts'
import { Watch } from '../../data/store.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-icon-button.ts'
import '../../elements/cb-menu.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { toast } from '../../shell/toast.ts'
import { base } from '../../styles/base.ts'
import { reasonOf } from './conversation-actions.ts'
import { panelStyles } from './panel-styles.ts'

/** Colleagues who follow a conversation. */
export class CbParticipants extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      :host { display: block; }
      .row { display: flex; align-items: center; gap: var(--cb-space-8); min-block-size: 1.75rem; font-size: var(--cb-size-sm); }
      .faces { display: flex; }
      .faces cb-avatar { box-shadow: 0 0 0 2px var(--cb-sunken); margin-inline-start: -0.375rem; }
      .faces cb-avatar:first-child { margin-inline-start: 0; }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @property({ type: Number }) conversation = 0
  readonly #agents = new Watch(this, () => this.data.agents)
  readonly #found = new Task(this, {
    args: () => [this.data.id, this.conversation] as const,
    task: ([account, conversation]) => listParticipants(account, conversation),
  })

  override render() {
    return this.#found.render({
      complete: (all) => this.#row(all),
      error: (error) => html`<p class="note">${reasonOf(error)}</p>`,
    })
  }

  #row(all: readonly Agent[]) {
    const items = (this.#agents.value ?? []).map(({ id, available_name, name }) => ({
      value: String(id),
      label: available_name || name,
      checked: all.some((one) => one.id === id),
    }))
    return html`<div class="row">${
      all.length === 0
        ? html`<span class="subtle">${t('desk.participants.none')}</span>`
        : html`<span class="faces">${all.map((agent) => html`<cb-avatar size="s" .name=${agent.available_name || agent.name} .src=${agent.thumbnail} title=${agent.name} role="img" aria-label=${agent.name}></cb-avatar>`)}</span>`
    }<span class="spacer"></span><cb-menu placement="end" label=${t('desk.participants')} .items=${items} @cb-choose=${(event: CustomEvent<{ value: string }>) => this.#toggle(Number(event.detail.value), all)}><cb-icon-button slot="trigger" size="s" .icon=${userPlus} label=${t('desk.participants.change')}></cb-icon-button></cb-menu></div>`
  }

  async #toggle(id: number, all: readonly Agent[]): Promise<void> {
    const ids = all.map((agent) => agent.id)
    const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
    try {
      await replaceParticipants(this.data.id, this.conversation, next)
    } catch (error) {
      toast({ tone: 'bad', text: reasonOf(error) })
    }
    await this.#found.run()
  }
}

define('cb-participants', CbParticipants)

declare global {
  interface HTMLElementTagNameMap {
    'cb-participants': CbParticipants
  }
}
