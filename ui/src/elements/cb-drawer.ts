import WaDrawer from '@awesome.me/webawesome/dist/components/drawer/drawer.js'
import { css, type PropertyValues } from 'lit'
import { nameClose, panelStyles } from './cb-dialog.ts'
import { define } from './define.ts'
import { deepActiveElement } from './focus.ts'
import { systemIcons } from './web-awesome.ts'

/**
 * A panel from the end of the page for one thing out of a list. Escape and the cross close it.
 * @slot - the body
 * @slot footer - its buttons
 * @fires cb-close - before it closes; can be prevented
 */
export class CbDrawer extends WaDrawer {
  static override css = css`
      ${systemIcons}
      ${panelStyles}
      :host { display: none; } :host([open]) { display: block; }
      dialog { position: fixed; inset: 0 0 0 auto; inset-inline: auto 0; inline-size: min(28rem, 100vw); block-size: 100%; max-block-size: 100%; max-inline-size: 100%; margin: 0; box-shadow: var(--cb-shadow-3); border-inline-start: 1px solid var(--cb-line); }
      dialog.show { animation: slide var(--cb-time-calm) var(--cb-ease); } dialog.hide { animation: slide var(--cb-time-quick) var(--cb-ease-out) reverse; }
      @keyframes slide { from { opacity: 0; transform: translateX(calc(1.5rem * var(--direction, 1))); } }
      :host(:dir(rtl)) { --direction: -1; }
      .header { align-items: center; min-block-size: var(--cb-header-height); padding-inline: var(--cb-space-16) var(--cb-space-8); border-block-end: 1px solid var(--cb-line); }
      .title { font-size: var(--cb-size-md); line-height: var(--cb-leading-md); }
      .body { flex: 1; min-block-size: 0; overflow: hidden auto; scrollbar-width: thin; padding: var(--cb-space-16); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-16); align-content: start; }
      .footer { padding: var(--cb-space-12) var(--cb-space-16); }
    `

  #before: HTMLElement | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('wa-show', this.#onShow)
    this.addEventListener('wa-hide', this.#onHide)
    this.addEventListener('wa-after-hide', this.#onHidden)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('wa-show', this.#onShow)
    this.removeEventListener('wa-hide', this.#onHide)
    this.removeEventListener('wa-after-hide', this.#onHidden)
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    nameClose(this)
  }

  readonly #onShow = (event: Event) => {
    if (event.target === this) this.#before = deepActiveElement()
  }

  readonly #onHide = (event: Event) => {
    if (event.target === this && !this.dispatchEvent(new CustomEvent('cb-close', { cancelable: true })))
      event.preventDefault()
  }

  readonly #onHidden = (event: Event) => {
    const target = this.#before
    if (event.target === this) setTimeout(() => target?.isConnected && target.focus())
  }
}

define('cb-drawer', CbDrawer)

declare global {
  interface HTMLElementTagNameMap {
    'cb-drawer': CbDrawer
  }
}
