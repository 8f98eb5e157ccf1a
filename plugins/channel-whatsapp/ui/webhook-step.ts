import type { PanelContext } from '@cordboard/plugin-sdk/panel'
import '@cordboard/ui/cb-card'
import '@cordboard/ui/cb-copy-field'
import '@cordboard/ui/cb-icon'
import '@cordboard/ui/cb-skeleton'
import '@cordboard/ui/cb-spinner'
import { html, nothing } from 'lit'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleMinus from 'lucide-static/icons/circle-minus.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import type { Problem } from './reading.ts'
import type { Connected } from './waiting-step.ts'

interface WebhookStep {
  inbox: Connected | undefined
  health: Record<string, unknown> | undefined
  problem: Problem | undefined
}

type Check = { state: 'good' | 'warn' | 'neutral' | 'waiting'; title: string; text: string }

/** Where Meta sends messages: what it says of that itself, and what to paste where it does not know us yet. */
export function webhookStep(context: PanelContext, { inbox, health, problem }: WebhookStep) {
  const { t } = context
  if (!inbox) return html`<cb-skeleton kind="cards" lines="2"></cb-skeleton>`
  const url = String(inbox.callback_webhook_url ?? '')
  const token = inbox.provider_config?.webhook_verify_token
  const checks = checksOf(context, { url, health, problem })
  return html`
    <cb-card heading=${t('webhook.byHand')}><div class="close">
      <p class="note">${t('webhook.paste')}</p>
      <div class="two">
        <cb-copy-field label=${t('webhook.url')} .value=${url}></cb-copy-field>
        ${token ? html`<cb-copy-field secret label=${t('webhook.token')} .value=${token}></cb-copy-field>` : nothing}
      </div>
    </div></cb-card>
    <cb-card heading=${t('webhook.checks')}>${checks.map(
      ({ state, title, text }) =>
        html`<div class="dry">${
          state === 'waiting'
            ? html`<cb-spinner label=${t('webhook.waiting')}></cb-spinner>`
            : html`<cb-icon class=${state} .name=${marks[state]}></cb-icon>`
        }<b>${title}</b><small>${text}</small></div>`,
    )}</cb-card>`
}

const marks = { good: circleCheck, warn: triangleAlert, neutral: circleMinus }

interface Seen {
  url: string
  health: Record<string, unknown> | undefined
  problem: Problem | undefined
}

function checksOf({ t }: PanelContext, { url, health, problem }: Seen): Check[] {
  if (!health)
    return problem
      ? [{ state: 'neutral', title: t('webhook.unread'), text: problem.text }]
      : [{ state: 'waiting', title: t('webhook.reading'), text: t('webhook.readingText') }]
  const configuration = (health.webhook_configuration ?? {}) as Record<string, unknown>
  const messages = configuration.phone_number || configuration.whatsapp_business_account || configuration.application
  const events = configuration.application
  return [
    health.webhook === 'ours'
      ? { state: 'good', title: t('webhook.messages'), text: t('webhook.messagesText', { url }) }
      : {
          state: 'waiting',
          title: t('webhook.notYet'),
          text: messages ? t('webhook.elsewhere', { url: String(messages) }) : t('webhook.notYetText'),
        },
    isOurs(events, url)
      ? { state: 'good', title: t('webhook.events'), text: t('webhook.eventsText') }
      : { state: 'warn', title: t('webhook.eventsElsewhere'), text: t('webhook.eventsElsewhereText') },
  ]
}

/** Names, quality and restrictions are told to the app's own address only, which any address of ours may be. */
const isOurs = (address: unknown, url: string): boolean =>
  typeof address === 'string' && URL.parse(address)?.origin === URL.parse(url)?.origin
