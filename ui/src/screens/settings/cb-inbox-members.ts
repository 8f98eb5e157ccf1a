import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { Agent } from '../../data/agents.ts'
import '../../elements/cb-avatar.ts'
import '../../elements/cb-checkbox.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { isOn } from './entered.ts'
import { settingsStyles } from './settings-screen.ts'

/**
 * Which people see an inbox.
 * @fires change - after `chosen` changed by the user
 */
export class CbInboxMembers extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`:host { block-size: auto; } label { display: flex; align-items: center; gap: var(--cb-space-12); flex: 1; min-inline-size: 0; }`,
  ]

  @property({ attribute: false }) agents: readonly Agent[] = []
  @property({ attribute: false }) chosen: readonly number[] = []

  #change(chosen: readonly number[]): void {
    this.chosen = chosen
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  }

  #toggle(id: number, isMember: boolean): void {
    this.#change(isMember ? [...this.chosen, id] : this.chosen.filter((other) => other !== id))
  }

  override render() {
    const isAll = this.agents.length > 0 && this.chosen.length === this.agents.length
    return html`<div class="card">
      <div class="head"><h2>${t('settings.members.title')}</h2><small>${t('settings.members.count', { count: this.chosen.length })}</small></div>
      <ul class="lines">
        <li><cb-checkbox .checked=${isAll} .indeterminate=${!isAll && this.chosen.length > 0} @change=${(event: Event) => this.#change(isOn(event) ? this.agents.map(({ id }) => id) : [])}>${t('settings.members.everybody')}</cb-checkbox></li>
        ${this.agents.map(
          ({ id, name, email, thumbnail, role }) => html`<li>
            <cb-checkbox label=${name} .checked=${this.chosen.includes(id)} @change=${(event: Event) => this.#toggle(id, isOn(event))}></cb-checkbox>
            <cb-avatar .name=${name} .src=${thumbnail}></cb-avatar>
            <div class="grow"><b dir="auto" class="auto">${name}</b><small>${email}</small></div>
            <span class="subtle">${t(`settings.role.${role ?? 'agent'}`)}</span>
          </li>`,
        )}
      </ul>
    </div>`
  }
}

define('cb-inbox-members', CbInboxMembers)

declare global {
  interface HTMLElementTagNameMap {
    'cb-inbox-members': CbInboxMembers
  }
}
