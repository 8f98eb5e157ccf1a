import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import check from 'lucide-static/icons/check.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import eye from 'lucide-static/icons/eye.svg?raw'
import eyeOff from 'lucide-static/icons/eye-off.svg?raw'
import { base } from '../styles/base.ts'
import './cb-icon-button.ts'
import { define } from './define.ts'
import { fieldStyles } from './field-styles.ts'
import { text } from './texts.ts'

/** A value to take elsewhere: an address, a token. `secret` hides it until asked. */
export class CbCopyField extends LitElement {
  static override styles = [
    base,
    fieldStyles,
    css`
      [part~='frame'] { background: var(--cb-sunken); border-color: var(--cb-line-strong); padding-inline-end: 2px; gap: 0; }
      input { font-family: var(--cb-font-mono); font-size: .92em; }
    `,
  ]

  @property() label = ''
  @property() value = ''
  @property() hint = ''
  @property({ type: Boolean }) secret = false
  @state() private isShown = false
  @state() private isCopied = false

  async #copy(): Promise<void> {
    const input = this.renderRoot.querySelector('input')
    try {
      await navigator.clipboard.writeText(this.value)
    } catch {
      // No clipboard without a secure page or a permission: the words are selected for the reader's own keys.
      this.isShown = true
      await this.updateComplete
      input?.select()
      return
    }
    this.isCopied = true
    setTimeout(() => {
      this.isCopied = false
    }, 2000)
  }

  override render() {
    const isHidden = this.secret && !this.isShown
    return html`<label part="form-control-label" class=${this.label ? 'has-label' : ''} for="input">${this.label}</label>
      <div part="frame"><input id="input" readonly type=${isHidden ? 'password' : 'text'} autocomplete="off" .value=${this.value} aria-describedby=${this.hint ? 'hint' : nothing} @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
        ${
          this.secret
            ? html`<cb-icon-button size="s" .icon=${isHidden ? eye : eyeOff} label=${`${text(isHidden ? 'showSecret' : 'hideSecret')}: ${this.label}`} @click=${() => {
                this.isShown = !this.isShown
              }}></cb-icon-button>`
            : nothing
        }
        <cb-icon-button size="s" .icon=${this.isCopied ? check : copy} label=${this.isCopied ? text('copied') : `${text('copy')}: ${this.label}`} @click=${this.#copy}></cb-icon-button>
      </div><p id="hint" part="hint" class=${this.hint ? 'has-slotted' : ''}>${this.hint}</p>
      <span class="unseen" role="status">${this.isCopied ? text('copied') : ''}</span>`
  }
}

define('cb-copy-field', CbCopyField)

declare global {
  interface HTMLElementTagNameMap {
    'cb-copy-field': CbCopyField
  }
}
