import { html, LitElement } from 'lit'
import { define } from '../../elements/define.ts'

export class CbDesk extends LitElement {
  override render() {
    return html`<p>desk</p>`
  }
}

define('cb-desk', CbDesk)
