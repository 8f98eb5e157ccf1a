import '@cordboard/ui/cb-button'
import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { base } from '@cordboard/ui/base'
import { css, html, LitElement } from 'lit'
import { property, state } from 'lit/decorators.js'

/** Says something about the shown inbox, and breaks when asked to. */
export default class State extends LitElement {
  static override styles = [base, css`:host { display: grid; gap: var(--cb-space-12); justify-items: start; }`]

  @property({ attribute: false }) context!: PanelContext
  @state() private isBroken = false

  override render() {
    if (this.isBroken) throw new Error('broken on request')
    const { t, inbox, theme } = this.context
    return html`<p>${t('panel-test.state.of', { name: inbox?.name ?? '', count: 2 })}</p><p>${theme}</p>
      <cb-button @click=${() => {
        this.isBroken = true
      }}>${t('panel-test.state.break')}</cb-button>`
  }
}
