import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-button'
import '@cordboard/ui/cb-card'
import '@cordboard/ui/cb-copy-field'
import { html, nothing, type ReactiveControllerHost } from 'lit'
import { ask } from './reading.ts'

interface Host extends ReactiveControllerHost {
  context: PanelContext
}

/** The number's two-step PIN, shown to administrators when they ask, and only where the server gives it. */
export class PinKeeper {
  readonly #host: Host
  #inbox: number | undefined
  #pin: string | undefined
  #words = ''
  #isAsking = false

  constructor(host: Host) {
    this.#host = host
  }

  async #show(): Promise<void> {
    const { context } = this.#host
    this.#isAsking = true
    this.#host.requestUpdate()
    const { body, problem } = await ask(context, 'GET', `/inboxes/${context.inbox?.id}/whatsapp/pin`)
    this.#isAsking = false
    this.#pin = typeof body?.pin === 'string' ? body.pin : undefined
    this.#words = this.#pin ? '' : problem && problem.status !== 404 ? context.t('pin.failed') : context.t('pin.none')
    this.#host.requestUpdate()
  }

  render(context: PanelContext) {
    const { inbox, user, t } = context
    if (inbox?.id !== this.#inbox) {
      this.#inbox = inbox?.id
      this.#pin = undefined
      this.#words = ''
    }
    const isOffered = inbox?.has_pin === true && user.role === 'administrator'
    if (!isOffered) return nothing
    return html`<cb-card heading=${t('pin.title')}><div class="close">
      <p class="note">${t('pin.text')}</p>
      ${
        this.#pin
          ? html`<cb-copy-field label=${t('pin.label')} .value=${this.#pin}></cb-copy-field>`
          : html`<div class="actions"><cb-button size="s" ?loading=${this.#isAsking} @click=${() => void this.#show()}>${t('pin.show')}</cb-button></div>`
      }
      <p role="status" class="note small">${this.#words}</p>
    </div></cb-card>`
  }
}
