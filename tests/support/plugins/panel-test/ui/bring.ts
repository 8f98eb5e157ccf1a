import '@cordboard/ui/cb-button'
import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import { html, LitElement } from 'lit'
import { property, state } from 'lit/decorators.js'

/** Connects an inbox without asking for anything. */
export default class Bring extends LitElement {
  @property({ attribute: false }) context!: PanelContext
  @state() private isBusy = false

  async #connect(): Promise<void> {
    this.isBusy = true
    const channel = { type: 'test', address: `brought-${Date.now()}` }
    const { status, body } = await this.context.api('POST', '/inboxes', { name: 'Brought', channel })
    this.isBusy = false
    if (status === 200) this.context.connected?.({ id: body.id })
    else this.context.toast({ tone: 'bad', title: body.message })
  }

  /** The test names the script. */
  async #load(): Promise<void> {
    const { loadScript, toast } = this.context
    await loadScript(localStorage.getItem('panel-test-script') ?? '').then(
      () => toast({ tone: 'good', title: 'The script is here' }),
      (error) => toast({ tone: 'bad', title: error.message }),
    )
  }

  override render() {
    const { t, accountId, navigate } = this.context
    return html`<cb-button kind="primary" ?loading=${this.isBusy} @click=${this.#connect}>${t('panel-test.bring.connect')}</cb-button>
      <cb-button @click=${this.#load}>${t('panel-test.bring.script')}</cb-button>
      <cb-button @click=${() => navigate(`/app/accounts/${accountId}/settings/inboxes/new/test?manual`)}>${t('panel-test.bring.manual')}</cb-button>`
  }
}
