import { html, type TemplateResult } from 'lit'
import unplug from 'lucide-static/icons/unplug.svg?raw'
import type { Plugin } from '../../data/plugins.ts'
import '../../elements/cb-badge.ts'
import { confirm } from '../../elements/cb-confirm.ts'
import { t } from '../../shell/language.ts'

/** How a plugin is, in one badge. */
export function pluginBadge({ state, enabled, breaker, dead_deliveries, failed_inbound }: Plugin): TemplateResult {
  if (state === 'broken' || state === 'failed')
    return html`<cb-badge tone="bad" .icon=${unplug}>${t('settings.plugins.state.broken')}</cb-badge>`
  if (!enabled) return html`<cb-badge>${t('settings.plugins.state.off')}</cb-badge>`
  if (breaker === 'open')
    return html`<cb-badge tone="warn" .icon=${unplug}>${t('settings.plugins.state.paused')}</cb-badge>`
  if (dead_deliveries + failed_inbound > 0)
    return html`<cb-badge tone="warn">${t('settings.plugins.state.troubled')}</cb-badge>`
  return html`<cb-badge tone="good">${t('settings.plugins.state.on')}</cb-badge>`
}

/** Asks before switching off what inboxes hang on. */
export function mayUnplug({ name, channels }: Plugin): Promise<boolean> {
  const count = channels.reduce((sum, { inboxes_count }) => sum + inboxes_count, 0)
  if (count === 0) return Promise.resolve(true)
  return confirm({
    title: t('settings.plugins.offTitle', { name }),
    text: t('settings.plugins.offText', { count }),
    action: t('settings.plugins.off'),
  })
}

export const milliseconds = (value: number | null): string =>
  value === null ? '–' : t('settings.plugins.ms', { count: Math.round(value * 10) / 10 })
