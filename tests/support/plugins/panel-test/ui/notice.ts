import '@cordboard/ui/cb-callout'
import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'

export default class Notice extends LitElement {
  @property({ attribute: false }) context!: PanelContext

  override render() {
    const { t, inbox } = this.context
    return html`<cb-callout tone="info">${t('panel-test.notice.text', { name: inbox?.name ?? '' })}</cb-callout>`
  }
}
