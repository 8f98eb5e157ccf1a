import WaSwitch from '@awesome.me/webawesome/dist/components/switch/switch.js'
import { css, type PropertyValues } from 'lit'
import { property, query } from 'lit/decorators.js'
import { define } from './define.ts'

/** On or off, at once: a jack that slides along its cord. Words beside it in the slot, or unseen in `label`. */
export class CbSwitch extends WaSwitch {
  static override css = [
    css`
      :host { display: inline-flex; flex: none; flex-direction: column; font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text); }
      label { position: relative; display: inline-flex; align-items: center; gap: var(--cb-space-8); cursor: pointer; min-block-size: 1.5rem; }
      .input { position: absolute; opacity: 0; inline-size: 2rem; block-size: 1.5rem; margin: 0; cursor: inherit; }
      .switch {
        position: relative; inline-size: 2rem; block-size: 1.125rem; flex: none; border-radius: var(--cb-radius-full); pointer-events: none;
        background: var(--cb-neutral-soft); box-shadow: inset 0 0 0 1.5px var(--cb-line-control); transition: background var(--cb-time-quick) var(--cb-ease);
      }
      .thumb {
        position: absolute; inset-block: 3px; inset-inline-start: 3px; inline-size: .75rem; border-radius: 50%;
        background: var(--cb-line-control); transition: inset-inline-start var(--cb-time-quick) var(--cb-ease);
      }
      .checked .switch { background: var(--cb-brand); box-shadow: none; }
      .checked .thumb { inset-inline-start: calc(100% - .75rem - 3px); background: var(--cb-on-brand); }
      .input:focus-visible ~ .switch { outline: var(--cb-focus-width) solid var(--cb-focus-color); outline-offset: var(--cb-focus-gap); }
      .disabled { cursor: not-allowed; color: var(--cb-text-disabled); } .disabled .switch { opacity: .5; }
      [part~='hint'] { display: none; } [part~='hint'].has-slotted { display: block; font-size: var(--cb-size-xs); color: var(--cb-text-subtle); padding-inline-start: 2.5rem; }
      @media (forced-colors: active) { .switch { outline: 1px solid CanvasText; forced-color-adjust: none; } }
    `,
  ]

  /** The name where no words stand beside it. */
  @property() label = ''

  @query('input') private toggle!: HTMLInputElement

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    if (this.label) this.toggle.setAttribute('aria-label', this.label)
    if (!this.hint) this.toggle.removeAttribute('aria-describedby')
  }
}

define('cb-switch', CbSwitch)

declare global {
  interface HTMLElementTagNameMap {
    'cb-switch': CbSwitch
  }
}
