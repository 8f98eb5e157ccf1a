import { html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { Plugin } from '../../data/plugins.ts'
import { define } from '../../elements/define.ts'
export class CbPluginTroubles extends LitElement {
  @property({ type: Number }) account = 0
  @property({ attribute: false }) plugin!: Plugin
  override render() {
    return html``
  }
}
define('cb-plugin-troubles', CbPluginTroubles)
