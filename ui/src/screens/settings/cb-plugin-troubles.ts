import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import type { Plugin } from '../../data/plugins.ts'
import '../../elements/cb-callout.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'

/** What a plugin could not deal with, or what waits for it to be switched on. Nothing of it is lost. */
export class CbPluginTroubles extends LitElement {
  static override styles = [
    base,
    css`:host { display: grid; gap: var(--cb-space-12); } :host([hidden]) { display: none; }`,
  ]

  @property({ attribute: false }) plugin!: Plugin

  override willUpdate(): void {
    const { dead_deliveries, failed_inbound, held_inbound } = this.plugin
    this.hidden = dead_deliveries + failed_inbound + held_inbound === 0
  }

  override render() {
    const { dead_deliveries, failed_inbound, held_inbound } = this.plugin
    return html`${
      held_inbound > 0
        ? html`<cb-callout .icon=${hourglass} heading=${t('settings.plugins.held', { count: held_inbound })}>${t('settings.plugins.heldText')}</cb-callout>`
        : nothing
    }${
      failed_inbound > 0
        ? html`<cb-callout tone="bad" heading=${t('settings.plugins.failedInbound', { count: failed_inbound })}>${t('settings.plugins.failedInboundText')}</cb-callout>`
        : nothing
    }${
      dead_deliveries > 0
        ? html`<cb-callout tone="warn" heading=${t('settings.plugins.dead', { count: dead_deliveries })}>${t('settings.plugins.deadText')}</cb-callout>`
        : nothing
    }`
  }
}

define('cb-plugin-troubles', CbPluginTroubles)

declare global {
  interface HTMLElementTagNameMap {
    'cb-plugin-troubles': CbPluginTroubles
  }
}
