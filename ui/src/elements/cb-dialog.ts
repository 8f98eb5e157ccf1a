import WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js'
import { css, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'
import { deepActiveElement } from './focus.ts'
import { text } from './texts.ts'
import { systemIcons } from './web-awesome.ts'

/** The parts that dialog and drawer share: head, body, foot and the way out. */
export const panelStyles = css`
  * { box-sizing: border-box; }
  .header { display: flex; align-items: start; gap: var(--cb-space-12); flex: none; }
  .title { flex: 1; min-inline-size: 0; margin: 0; font: var(--cb-weight-strong) var(--cb-size-lg) / var(--cb-leading-lg) var(--cb-font); text-wrap: balance; }
  .header-actions { display: flex; flex: none; align-items: center; gap: var(--cb-space-4); }
  .close::part(button) {
    display: grid; place-items: center; inline-size: var(--cb-control-md); block-size: var(--cb-control-md); padding: 0; border: 0;
    border-radius: var(--cb-radius-md); background: none; color: var(--cb-text-muted); cursor: pointer; box-shadow: none; min-block-size: 0;
  }
  .close::part(button):hover { background: var(--cb-hover); color: var(--cb-text); }
  .close::part(button):focus-visible { outline: var(--cb-focus-width) solid var(--cb-focus-color); outline-offset: 0; }
  .footer { display: flex; align-items: center; justify-content: flex-end; flex-wrap: wrap; gap: var(--cb-space-8); flex: none; border-block-start: 1px solid var(--cb-line); background: var(--cb-sunken); }
  .footer[hidden] { display: none; }
  dialog { border: 0; padding: 0; margin: auto; color: var(--cb-text); background: var(--cb-overlay); font: var(--cb-weight-regular) var(--cb-size-md) / var(--cb-leading-md) var(--cb-font); flex-direction: column; overflow: hidden; }
  dialog[open] { display: flex; }
  dialog:focus { outline: none; }
  dialog::backdrop { background: var(--cb-scrim); }
  dialog.show::backdrop { animation: fade var(--cb-time-calm) var(--cb-ease); }
  dialog.hide::backdrop { animation: fade var(--cb-time-quick) var(--cb-ease-out) reverse; }
  @keyframes fade { from { opacity: 0; } }
  @media (forced-colors: active) { dialog { outline: 1px solid CanvasText; } }
`

/**
 * Asks or shows one thing above everything else. Escape and the cross close it, focus goes back to where it was.
 * Opens and closes by `open`; says so by `cb-close`, which can be prevented while something is unsaved.
 * @slot - the body
 * @slot footer - its buttons, the primary one last
 * @fires cb-close - before it closes
 */
export class CbDialog extends WaDialog {
  static override css = css`
      ${systemIcons}
      ${panelStyles}
      :host { display: none; } :host([open]) { display: block; }
      dialog { inline-size: min(30rem, calc(100vw - 1rem)); max-block-size: calc(100dvh - 2rem); border-radius: var(--cb-radius-xl); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); }
      :host([wide]) dialog { inline-size: min(42rem, calc(100vw - 1rem)); }
      dialog.show { animation: appear var(--cb-time-calm) var(--cb-ease); } dialog.hide { animation: appear var(--cb-time-quick) var(--cb-ease-out) reverse; }
      @keyframes appear { from { opacity: 0; transform: translateY(.5rem); } }
      .header { padding: var(--cb-space-20) var(--cb-space-12) 0 var(--cb-space-20); }
      .header-actions { margin-block: -.25rem; }
      .body { padding: var(--cb-space-16) var(--cb-space-20); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-16); overflow: auto; align-content: start; grid-auto-rows: max-content; }
      .footer { padding: var(--cb-space-12) var(--cb-space-20); }
      @media (max-width: 767px) { .footer ::slotted(cb-button) { flex: 1; } }
    `

  @property({ type: Boolean, reflect: true }) wide = false
  #before: HTMLElement | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('wa-show', this.#remember)
    this.addEventListener('wa-hide', this.#ask)
    this.addEventListener('wa-after-hide', this.#giveBack)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('wa-show', this.#remember)
    this.removeEventListener('wa-hide', this.#ask)
    this.removeEventListener('wa-after-hide', this.#giveBack)
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    nameClose(this)
  }

  readonly #remember = (event: Event) => {
    if (event.target === this) this.#before = deepActiveElement()
  }

  readonly #ask = (event: Event) => {
    if (event.target !== this) return
    const ask = new CustomEvent('cb-close', { cancelable: true })
    if (!this.dispatchEvent(ask)) event.preventDefault()
  }

  readonly #giveBack = (event: Event) => {
    if (event.target !== this) return
    const target = this.#before
    setTimeout(() => target?.isConnected && target.focus())
  }
}

/** Gives the wrapped element's cross a name in the reader's language. */
export function nameClose(host: HTMLElement): void {
  host.shadowRoot?.querySelector('.close wa-icon')?.setAttribute('label', text('close'))
}

define('cb-dialog', CbDialog)

declare global {
  interface HTMLElementTagNameMap {
    'cb-dialog': CbDialog
  }
}
