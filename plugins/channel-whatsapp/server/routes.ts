import type { PluginContext, PluginRequest, PluginResponse, RouteCollector } from '@cordboard/plugin-sdk'
import { channelType } from './connection.ts'
import { isDead } from './errors.ts'
import { type HealthReader, healthError, healthHistory, historyDays } from './health.ts'
import { stateOf } from './onboarding/present.ts'
import { type AcceptOptions, acceptWebhook } from './webhook/accept.ts'
import { answerChallenge } from './webhook/challenge.ts'

interface Parts extends AcceptOptions {
  channels: PluginContext['channels']
  health: HealthReader
  /** Of the installation's own app. */
  verifyToken: string | undefined
}

export function addRoutes(routes: RouteCollector, parts: Parts): void {
  const challenge = (request: PluginRequest) => answerChallenge(request, parts.known, parts.verifyToken)
  const accept = (request: PluginRequest) => acceptWebhook(request, parts)
  for (const path of ['/webhooks/whatsapp/:phone_number', '/webhooks/whatsapp']) {
    routes.handle('GET', path, challenge)
    routes.handle('POST', path, accept)
  }
  const inbox = '/api/v1/accounts/:account_id/inboxes/:inbox_id'
  routes.handle('POST', `${inbox}/sync_templates`, (request) => syncTemplates(request, parts))
  routes.handle('GET', `${inbox}/health`, (request) => showHealth(request, parts))
  routes.handle('GET', `${inbox}/health/history`, (request) => showHistory(request, parts))
}

const missing: PluginResponse = { status: 404, body: { error: 'Resource could not be found' } }

async function syncTemplates(request: PluginRequest, { jobs }: Parts): Promise<PluginResponse> {
  const { accountId, inbox } = request
  if (accountId === undefined || !inbox) return missing
  if (inbox.type !== channelType)
    return { status: 422, body: { error: 'Template sync is only available for WhatsApp channels' } }
  await jobs.enqueue('syncTemplates', { inboxId: inbox.id }, { accountId, key: `templates:${inbox.id}` })
  return { status: 200, body: { message: 'Template sync initiated successfully' } }
}

const onlyCloud: PluginResponse = {
  status: 400,
  body: { error: 'Health data only available for WhatsApp Cloud API channels' },
}

const deadToken = 190

async function showHealth({ inbox, query }: PluginRequest, parts: Parts): Promise<PluginResponse> {
  const { channels, health, processes } = parts
  if (!inbox) return missing
  if (inbox.type !== channelType) return onlyCloud
  const channel = await channels.get(inbox.id)
  if (!channel) return missing
  try {
    const body = await health.read(channel, { fresh: query.fresh === 'true' })
    const [progress, trend] = await Promise.all([processes.progress(inbox.id), healthHistory(inbox.id, processes)])
    const onboarding = progress
      ? { state: stateOf(progress), reason: progress.reason }
      : { state: 'none', reason: null }
    return { status: 200, body: { ...body, onboarding, trend, stale: false } }
  } catch (error) {
    // The watch of the number would find out at its next look, hours later.
    if (isDead(error)) parts.sendingTrouble.note(inbox.id, deadToken)
    const last = health.last(channel)
    const known = last ? { last: { ...last, stale: true } } : {}
    return { status: 422, body: { error: healthError(error, channel), ...known } }
  }
}

async function showHistory({ inbox }: PluginRequest, { processes }: Parts): Promise<PluginResponse> {
  if (!inbox) return missing
  if (inbox.type !== channelType) return onlyCloud
  return { status: 200, body: { days: historyDays, points: await healthHistory(inbox.id, processes) } }
}
