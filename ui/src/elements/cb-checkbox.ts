import WaCheckbox from '@awesome.me/webawesome/dist/components/checkbox/checkbox.js'
import { css, type PropertyValues } from 'lit'
import { property, query } from 'lit/decorators.js'
import { define } from './define.ts'
import { systemIcons } from './web-awesome.ts'

/** One of several that may be chosen together. Words in the slot, or unseen in `label`. */
export class CbCheckbox extends WaCheckbox {
  static override css = [
    systemIcons,
    css`
      :host { display: inline-flex; flex-direction: column; min-inline-size: 0; font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text); }
      [part~='base'] { position: relative; display: flex; align-items: start; gap: var(--cb-space-8); cursor: pointer; min-block-size: 1.125rem; }
      [part~='control'] {
        position: relative; display: grid; place-items: center; inline-size: 1rem; block-size: 1rem; flex: none; margin-block-start: 1px;
        border-radius: var(--cb-radius-xs); border: 1.5px solid var(--cb-line-control); background: var(--cb-raised);
      }
      [part~='control']:has(:checked, :indeterminate) { background: var(--cb-brand); border-color: var(--cb-brand); color: var(--cb-on-brand); }
      [part~='control']:has(:focus-visible) { outline: var(--cb-focus-width) solid var(--cb-focus-color); outline-offset: var(--cb-focus-gap); }
      input { position: absolute; inset: -.25rem; inline-size: 1.5rem; block-size: 1.5rem; margin: 0; opacity: 0; cursor: inherit; }
      wa-icon { inline-size: .75rem; block-size: .75rem; pointer-events: none; }
      input:not(:checked, :indeterminate) + wa-icon { visibility: hidden; }
      [part~='base']:has(:disabled) { cursor: not-allowed; color: var(--cb-text-disabled); } [part~='control']:has(:disabled) { opacity: .5; }
      [part~='hint'] { display: none; } [part~='hint'].has-slotted { display: block; font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-subtle); padding-inline-start: 1.5rem; }
      @media (forced-colors: active) { [part~='control'] { forced-color-adjust: none; } }
    `,
  ]

  /** The name where no words stand beside it. */
  @property() label = ''

  @query('input') private box!: HTMLInputElement

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    if (this.label) this.box.setAttribute('aria-label', this.label)
    if (!this.hint) this.box.removeAttribute('aria-describedby')
    // The native control says so itself; said twice it is an error.
    this.box.removeAttribute('aria-checked')
  }
}

define('cb-checkbox', CbCheckbox)

declare global {
  interface HTMLElementTagNameMap {
    'cb-checkbox': CbCheckbox
  }
}
