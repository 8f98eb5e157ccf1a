import { css, html, nothing } from 'lit'
import type { Priority } from '../../data/conversation.ts'
import { t } from '../../shell/language.ts'

export const priorityStyles = css`
  .priority { inline-size: 0.875rem; block-size: 0.875rem; flex: none; fill: var(--cb-line-strong); forced-color-adjust: none; }
  .priority .on { fill: var(--cb-text-muted); }
  .priority.high .on { fill: var(--cb-warn-icon); }
  .priority.urgent { fill: var(--cb-bad-solid); color: var(--cb-on-solid); }
`

const bars = { low: 1, medium: 2, high: 3 } as const

/** One to three bars; urgent is a filled mark. Says its name unless words stand beside it. */
export function priorityMark(priority: Priority, named = true) {
  const label = named ? t('desk.priority.named', { priority: t(`desk.priority.${priority}`) }) : nothing
  const role = named ? 'img' : nothing
  const hidden = named ? nothing : 'true'
  if (priority === 'urgent')
    return html`<svg class="priority urgent" viewBox="0 0 14 14" role=${role} aria-hidden=${hidden} aria-label=${label}><rect width="14" height="14" rx="4"/><path d="M7 3.2v4.4M7 10.4v.2" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/></svg>`
  const on = (bar: number) => (bar <= bars[priority] ? 'on' : '')
  return html`<svg class="priority ${priority}" viewBox="0 0 14 14" role=${role} aria-hidden=${hidden} aria-label=${label}><rect class=${on(1)} x="1" y="9" width="3" height="4" rx="1"/><rect class=${on(2)} x="5.4" y="5.5" width="3" height="7.5" rx="1"/><rect class=${on(3)} x="9.8" y="2" width="3" height="11" rx="1"/></svg>`
}
